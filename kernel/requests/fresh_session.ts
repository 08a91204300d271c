/**
 * A fresh session because a cell asked for one: that cell ends well, and nothing else is said of
 * what was lost.
 *
 * @module
 */

import type { FreshSession } from "../commands/command.ts";
import type { CellEntry } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";

/**
 * Ends the session and starts another; the walk of the cell waits for it in `kernel.restarting`.
 *
 * @param kernel the kernel
 * @param options permissions, what to print, and the cell that asked
 * @throws SessionStartError if a session with other permissions does not start; one with the
 *   permissions before does then
 */
export function freshSession(
  kernel: KernelState,
  options: FreshSession & { readonly cell: CellEntry },
): Promise<void> {
  kernel.restarting = restart(kernel, options);
  return kernel.restarting;
}

async function restart(
  kernel: KernelState,
  { permissions, note, cell }: FreshSession & { readonly cell: CellEntry },
): Promise<void> {
  const before = kernel.keeper.options;
  try {
    await kernel.keeper.restart(permissions === undefined ? before : { ...before, permissions });
    kernel.outputs.print(cell, note);
  } catch (error) {
    if (permissions !== undefined) await kernel.keeper.restart(before);
    throw error;
  } finally {
    kernel.lost = undefined;
  }
}

/**
 * Waits for a restart that the ended cell had asked for.
 *
 * @param kernel the kernel
 * @returns whether there was one
 * @throws what the restart threw
 */
export async function finishRestart(kernel: KernelState): Promise<boolean> {
  const { restarting } = kernel;
  kernel.restarting = undefined;
  await restarting;
  return restarting !== undefined;
}
