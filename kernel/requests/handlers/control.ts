/**
 * `interrupt`, `shutdown` and `usage`: answered whatever the session does.
 *
 * @module
 */

import { measureUsage } from "../usage.ts";
import type { RequestContext } from "./handler.ts";

/** Answers `interrupt_request` at once; the cell's own reply follows when it has stopped. */
export async function interrupt({ kernel, reply }: RequestContext): Promise<void> {
  reply({ status: "ok" });
  const cell = kernel.cells.running;
  kernel.questions.withdraw(cell);
  // Marked before anything is awaited: a cell that has not reached its session must see it there.
  if (cell) cell.interrupted = true;
  cell?.onInterrupt?.();
  const effect = await kernel.keeper.up?.interrupt();
  if (!cell || effect !== "stuck") return;
  const text = "The cell is in native code that does not stop. " +
    "Interrupt again to end its session; variables would be lost.\n";
  kernel.outputs.print(cell, text, "stderr");
}

/** Answers `shutdown_request`, tells everybody, and ends the kernel. */
export function shutdown({ received, content, kernel, reply }: RequestContext): void {
  const restart = content.restart === true;
  const answer = { status: "ok", restart };
  reply(answer);
  kernel.publisher.publish(received.message.header, {
    msg_type: "shutdown_reply",
    content: answer,
  });
  kernel.shutdown(restart);
}

/** Answers `usage_request`. */
export async function usage({ kernel, reply }: RequestContext): Promise<void> {
  const session = kernel.keeper.up;
  reply(await measureUsage(session?.pid));
}
