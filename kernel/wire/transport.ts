/**
 * The two seams between messages and what carries them: the kernel's end and a client's end.
 *
 * @module
 */

import type { Channel, Message } from "./message.ts";

/** A request as it arrived: the message, its channel and the way back to its sender. */
export interface Received {
  readonly channel: "shell" | "control" | "stdin";
  /** All frames before the delimiter, to be echoed unchanged in replies. */
  readonly identities: readonly Uint8Array[];
  readonly message: Message;
}

/** What the kernel does with what arrives. Handlers must not throw; a transport logs it if they do. */
export interface KernelHandler {
  /** Called for every authentic, well-formed message, in arrival order per channel. */
  received(request: Received): void;
  /** Called for each new subscription on iopub; the topic is a prefix, "" for everything. */
  subscribed(topic: string): void;
  /** Called for a question that its client could not be reached with; it will never be answered. */
  undelivered?(question: Message): void;
}

/** The kernel's end of a connection. */
export interface KernelTransport {
  /** Starts delivering messages. May be called once. */
  listen(handler: KernelHandler): void;
  /** Sends a reply, or an input request, to one client. Never blocks, never throws on a lost client. */
  send(
    channel: "shell" | "control" | "stdin",
    identities: readonly Uint8Array[],
    message: Message,
  ): void;
  /** Publishes on iopub, in call order. */
  publish(topic: string, message: Message): void;
  /** Lets what was sent leave before the caller goes on, where a thread of its own carries it. */
  handOver(): void;
  /** Flushes what was sent (at most a second), then frees sockets. */
  close(): Promise<void>;
}

/** A client's end of a connection. */
export interface ClientTransport {
  /** Starts delivering messages. May be called once. */
  listen(handler: (channel: Channel, message: Message) => void): void;
  send(channel: "shell" | "control" | "stdin", message: Message): void;
  close(): Promise<void>;
}
