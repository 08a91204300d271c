/**
 * What the kernel says: replies on shell and control, everything else on iopub, in call order.
 *
 * @module
 */

import { type Author, createMessage, type Json, type JsonObject } from "../wire/message.ts";
import type { ParentHeader } from "../wire/message.ts";
import type { KernelTransport, Received } from "../wire/transport.ts";

/** What a message states of itself. */
export interface Outgoing {
  readonly msg_type: string;
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** Sends messages in the name of one kernel. */
export class Publisher {
  readonly #transport: KernelTransport;
  readonly #author: Author;

  /**
   * @param transport carries the messages
   * @param author states who sent them
   */
  constructor(transport: KernelTransport, author: Author) {
    this.#transport = transport;
    this.#author = author;
  }

  /** Publishes on iopub, as a consequence of a request. */
  publish(parent: ParentHeader, outgoing: Outgoing): void {
    const message = createMessage(this.#author, { ...outgoing, parent });
    this.#transport.publish(`kernel.${this.#author.session}.${outgoing.msg_type}`, message);
  }

  /** Says whether the kernel is at work for a request. */
  status(parent: ParentHeader, execution_state: "starting" | "busy" | "idle"): void {
    this.publish(parent, { msg_type: "status", content: { execution_state } });
  }

  /** Lets clients have what was published before the kernel goes on. */
  handOver(): void {
    this.#transport.handOver();
  }

  /** Greets a new subscriber; the topic stands where it is filtered by. */
  welcome(topic: string): void {
    const init = { msg_type: "iopub_welcome", content: { subscription: topic } };
    this.#transport.publish(topic, createMessage(this.#author, init));
  }

  /** Answers a request on the channel on which it came. */
  reply(request: Received, content: JsonObject): void {
    const { channel, identities, message } = request;
    const msg_type = message.header.msg_type.replace(/_request$/, "_reply");
    const init = { msg_type, content, parent: message.header };
    this.#transport.send(channel, identities, createMessage(this.#author, init));
  }

  /** Asks the client that sent a request; returns the id of the question. */
  ask(request: Received, content: { readonly prompt: string; readonly password: boolean }): string {
    const init = {
      msg_type: "input_request",
      content: { ...content },
      parent: request.message.header,
    };
    const message = createMessage(this.#author, init);
    this.#transport.send("stdin", request.identities, message);
    return message.header.msg_id;
  }
}

/**
 * States that a value is JSON: bundles are cleaned where they are made.
 *
 * @param value a cleaned value
 * @returns the same value
 */
export function asJson<T extends Json>(value: unknown): T {
  return value as T;
}
