/**
 * What a handler of requests is given.
 *
 * @module
 */

import type { JsonObject } from "../../wire/message.ts";
import type { Received } from "../../wire/transport.ts";
import type { KernelState } from "../kernel_state.ts";

/** A request in the hands of its handler. */
export interface RequestContext {
  readonly received: Received;
  readonly content: JsonObject;
  readonly kernel: KernelState;
  /** Sends the reply. */
  reply(content: JsonObject): void;
}

/** Answers one type of request; busy and idle are sent around it. */
export type Handler = (context: RequestContext) => void | Promise<void>;
