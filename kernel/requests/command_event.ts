/**
 * A command of a cell: run here, answered to the session that waits for it.
 *
 * @module
 */

import { runCommand } from "../commands/run_command.ts";
import type { SessionEvent } from "../evaluate/events.ts";
import { InspectorClosed } from "../evaluate/inspector.ts";
import type { Session } from "../evaluate/session.ts";
import type { CommandAnswer } from "../evaluate/session/commands.ts";
import type { CellEntry } from "./cells.ts";
import { commandContext } from "./command_context.ts";
import type { KernelState } from "./kernel_state.ts";

type CommandEvent = Extract<SessionEvent, { type: "command" }>;

/**
 * Runs a command and hands its outcome to the cell.
 *
 * @param kernel what commands reach
 * @param told whose command it is; its name, arguments and body
 */
export async function runCommandEvent(
  kernel: KernelState,
  { cell, event }: { readonly cell: CellEntry; readonly event: CommandEvent },
): Promise<void> {
  const session = await kernel.keeper.current();
  const { id } = event;
  try {
    await runCommand(commandContext(kernel, { cell, session }), event);
    kernel.outputs.flush();
    await answer(session, { id });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    await answer(session, { id, error: { name, message } });
  }
}

/** A session that has ended waits for nothing: `%restart` ends it. */
async function answer(session: Session, outcome: CommandAnswer): Promise<void> {
  try {
    await session.host.call("answerCommand", outcome);
  } catch (error) {
    if (!(error instanceof InspectorClosed)) throw error;
  }
}
