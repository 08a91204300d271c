/**
 * `interrupt`, `shutdown` and `usage`: answered whatever the session does.
 *
 * @module
 */

import { measureUsage } from "../usage.ts";
import type { Handler } from "./handler.ts";

/** Answers `interrupt_request` at once; the cell's own reply follows when it has stopped. */
export const interrupt: Handler = async ({ kernel, reply }) => {
  reply({ status: "ok" });
  const cell = kernel.cells.running;
  const effect = await kernel.keeper.up?.interrupt() ?? "idle";
  if (effect === "idle" && cell) cell.interrupted = true;
  if (effect !== "stuck" || !cell) return;
  const text = "The cell is in native code that does not stop. " +
    "Interrupt again to end its session; variables would be lost.\n";
  kernel.outputs.print(cell, text, "stderr");
};

/** Answers `shutdown_request`, tells everybody, and ends the kernel. */
export const shutdown: Handler = ({ received, content, kernel, reply }) => {
  const restart = content.restart === true;
  const answer = { status: "ok", restart };
  reply(answer);
  kernel.publisher.publish(received.message.header, "shutdown_reply", answer);
  kernel.shutdown(restart);
};

/** Answers `usage_request`. */
export const usage: Handler = async ({ kernel, reply }) => {
  const session = kernel.keeper.up;
  reply(await measureUsage(session?.pid));
};
