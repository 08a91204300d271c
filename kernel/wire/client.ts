/**
 * A client of a kernel, over any transport: what `run`, `repl` and the tests talk through.
 *
 * @module
 */

import { Exchange, type ExchangeOptions } from "./exchange.ts";
import {
  type Author,
  type Channel,
  createMessage,
  type JsonObject,
  type Message,
  type MessageInit,
} from "./message.ts";
import type { ClientTransport } from "./transport.ts";

/** What a cell asks of its user. */
export interface InputRequest {
  readonly prompt: string;
  readonly password: boolean;
}

/** How to execute, and who hears of what happens meanwhile. */
export interface ExecuteOptions {
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  readonly userExpressions?: Readonly<Record<string, string>>;
  readonly stopOnError?: boolean;
  readonly metadata?: JsonObject;
  /** Called for each iopub message of this request, in order: streams, displays, results, errors. */
  readonly onOutput?: (message: Message) => void;
  /** Answers input requests; without it `allow_stdin` is false. */
  readonly onInput?: (request: InputRequest) => Promise<string>;
}

/** What is left of a request when its reply and its idle status have both arrived. */
export interface Executed {
  readonly reply: Message;
  /** All iopub messages of the request except status. */
  readonly outputs: readonly Message[];
}

/** Requests of a client; each resolves with the reply's message. */
export interface KernelClient {
  /** Asks until the kernel answers and iopub is connected. */
  ready(): Promise<Message>;
  execute(code: string, options?: ExecuteOptions): Promise<Executed>;
  /** Any other request on shell or control: resolves with its reply. */
  request(channel: "shell" | "control", msg_type: string, content: JsonObject): Promise<Message>;
  /** Sends a message that has no reply, such as those of comms; returns what was sent. */
  send(channel: "shell" | "control" | "stdin", init: MessageInit): Message;
  /** Hears every iopub message, whoever caused it; returns a function that stops it. */
  onMessage(listener: (message: Message) => void): () => void;
  interrupt(): Promise<Message>;
  shutdown(options?: { readonly restart?: boolean }): Promise<Message>;
  /** Frees the connection; requests that still wait are rejected with a {@link ClientClosed}. */
  close(): Promise<void>;
}

/** What may differ between clients. */
export interface ClientOptions {
  /** Stands in the headers; default "modulab". */
  readonly username?: string;
  /** How long {@link KernelClient.ready} waits, in milliseconds; default 60,000. */
  readonly readyTimeout?: number;
}

/** Thrown into requests that still wait when their client is closed. */
export class ClientClosed extends Error {
  override readonly name = "ClientClosed";

  constructor() {
    super("Cannot wait for the kernel as this client has been closed");
  }
}

/** Thrown when a kernel does not answer in time. */
export class KernelNotReady extends Error {
  override readonly name = "KernelNotReady";

  constructor(milliseconds: number, missing: string) {
    super(
      `Cannot reach the kernel: ${missing} within ${milliseconds} ms; ` +
        `see whether it runs and whether its connection file is the right one`,
    );
  }
}

/** How long to wait before asking a kernel once more whether it is there, in milliseconds. */
const NUDGE_PAUSE = 75;

/**
 * A client of whichever kernel is at the other end.
 *
 * @param transport the client's end of a connection, not yet listened to; the client closes it
 * @param options a user name, and how patient to be
 * @returns the client, which listens from now on
 * @example
 * ```ts
 * import { connectClient } from "./client.ts";
 * import { createMemoryConnection } from "./memory_transport.ts";
 * const { connect } = createMemoryConnection();
 * const client = connectClient(connect());
 * await client.close();
 * ```
 */
export function connectClient(
  transport: ClientTransport,
  options: ClientOptions = {},
): KernelClient {
  return new WireClient(transport, options);
}

class WireClient implements KernelClient {
  readonly #transport: ClientTransport;
  readonly #author: Author;
  readonly #readyTimeout: number;
  readonly #exchanges = new Map<string, Exchange>();
  readonly #listeners = new Set<(message: Message) => void>();
  #closed = false;

