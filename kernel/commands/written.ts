/**
 * Commands that only a person may give, not code that calls the hook of commands.
 *
 * @module
 */

import type { CommandCall, CommandContext } from "./command.ts";
import { CommandError } from "./command_error.ts";

/**
 * Requires that a command stands in its cell as it is run.
 *
 * @param call the command
 * @param context has the cell
 * @throws {CommandError} if no line of the cell says so
 * @example
 * ```ts
 * import type { CommandContext } from "./command.ts";
 * import { requireWritten } from "./written.ts";
 * function check(context: Pick<CommandContext, "cell">): void {
 *   requireWritten({ name: "restart", args: "" }, context);
 * }
 * ```
 */
export function requireWritten(
  { name, args }: CommandCall,
  { cell }: Pick<CommandContext, "cell">,
): void {
  const wanted = `%${name} ${args}`.trim();
  const lines = cell.source.split("\n").map((line) => line.trim().replace(/\s+/, " "));
  if (lines.includes(wanted)) return;
  throw new CommandError(
    `Cannot run ${wanted}: only a line of the cell may, not code that calls it`,
  );
}
