/**
 * A command of the command line: what each file of this folder exports once.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";

/** Exit code of a command whose work failed: a cell raised an error. */
export const FAILED = 1;

/** Exit code of a command that was called in a wrong way or given bad input. */
export const MISUSED = 2;

/** One word after `modulab`, and what it does. */
export interface Command {
  /** What `--help` prints, without a final line break. */
  readonly help: string;
  /**
   * Does the work.
   *
   * @param args the words after the command's name
   * @returns the exit code
   */
  run(args: readonly string[]): Promise<number>;
}

/** The command line cannot be understood; the message says how it should be written. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Splits the words after a command into options and positional arguments.
 *
 * @param args the words
 * @param config the options, as `node:util` describes them
 * @returns `values` and `positionals`
 * @throws {UsageError} for an unknown option, a missing value or a surplus word
 * @example
 * ```ts
 * import { parseOptions } from "./command.ts";
 * const { values } = parseOptions(["--name", "a"], { options: { name: { type: "string" } } });
 * console.assert(values.name === "a");
 * ```
 */
export function parseOptions<const T extends ParseArgsConfig>(
  args: readonly string[],
  config: T,
): ReturnType<typeof parseArgs<T & { args: string[] }>> {
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
