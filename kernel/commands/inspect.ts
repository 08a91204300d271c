/**
 * `%type`, `?name`, `??name`: what is known of code without running it.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";

/** Shows the static type of an expression. */
export const type: CommandRule = {
  run: showType,
  help: "  %type await fetchRows()",
};

/** Shows what is known of a name. */
export const inspect: CommandRule = { run: (call, context) => page(call, context, 0) };

/** Shows the same, and sources. */
export const inspectSource: CommandRule = { run: (call, context) => page(call, context, 1) };

async function showType({ args }: CommandCall, context: CommandContext): Promise<void> {
  if (args === "") {
    throw new CommandError("Cannot tell a type of nothing: write an expression, as in %type 1 + 1");
  }
  const found = await context.types.typeOf(args.replace(/;$/, ""));
  if ("problem" in found) {
    throw new CommandError(`Cannot tell the type of ${args}: ${found.problem}`);
  }
  context.screen.print(`${found.type}\n`);
}

async function page(
  { args }: CommandCall,
  { types, screen }: CommandContext,
  level: 0 | 1,
): Promise<void> {
  const found = await types.inspect(args, level);
  if (found) return screen.page(found);
  throw new CommandError(`Cannot find ${args}: nothing of this name is in scope; see %who`);
}
