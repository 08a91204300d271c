/**
 * A kernel in memory that does what a test tells it, for tests of clients.
 *
 * @module
 */

import {
  createMemoryConnection,
  type MemoryConnection,
} from "../../kernel/wire/memory_transport.ts";
import { createMessage, type MessageInit, type ParentHeader } from "../../kernel/wire/message.ts";
import type { Received } from "../../kernel/wire/transport.ts";
import { Inbox } from "./inbox.ts";

const KERNEL = { session: "kernel", username: "kernel" };

/** Everything it receives lies in `requests`; it answers only what the test says. */
export class ScriptedKernel implements AsyncDisposable {
  readonly requests: Inbox<Received> = new Inbox<Received>();
  readonly connect: MemoryConnection["connect"];
  readonly #connection: MemoryConnection = createMemoryConnection();

  constructor() {
    this.connect = this.#connection.connect;
    this.#connection.kernel.listen({ received: this.requests.put, subscribed: () => {} });
  }

  /** Waits for a request of a type. */
  take(msg_type: string): Promise<Received> {
    return this.requests.take(({ message }) => message.header.msg_type === msg_type);
  }

  /** Answers a request on its channel, or on stdin. */
  reply(
    request: Received,
    init: MessageInit,
    channel: Received["channel"] = request.channel,
  ): void {
    const message = createMessage(KERNEL, { parent: request.message.header, ...init });
    this.#connection.kernel.send(channel, request.identities, message);
  }

  /** Publishes for a request, or for nobody. */
  publish(parent: Received | undefined, msg_type: string, content: MessageInit["content"]): void {
    const header: ParentHeader = parent?.message.header ?? {};
    const message = createMessage(KERNEL, { msg_type, content, parent: header });
    this.#connection.kernel.publish(`kernel.${msg_type}`, message);
  }

  /** Publishes the idle status of a request. */
  idle(parent: Received): void {
    this.publish(parent, "status", { execution_state: "idle" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.kernel.close();
  }
}
