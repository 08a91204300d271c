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
  call: CommandCall,
  { cell }: Pick<CommandContext, "cell">,
): void {
  if (linesOf(cell).includes(textOf(call))) return;
  throw new CommandError(
    `Cannot run ${textOf(call)}: only a line of the cell may, not code that calls it`,
  );
}

/**
 * What a command that ends its session says of the code behind it.
 *
 * @param call the command, as it stands in the cell
 * @param context has the cell
 * @returns a sentence with a blank before it; nothing if no code follows
 * @example
 * ```ts
 * import { noteOnRest } from "./written.ts";
 * const cell = { id: "1", source: "%restart\nconst a = 1;" };
 * console.assert(noteOnRest({ name: "restart", args: "" }, { cell }) !== "");
 * ```
 */
export function noteOnRest(call: CommandCall, { cell }: Pick<CommandContext, "cell">): string {
  const lines = linesOf(cell);
  const behind = lines.slice(lines.indexOf(textOf(call)) + 1);
  const hasCode = behind.some((line) => line !== "" && !line.startsWith("//"));
  return hasCode ? " The rest of the cell did not run: run it in a cell of its own." : "";
}

function textOf({ name, args }: CommandCall): string {
  return `%${name} ${args}`.trim();
}

function linesOf({ source }: CommandContext["cell"]): readonly string[] {
  return source.split("\n")
    .map((line) => line.trim().replace(/^(%\w+)\s*;$/, "$1").replace(/\s+/, " "));
}
