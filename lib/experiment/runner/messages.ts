/**
 * What a worker and those who wait for it tell each other.
 *
 * @module
 */

import type { ErrorRecord } from "./job_error.ts";
import type { Work } from "./job.ts";
import type { Frame } from "./frame.ts";

/** To a worker. A `run` carries the input. */
export type Order =
  | { readonly type: "run"; readonly ticket: number; readonly attempt: number; readonly work: Work }
  | { readonly type: "ping" };

/** From a worker. `progress` and `completed` carry a tree. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "pong" }
  | { readonly type: "progress"; readonly ticket: number }
  | { readonly type: "completed"; readonly ticket: number }
  | { readonly type: "thrown"; readonly ticket: number; readonly error: ErrorRecord };

/** A line to the other side: frames in order, until it closes for good. */
export interface Channel<Sent, Received> {
  send(frame: Frame<Sent>): void;
  /** Hears frames from now on, and once that the line is closed. */
  listen(ear: Ear<Received>): void;
  /** Closes the line; nothing is heard afterwards but that it is closed. */
  close(): void;
}

/** Who listens to a channel. */
export interface Ear<Received> {
  readonly onFrame: (frame: Frame<Received>) => void;
  readonly onClose: () => void;
}
