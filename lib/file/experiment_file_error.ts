/**
 * What is wrong with a file.
 *
 * @module
 */

/** A file is no experiment, of a version that is not known here, damaged, or lacks what was asked for. */
export class ExperimentFileError extends SyntaxError {
  override readonly name = "ExperimentFileError";
  /** What kind of trouble it is. */
  readonly reason: "damaged" | "kind" | "version" | "missing";

  /**
   * @param reason what kind of trouble it is
   * @param message what is wrong, and how to mend it
   * @param options what was thrown when it was found
   */
  constructor(reason: ExperimentFileError["reason"], message: string, options?: ErrorOptions) {
    super(`Cannot load this file as an experiment: ${message}`, options);
    this.reason = reason;
  }
}
