/**
 * How the commands of this folder end.
 *
 * @module
 */

import { NotebookError } from "./errors.ts";
import { TargetError } from "./atomic.ts";
import type { CommandTerminal } from "./terminal.ts";

/** What a command answers the shell: done, a cell failed, or called in a wrong way. */
export const EXIT = { ok: 0, failed: 1, misused: 2 } as const;

/**
 * Does work whose input may be bad; bad input is told on stderr in one message.
 *
 * @param terminal where to tell
 * @param work what may throw
 * @returns what the work returned, or undefined after bad input
 * @throws whatever is no fault of the input
 * @example
 * ```ts
 * import { reportMisuse } from "./exit.ts";
 * import { processTerminal } from "./terminal.ts";
 * console.assert(await reportMisuse(processTerminal(), () => Promise.resolve(1)) === 1);
 * ```
 */
export async function reportMisuse<T>(
  terminal: CommandTerminal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isMisuse(error)) throw error;
    terminal.err(error.message);
    return undefined;
  }
}

/** Bad notebooks, bad parameters, and files that cannot be written. */
function isMisuse(error: unknown): error is Error {
  return error instanceof NotebookError || error instanceof SyntaxError ||
    error instanceof TargetError;
}
