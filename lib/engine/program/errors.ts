/**
 * What can be wrong with a program.
 *
 * @module
 */

/** A program breaks its own rules: a pass or a rule has a mistake. */
export class InvalidProgramError extends Error {
  override readonly name = "InvalidProgramError";
  /** Pass after which it was found. */
  readonly pass: string;

  constructor(message: string, { pass }: { readonly pass: string }) {
    super(`Cannot use the program after "${pass}": ${message}`);
    this.pass = pass;
  }
}

/** Shapes or types that do not go together. */
export class ShapeError extends RangeError {
  override readonly name = "ShapeError";
}
