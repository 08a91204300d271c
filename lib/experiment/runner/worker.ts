/**
 * The program of a worker process: speaks frames on descriptor 3, so that standard output is left to
 * the jobs. It imports nothing of the library that a job does not.
 *
 * @module
 */

import { Socket } from "node:net";
import process from "node:process";
import type { Frame } from "./frame.ts";
import { recordError } from "./job_error.ts";
import type { Channel, Order, Report } from "./messages.ts";
import { runWork } from "./run_work.ts";
import { streamChannel } from "./stream_channel.ts";
import { packTree } from "./tree.ts";

/** Where the parent put the line to it. */
const DESCRIPTOR = 3;

if (import.meta.main) {
  const stream = new Socket({ fd: DESCRIPTOR, readable: true, writable: true });
  serveJobs(streamChannel(stream), () => process.exit(0));
}

/**
 * Answers a parent until it is gone.
 *
 * @param channel the line to the parent
 * @param leave what to do when the line is closed
 * @example
 * ```ts
 * import type { Channel, Order, Report } from "./messages.ts";
 * import { serveJobs } from "./worker.ts";
 * function serve(channel: Channel<Report, Order>): void {
 *   serveJobs(channel, () => console.log("nobody waits"));
 * }
 * ```
 */
export function serveJobs(channel: Channel<Report, Order>, leave: () => void): void {
  const parent = new AbortController();
  channel.listen({
    onFrame: (frame) => {
      if (frame.message.type === "ping") channel.send({ message: { type: "pong" } });
      else void answer(frame, frame.message);
    },
    onClose: () => {
      parent.abort(new Error("The process that waits for the job has ended"));
      leave();
    },
  });
  channel.send({ message: { type: "ready" } });

  async function answer(
    { tree: input = packTree(null) }: Frame,
    { ticket, attempt, work }: Extract<Order, { type: "run" }>,
  ): Promise<void> {
    try {
      const tree = await runWork(work, input, {
        signal: parent.signal,
        attempt,
        report: (tree) => channel.send({ message: { type: "progress", ticket }, tree }),
      });
      channel.send({ message: { type: "completed", ticket }, tree });
    } catch (error) {
      channel.send({ message: { type: "thrown", ticket, error: recordError(error) } });
    }
  }
}
