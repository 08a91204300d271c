/**
 * The arguments with which the kernel starts a session process.
 *
 * @module
 */

import process from "node:process";

/**
 * Takes the first argument and hides all from cells: libraries that read a command line, such as
 * parsers of options, find an empty one.
 *
 * @returns the argument, if there was one
 * @example
 * ```ts
 * import { takeArgument } from "./arguments.ts";
 * const settings: unknown = JSON.parse(takeArgument() ?? "{}");
 * console.assert(settings !== undefined && Deno.args.length === 0);
 * ```
 */
export function takeArgument(): string | undefined {
  const [first] = Deno.args;
  Object.defineProperty(Deno, "args", {
    value: Object.freeze([]),
    configurable: true,
    enumerable: true,
    writable: true,
  });
  process.argv.splice(2);
  return first;
}
