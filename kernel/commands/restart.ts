/**
 * `%reload` and `%restart`: modules or everything afresh.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { noteOnRest, requireWritten } from "./written.ts";

/** Makes local modules load afresh. */
export const reload: CommandRule = {
  run: reloadModules,
  help:
    "Without it, the next import of a local module finds changes of its file and of the files\n" +
    "that it imports by itself.",
};

/** Starts a fresh session. */
export const restart: CommandRule = {
  run: startAfresh,
  help: "The rest of the cell does not run.",
};

async function reloadModules(
  _: CommandCall,
  { session, screen }: CommandContext,
): Promise<void> {
  await session.host.call("reload");
  screen.print("The next import loads every local module afresh.\n");
}

async function startAfresh(call: CommandCall, context: CommandContext): Promise<void> {
  requireWritten(call, context);
  const note = "This is a fresh session; earlier variables are gone.";
  await context.restart({ note: `${note}${noteOnRest(call, context)}\n` });
}