  constructor(transport: ClientTransport, options: ClientOptions) {
    this.#transport = transport;
    this.#author = { session: crypto.randomUUID(), username: options.username ?? "modulab" };
    this.#readyTimeout = options.readyTimeout ?? 60_000;
    transport.listen((channel, message) => this.#received(channel, message));
  }

  async ready(): Promise<Message> {
    const published = Promise.withResolvers<void>();
    const replied = Promise.withResolvers<Message>();
    const late = Promise.withResolvers<never>();
    const stopListening = this.onMessage(() => published.resolve());
    // A kernel may start, or a subscription reach it, at any time: only asking again tells.
    const nudge = (): void => {
      this.request("shell", "kernel_info_request", {}).then(replied.resolve, late.reject);
    };
    let missing = "it did not answer";
    replied.promise.then(() => missing = "nothing came on iopub");
    const nudging = setInterval(nudge, NUDGE_PAUSE);
    const deadline = setTimeout(
      () => late.reject(new KernelNotReady(this.#readyTimeout, missing)),
      this.#readyTimeout,
    );
    try {
      nudge();
      const both = Promise.all([replied.promise, published.promise]);
      const [reply] = await Promise.race([both, late.promise]);
      return reply;
    } finally {
      clearInterval(nudging);
      clearTimeout(deadline);
      stopListening();
    }
  }

  execute(code: string, options: ExecuteOptions = {}): Promise<Executed> {
    const content = {
      code,
      silent: options.silent ?? false,
      store_history: options.storeHistory ?? !options.silent,
      user_expressions: options.userExpressions ?? {},
      allow_stdin: options.onInput !== undefined,
      stop_on_error: options.stopOnError ?? true,
    };
    const init = { msg_type: "execute_request", content, metadata: options.metadata ?? {} };
    const { onOutput, onInput } = options;
    return this.#exchange("shell", init, { untilIdle: true, onOutput, onInput });
  }

  async request(
    channel: "shell" | "control",
    msg_type: string,
    content: JsonObject,
  ): Promise<Message> {
    const { reply } = await this.#exchange(channel, { msg_type, content }, { untilIdle: false });
    return reply;
  }

  send(channel: "shell" | "control" | "stdin", init: MessageInit): Message {
    const message = createMessage(this.#author, init);
    this.#transport.send(channel, message);
    return message;
  }

  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  interrupt(): Promise<Message> {
    return this.request("control", "interrupt_request", {});
  }

  shutdown(options: { readonly restart?: boolean } = {}): Promise<Message> {
    return this.request("control", "shutdown_request", { restart: options.restart ?? false });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const exchange of this.#exchanges.values()) exchange.failed(new ClientClosed());
    this.#exchanges.clear();
    await this.#transport.close();
  }

  async #exchange(
    channel: "shell" | "control",
    init: MessageInit,
    options: ExchangeOptions,
  ): Promise<Executed> {
    if (this.#closed) throw new ClientClosed();
    const exchange = new Exchange(options);
    const message = createMessage(this.#author, init);
    this.#exchanges.set(message.header.msg_id, exchange);
    this.#transport.send(channel, message);
    try {
      return await exchange.done;
    } finally {
      this.#exchanges.delete(message.header.msg_id);
    }
  }

  #received(channel: Channel, message: Message): void {
    const parent = message.parent_header.msg_id;
    const exchange = parent === undefined ? undefined : this.#exchanges.get(parent);
    if (channel === "stdin") return void this.#answer(message, exchange);
    if (channel !== "iopub") return exchange?.replied(message);
    exchange?.published(message);
    for (const listener of this.#listeners) listener(message);
  }

  async #answer(request: Message, exchange: Exchange | undefined): Promise<void> {
    if (request.header.msg_type !== "input_request" || exchange === undefined) return;
    const prompt = String(request.content.prompt ?? "");
    const password = request.content.password === true;
    try {
      const value = await exchange.onInput?.({ prompt, password }) ?? "";
      const content = { status: "ok", value };
      this.send("stdin", { msg_type: "input_reply", content, parent: request.header });
    } catch {
      // Nobody will answer: the cell must not wait for ever.
      await this.interrupt().catch(() => {});
    }
  }
}
