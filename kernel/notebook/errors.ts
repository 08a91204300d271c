/**
 * What can be wrong with a notebook file, as classes a caller can tell apart.
 *
 * @module
 */

/** One fault of a notebook and where it lies. */
export interface NotebookIssue {
  /** A JSON path, such as `$.cells[2].outputs[0].data`. */
  readonly path: string;
  /** What was found and what was wanted. */
  readonly message: string;
}

/** A notebook that cannot be used; the message names the file and how to mend it. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
  /** The file, as the caller named it. */
  readonly file: string;

  /**
   * @param file the notebook's path, as the caller named it
   * @param message what is wrong, without the path
   * @param options the cause, where there is one
   */
  constructor(file: string, message: string, options?: ErrorOptions) {
    super(`Cannot use ${file}: ${message}`, options);
    this.file = file;
  }
}

/** The file does not exist or cannot be read. */
export class NotebookFileError extends NotebookError {
  override readonly name = "NotebookFileError";
}

/** The file is not JSON. */
export class NotebookSyntaxError extends NotebookError {
  override readonly name = "NotebookSyntaxError";
  /** Line of the first fault, from 1. */
  readonly line: number;
  /** Column of the first fault, from 1. */
  readonly column: number;

  /**
   * @param file the notebook's path
   * @param at where the first fault lies, and what the JSON parser said
   */
  constructor(
    file: string,
    at: { readonly line: number; readonly column: number; readonly reason: string },
  ) {
    super(file, `it is not JSON: line ${at.line}, column ${at.column}: ${at.reason}`);
    this.line = at.line;
    this.column = at.column;
  }
}

/** The file is of another major version of the notebook format. */
export class NotebookVersionError extends NotebookError {
  override readonly name = "NotebookVersionError";
}

/** The notebook is written in a language this kernel does not speak. */
export class NotebookLanguageError extends NotebookError {
  override readonly name = "NotebookLanguageError";
}

/** The file is JSON of nbformat 4, but breaks its rules. */
export class InvalidNotebookError extends NotebookError {
  override readonly name = "InvalidNotebookError";
  readonly issues: readonly NotebookIssue[];

  /**
   * @param file the notebook's path
   * @param issues all that is wrong, in the file's order
   */
  constructor(file: string, issues: readonly NotebookIssue[]) {
    const list = issues.slice(0, 20).map(({ path, message }) => `  ${path}: ${message}`);
    if (issues.length > list.length) list.push(`  and ${issues.length - list.length} more`);
    const count = issues.length === 1 ? "1 fault" : `${issues.length} faults`;
    super(file, `it breaks the notebook format in ${count}:\n${list.join("\n")}`);
    this.issues = issues;
  }
}
