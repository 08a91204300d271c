/**
 * A kernel's end of a connection that keeps what it is given, for tests of what a kernel says.
 *
 * @module
 */

import { createMessage, type JsonObject, type Message } from "../../kernel/wire/message.ts";
import type { KernelHandler, KernelTransport, Received } from "../../kernel/wire/transport.ts";

/** A message that was sent to one client. */
export interface Sent {
  readonly channel: "shell" | "control" | "stdin";
  readonly identities: readonly Uint8Array[];
  readonly message: Message;
}

/** A message that was published. */
export interface Published {
  readonly topic: string;
  readonly message: Message;
}

/** Keeps everything; delivers nothing. */
export class RecordingTransport implements KernelTransport {
  readonly sent: Sent[] = [];
  readonly published: Published[] = [];

  listen(_handler: KernelHandler): void {}

  send(channel: Sent["channel"], identities: readonly Uint8Array[], message: Message): void {
    this.sent.push({ channel, identities, message });
  }

  publish(topic: string, message: Message): void {
    this.published.push({ topic, message });
  }

  handOver(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Makes a request as it arrives from a client.
 *
 * @param msg_type its type
 * @param content its content
 * @returns the request, on the shell channel
 * @example
 * ```ts
 * import { requestOf } from "./recording_transport.ts";
 * console.assert(requestOf("execute_request").channel === "shell");
 * ```
 */
export function requestOf(msg_type: string, content: JsonObject = {}): Received {
  const client = { session: "client", username: "tester" };
  return {
    channel: "shell",
    identities: [new TextEncoder().encode("client")],
    message: createMessage(client, { msg_type, content }),
  };
}
