/**
 * A command of a cell: run here, answered to the session that waits for it.
 *
 * @module
 */

import { runCommand } from "../commands/run_command.ts";
import type { SessionEvent } from "../evaluate/events.ts";
import type { CellEntry } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";

type CommandEvent = Extract<SessionEvent, { type: "command" }>;

/**
 * Runs a command and hands its outcome to the cell.
 *
 * @param kernel what commands reach
 * @param cell whose command it is
 * @param event name, arguments and body
 */
export async function runCommandEvent(
  kernel: KernelState,
  cell: CellEntry,
  event: CommandEvent,
): Promise<void> {
  const session = await kernel.keeper.current();
  const { id } = event;
  try {
    const value = await runCommand({ kernel, cell, session }, event);
    kernel.outputs.flush();
    await session.call("answerCommand", { id, value: value ?? null });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    await session.call("answerCommand", { id, error: { name, message } });
  }
}
