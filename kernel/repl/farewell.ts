/**
 * How an input ends: inputs that leave the REPL, and what ends the input of a question.
 *
 * @module
 */

/** The answer to a question that is ended instead, by `Ctrl-D` or the end of a file. */
export const END_OF_INPUT = "\x04";

const FAREWELL = /^(?:\.exit|(?:exit|quit)(?:\(\))?);?$/;

/**
 * Whether an input means to leave, in the words of IPython, Node, Julia or Deno.
 *
 * @param input the whole input
 * @returns true for `exit`, `exit()`, `quit`, `quit()` and `.exit`
 * @example
 * ```ts
 * import { isFarewell } from "./farewell.ts";
 * console.assert(isFarewell("exit()") && !isFarewell("exit(1)"));
 * ```
 */
export function isFarewell(input: string): boolean {
  return FAREWELL.test(input.trim());
}
