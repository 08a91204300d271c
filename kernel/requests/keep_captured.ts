/**
 * What `%%capture` kept, put into its variable.
 *
 * @module
 */

import type { Session } from "../evaluate/session.ts";
import { within } from "../evaluate/within.ts";
import { type CapturedOutput, capturedParts } from "./captures.ts";
import type { CellEntry } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";

/** How long a session that was interrupted has to take what its cell had put out. */
const KEEP_MS = 1000;

/** The type of what `%%capture` leaves, for cells that use it. */
const CAPTURED_TYPE =
  "{ readonly stdout: string; readonly stderr: string; show(): void; readonly outputs: readonly " +
  "Record<'data' | 'metadata', Readonly<Record<string, unknown>>>[] }";

/**
 * Ends the capture of a cell, if there is one, and declares its variable.
 *
 * @param kernel has the outputs
 * @param options the cell, and the session that gets the variable
 */
export async function keepCaptured(
  kernel: KernelState,
  { cell, session }: { readonly cell: CellEntry; readonly session: Session },
): Promise<void> {
  const variable = kernel.outputs.captures.variableOf(cell.id);
  if (variable === undefined) return; // an interrupt has ended it
  await declare(kernel, { variable, outputs: endCapture(kernel, cell), cell, session });
}

/**
 * Ends the capture of a cell that could not end it itself, as it was interrupted or its session is
 * gone. What no session takes is shown.
 *
 * @param kernel has the outputs
 * @param cell the cell
 */
export async function rescueCaptured(kernel: KernelState, cell: CellEntry): Promise<void> {
  const variable = kernel.outputs.captures.variableOf(cell.id);
  if (variable === undefined) return;
  const outputs = endCapture(kernel, cell);
  const session = kernel.keeper.up;
  const isKept = session && await within(
    KEEP_MS,
    declare(kernel, { variable, outputs, cell, session }).then(() => true, () => false),
  );
  if (isKept) return;
  for (const { msg_type, content } of outputs) kernel.outputs.publish(cell, msg_type, content);
}

function endCapture(kernel: KernelState, cell: CellEntry): readonly CapturedOutput[] {
  kernel.outputs.flush();
  return kernel.outputs.captures.end(cell.id);
}

async function declare(
  kernel: KernelState,
  { variable, outputs, cell, session }: {
    readonly variable: string;
    readonly outputs: readonly CapturedOutput[];
    readonly cell: CellEntry;
    readonly session: Session;
  },
): Promise<void> {
  await session.host.declare(variable, "captured", [capturedParts(outputs)]);
  kernel.declared.add(variable);
  kernel.assist?.ran(`${cell.id}-captured`, `declare let ${variable}: ${CAPTURED_TYPE};`);
}
