/**
 * A client that hides nothing: every message it sends and hears, in order, for tests of protocol.
 *
 * @module
 */

import assert from "node:assert/strict";
import {
  type Channel,
  createMessage,
  type JsonObject,
  type Message,
  type MessageInit,
} from "../../kernel/wire/message.ts";
import type { ClientTransport } from "../../kernel/wire/transport.ts";

/** A message and where it came from. */
export interface Heard {
  readonly channel: Channel;
  readonly message: Message;
}

/** A request, its reply, and all that was published for it up to its idle status. */
export interface Answered {
  readonly request: Message;
  readonly reply: Message;
  readonly published: readonly Message[];
}

/** A request on its way. */
export interface Underway {
  readonly request: Message;
  readonly answered: Promise<Answered>;
}

/** Somebody who waits for a message. */
interface Waiter {
  readonly fits: Fits;
  readonly found: (message: Message) => void;
}

type Fits = (message: Message, channel: Channel) => boolean;

/** How long a test waits for something that should have come long before, in milliseconds. */
const PATIENCE = 30_000;

/** One client. */
export class Peer {
  readonly transport: ClientTransport;
  /** Everything, in order. */
  readonly heard: Heard[] = [];
  /** What was heard and nobody has waited for yet. */
  readonly unclaimed: Heard[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly author: { readonly session: string; readonly username: string };

  constructor(transport: ClientTransport, name = "tester") {
    this.transport = transport;
    this.author = { session: `${name} ${crypto.randomUUID()}`, username: name };
    transport.listen((channel, message) => this.#hear({ channel, message }));
  }

  /** Sends a message. */
  send(channel: "shell" | "control" | "stdin", init: MessageInit): Message {
    const message = createMessage(this.author, init);
    this.transport.send(channel, message);
    return message;
  }

  /** Sends a request; the promise waits for its reply and its idle status. */
  begin(channel: "shell" | "control", msg_type: string, content: JsonObject): Underway {
    const request = this.send(channel, { msg_type, content });
    const answered = this.#answered(channel, request);
    answered.catch(() => {}); // whoever awaits it hears; a test that failed before does not
    return { request, answered };
  }

  /** Sends a request and waits for its reply and its idle status. */
  ask(
    channel: "shell" | "control",
    msg_type: string,
    content: JsonObject = {},
  ): Promise<Answered> {
    return this.begin(channel, msg_type, content).answered;
  }

  /** Begins to execute a cell. */
  start(code: string, content: JsonObject = {}): Underway {
    return this.begin("shell", "execute_request", { code, ...content });
  }

  /** Executes a cell. */
  execute(code: string, content: JsonObject = {}): Promise<Answered> {
    return this.start(code, content).answered;
  }

  /** Waits for a message that fits; a message is found by one waiter only. */
  async hear(fits: Fits): Promise<Message> {
    const index = this.unclaimed.findIndex(({ message, channel }) => fits(message, channel));
    const [here] = index < 0 ? [] : this.unclaimed.splice(index, 1);
    if (here) return here.message;
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    const waiter = { fits, found: resolve };
    this.#waiters.add(waiter);
    const late = setTimeout(() => reject(new Error(this.#describe(fits))), PATIENCE);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      this.#waiters.delete(waiter);
    }
  }

  /** Waits until a request is idle, and gives what was published for it. */
  async idle(request: Message): Promise<readonly Message[]> {
    await this.hear((message, channel) => channel === "iopub" && isIdle(message, request));
    return this.publishedFor(request);
  }

  /** Waits until the last status that was heard is this one, whosever it is. */
  async lastStatus(state: "busy" | "idle"): Promise<void> {
    const isStatus = ({ header }: Message): boolean => header.msg_type === "status";
    for (;;) {
      const last = this.heard.findLast(({ message }) => isStatus(message));
      if (last?.message.content.execution_state === state) return;
      this.unclaimed.splice(0);
      await this.hear(isStatus);
    }
  }

  /** What was published for a request so far. */
  publishedFor(request: Message): readonly Message[] {
    return this.heard
      .filter(({ channel, message }) => channel === "iopub" && isFor(message, request))
      .map(({ message }) => message);
  }

  #hear(heard: Heard): void {
    this.heard.push(heard);
    for (const waiter of this.#waiters) {
      if (!waiter.fits(heard.message, heard.channel)) continue;
      this.#waiters.delete(waiter);
      return waiter.found(heard.message);
    }
    this.unclaimed.push(heard);
  }

  #describe(fits: Fits): string {
    const last = this.heard.slice(-20).map(({ channel, message: { header, content } }) =>
      `${channel} ${header.msg_type} ${JSON.stringify(content).slice(0, 200)}`
    );
    return `Cannot find a message that fits ${fits}; the last ones were:\n${last.join("\n")}`;
  }

  async #answered(channel: Channel, request: Message): Promise<Answered> {
    const [reply] = await Promise.all([
      this.hear((message, on) => on === channel && isFor(message, request)),
      this.hear((message, on) => on === "iopub" && isIdle(message, request)),
    ]);
    return { request, reply, published: this.publishedFor(request) };
  }
}

function isFor(message: Message, request: Message): boolean {
  return message.parent_header.msg_id === request.header.msg_id;
}

function isIdle(message: Message, request: Message): boolean {
  return isFor(message, request) && message.content.execution_state === "idle";
}

/**
 * Names messages by type; status by its state, streams with their name.
 *
 * @param messages published messages
 * @returns such as `busy execute_input stdout idle`
 * @example
 * ```ts
 * import { order } from "./peer.ts";
 * console.assert(order([]) === "");
 * ```
 */
export function order(messages: readonly Message[]): string {
  return messages.map(({ header, content }) => {
    if (header.msg_type === "status") return content.execution_state;
    return header.msg_type === "stream" ? content.name : header.msg_type;
  }).join(" ");
}

/**
 * The text of a stream among messages.
 *
 * @param messages published messages
 * @param name which stream
 * @returns all its text
 * @example
 * ```ts
 * import { streamText } from "./peer.ts";
 * console.assert(streamText([], "stdout") === "");
 * ```
 */
export function streamText(messages: readonly Message[], name: "stdout" | "stderr"): string {
  return messages
    .filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
    .map(({ content }) => content.text).join("");
}

/**
 * The one message of a type.
 *
 * @param messages published messages
 * @param msg_type its type
 * @returns the message
 * @throws AssertionError if there is none, or more than one
 * @example
 * ```ts
 * import { createMessage } from "../../kernel/wire/message.ts";
 * import { only } from "./peer.ts";
 * const message = createMessage({ session: "s", username: "u" }, { msg_type: "a", content: {} });
 * console.assert(only([message], "a") === message);
 * ```
 */
export function only(messages: readonly Message[], msg_type: string): Message {
  const found = messages.filter(({ header }) => header.msg_type === msg_type);
  assert.equal(found.length, 1, `${found.length} messages of type ${msg_type}: ${order(messages)}`);
  return found[0] ?? assert.fail();
}
