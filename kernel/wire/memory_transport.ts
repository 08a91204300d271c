/**
 * A connection inside one process: a kernel's end and any number of clients' ends, without
 * sockets.
 *
 * It behaves like sockets where that can be seen: delivery is asynchronous and in order, messages
 * wait for whoever has not begun to listen, and content is what JSON can hold. Buffers and clean
 * content pass by reference.
 *
 * @module
 */

import { cleanJson } from "./json.ts";
import type { Channel, Header, JsonObject, Message } from "./message.ts";
import { errorDetail, type ProblemLog, thinOut, type WireProblem } from "./problem.ts";
import type { ClientTransport, KernelHandler, KernelTransport } from "./transport.ts";

/** What may differ between clients. */
export interface MemoryClientOptions {
  /** Names this client; whoever had the name before is cut off. Default a fresh one. */
  readonly identity?: string;
  /** Prefixes of the iopub topics to hear; default all. */
  readonly topics?: readonly string[];
}

/** A kernel's end, and a way to make clients' ends. */
export interface MemoryConnection {
  readonly kernel: KernelTransport;
  /** Connects one more client. */
  connect(options?: MemoryClientOptions): ClientTransport;
}

/**
 * Makes a connection in memory.
 *
 * @param options `log` hears of handlers that throw, thinned out
 * @returns the kernel's end and `connect`
 * @example
 * ```ts
 * import { createMemoryConnection } from "./memory_transport.ts";
 * const { kernel, connect } = createMemoryConnection();
 * const client = connect();
 * kernel.listen({ received: () => {}, subscribed: (topic) => console.assert(topic === "") });
 * await client.close();
 * await kernel.close();
 * ```
 */
export function createMemoryConnection(
  options: { readonly log?: ProblemLog } = {},
): MemoryConnection {
  const kernel = new MemoryKernelTransport(thinOut(options.log ?? (() => {})));
  return { kernel, connect: (client) => kernel.connect(client ?? {}) };
}

class MemoryKernelTransport implements KernelTransport {
  readonly #report: (problem: WireProblem) => void;
  readonly #clients = new Map<string, MemoryClientTransport>();
  readonly #inbox: Mailbox<KernelHandler>;

  constructor(report: (problem: WireProblem) => void) {
    this.#report = report;
    this.#inbox = new Mailbox(report);
  }

  connect(options: MemoryClientOptions): ClientTransport {
    const identity = options.identity ?? crypto.randomUUID();
    const topics = options.topics ?? [""];
    const client = new MemoryClientTransport({
      topics,
      report: this.#report,
      send: (channel, message) => this.#receive(identity, channel, message),
      left: () => {
        if (this.#clients.get(identity) === client) this.#clients.delete(identity);
      },
    });
    this.#clients.set(identity, client);
    for (const topic of topics) {
      this.#inbox.put("iopub", (handler) => handler.subscribed(topic));
    }
    return client;
  }

  listen(handler: KernelHandler): void {
    this.#inbox.open(handler);
  }

  send(
    channel: "shell" | "control" | "stdin",
    identities: readonly Uint8Array[],
    message: Message,
  ): void {
    const [identity] = identities;
    if (identity === undefined) return;
    const client = this.#clients.get(new TextDecoder().decode(identity));
    client?.deliver(channel, cleaned(message));
    if (client !== undefined || channel !== "stdin") return;
    this.#inbox.put("stdin", (handler) => handler.undelivered?.(message));
  }

  publish(topic: string, message: Message): void {
    const clean = cleaned(message);
    for (const client of this.#clients.values()) {
      if (client.hears(topic)) client.deliver("iopub", clean);
    }
  }

  handOver(): void {
    // Nothing waits: clients have their messages already.
  }

  async close(): Promise<void> {
    this.#inbox.close();
    // What was sent is on its way already; it arrives before this resolves.
    await Promise.resolve();
  }

  #receive(identity: string, channel: "shell" | "control" | "stdin", message: Message): void {
    const identities = [new TextEncoder().encode(identity)];
    const clean = cleaned(message);
    this.#inbox.put(
      channel,
      (handler) => handler.received({ channel, identities, message: clean }),
    );
  }
}

type ClientHandler = (channel: Channel, message: Message) => void;

class MemoryClientTransport implements ClientTransport {
  readonly #topics: readonly string[];
  readonly #send: (channel: "shell" | "control" | "stdin", message: Message) => void;
  readonly #left: () => void;
  readonly #inbox: Mailbox<ClientHandler>;
  #closed = false;

  constructor(options: {
    readonly topics: readonly string[];
    readonly report: (problem: WireProblem) => void;
    readonly send: (channel: "shell" | "control" | "stdin", message: Message) => void;
    readonly left: () => void;
  }) {
    this.#topics = options.topics;
    this.#send = options.send;
    this.#left = options.left;
    this.#inbox = new Mailbox(options.report);
  }

  hears(topic: string): boolean {
    return this.#topics.some((prefix) => topic.startsWith(prefix));
  }

  deliver(channel: Channel, message: Message): void {
    this.#inbox.put(channel, (handler) => handler(channel, message));
  }

  listen(handler: ClientHandler): void {
    this.#inbox.open(handler);
  }

  send(channel: "shell" | "control" | "stdin", message: Message): void {
    if (!this.#closed) this.#send(channel, message);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#inbox.close();
    this.#left();
    return Promise.resolve();
  }
}

/** Deliveries in order, each in a microtask of its own, once there is a handler. */
class Mailbox<Handler> {
  readonly #report: (problem: WireProblem) => void;
  #waiting: (() => void)[] | undefined = [];
  #handler: Handler | undefined;
  #closed = false;

  constructor(report: (problem: WireProblem) => void) {
    this.#report = report;
  }

  open(handler: Handler): void {
    this.#handler = handler;
    for (const deliver of this.#waiting ?? []) queueMicrotask(deliver);
    this.#waiting = undefined;
  }

  put(channel: Channel, use: (handler: Handler) => void): void {
    const deliver = (): void => {
      if (this.#closed || this.#handler === undefined) return;
      try {
        use(this.#handler);
      } catch (error) {
        this.#report({ kind: "handler", channel, detail: errorDetail(error) });
      }
    };
    if (this.#waiting === undefined) queueMicrotask(deliver);
    else this.#waiting.push(deliver);
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }
}

function cleaned(message: Message): Message {
  const header = cleanJson(message.header) as Header;
  const parent_header = cleanJson(message.parent_header) as Header;
  const metadata = cleanJson(message.metadata) as JsonObject;
  const content = cleanJson(message.content) as JsonObject;
  return { header, parent_header, metadata, content, buffers: message.buffers };
}
