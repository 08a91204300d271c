/**
 * From the name of a command to what it does.
 *
 * @module
 */

import type { CommandCall, CommandContext } from "./command.ts";
import { CommandError } from "./command_error.ts";
import { COMMAND_RULES } from "./commands.ts";

/**
 * Runs a command.
 *
 * @param context what commands reach
 * @param call name, arguments and body
 * @throws {CommandError} if it is unknown, or cannot do what it was asked
 * @example
 * ```ts
 * import type { CommandContext } from "./command.ts";
 * import { runCommand } from "./run_command.ts";
 * async function check(context: CommandContext): Promise<void> {
 *   await runCommand(context, { name: "check", args: "error" });
 * }
 * ```
 */
export async function runCommand(context: CommandContext, call: CommandCall): Promise<void> {
  const rule = Object.hasOwn(COMMAND_RULES, call.name) ? COMMAND_RULES[call.name] : undefined;
  if (!rule) throw new CommandError(`Cannot run ${call.name}: there is no such command`);
  await rule.run(call, context);
}
