/**
 * What is wrong with a file.
 *
 * @module
 */

import { ConfigError } from "../core/check_config.ts";
import { UnknownNameError } from "../core/names.ts";
import { GraphConfigError } from "../graph/check_config.ts";
import { GraphError } from "../graph/problems.ts";
import { UnregisteredError } from "../training/losses.ts";

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

/**
 * Says what is wrong with the file in which something was found that could not be used.
 *
 * @param cause what was thrown
 * @returns the same where it says already what is wrong, and how it is mended
 * @example
 * ```ts
 * import { fileError } from "./experiment_file_error.ts";
 * fileError(new RangeError("no number")).name; // "ExperimentFileError"
 * ```
 */
export function fileError(cause: unknown): Error {
  if (MEANT.some((type) => cause instanceof type)) return cause as Error;
  const what = cause instanceof Error ? cause.message : String(cause);
  // Somebody wrote a thing of another kind where none of the checks looks.
  const isOfOtherKind = cause instanceof TypeError;
  const message = isOfOtherKind
    ? `a part of it is not of the kind that it should be (${what})`
    : what;
  return new ExperimentFileError("damaged", message, { cause });
}

const MEANT = [
  ExperimentFileError,
  UnknownNameError,
  UnregisteredError,
  ConfigError,
  GraphConfigError,
  GraphError,
];
