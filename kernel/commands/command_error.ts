/**
 * What commands throw.
 *
 * @module
 */

/**
 * A command cannot do what it was asked. Its message says what was wanted and how to mend it.
 *
 * @example
 * ```ts
 * import { CommandError } from "./command_error.ts";
 * console.assert(new CommandError("Cannot do it").name === "CommandError");
 * ```
 */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/**
 * A script of `%%bash` failed.
 *
 * @example
 * ```ts
 * import { ShellError } from "./command_error.ts";
 * console.assert(new ShellError("bash ended with exit code 3", { code: 3 }).code === 3);
 * ```
 */
export class ShellError extends CommandError {
  override readonly name: string = "ShellError";
  /** The exit code of the shell. */
  readonly code: number;

  /**
   * @param message what happened
   * @param status the exit code
   */
  constructor(message: string, { code }: { readonly code: number }) {
    super(message);
    this.code = code;
  }
}

/**
 * What the command waited for was interrupted; the cell ends as interrupted too.
 *
 * @example
 * ```ts
 * import { CommandInterrupted } from "./command_error.ts";
 * console.assert(new CommandInterrupted().name === "Interrupted");
 * ```
 */
export class CommandInterrupted extends CommandError {
  override readonly name: string = "Interrupted";

  constructor() {
    super("The cell was interrupted");
  }
}

/**
 * The reason of a failure in the session, as a part of a sentence.
 *
 * @param error what a call of the session threw
 * @returns its text, with the way out where a permission is missing
 * @example
 * ```ts
 * import { reasonOf } from "./command_error.ts";
 * console.assert(reasonOf(new Error("NotFound: No such file (os error 2)")) === "No such file");
 * ```
 */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.replace(/^(?:Uncaught )?\w+: /, "").replace(/ \(os error \d+\).*$/, "");
  if (!/^(Uncaught )?NotCapable/.test(text)) return reason;
  const needed = /Requires \w+ access(?: to "[^"]*")?/.exec(text)?.[0] ?? reason;
  return `${needed}, which this session does not have; %permissions shows and changes what it has`;
}
