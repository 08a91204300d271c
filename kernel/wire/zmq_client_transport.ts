/**
 * A client's end of a connection over libzmq: DEALER for shell, control and stdin, SUB for iopub.
 *
 * @module
 */

import { connectEndpoint, type Connection } from "./connection.ts";
import { type Checks, decodeFrames, encodeFrames } from "./frames.ts";
import type { Channel, Message } from "./message.ts";
import { Poller, type PollerOptions } from "./poller.ts";
import { errorDetail, type ProblemLog, thinOut, type WireProblem } from "./problem.ts";
import { ReplayGuard } from "./replay.ts";
import { createSigner } from "./sign.ts";
import type { ClientTransport } from "./transport.ts";
import { ZmqContext, type ZmqSocket } from "./zmq.ts";

/** How long closed sockets go on sending, in milliseconds. */
const LINGER = 1000;

/** What may differ between client transports. */
export interface ZmqClientOptions {
  /** Hears of dropped messages, thinned out; default nobody. */
  readonly log?: ProblemLog;
  /** Names this client to the kernel, on all channels; default a fresh one. */
  readonly identity?: string;
  /** Prefixes of the iopub topics to hear; default all. */
  readonly topics?: readonly string[];
  /** How to wait for messages. */
  readonly wait?: PollerOptions["wait"];
}

/**
 * Connects to a kernel, which may be started later.
 *
 * @param connection where the kernel listens
 * @param options a log, an identity, topics
 * @returns the transport, not yet listening
 * @throws {LibraryError} when libzmq cannot be opened
 * @throws {ZmqError} when an address is badly written
 * @example
 * ```ts
 * import { createConnection, reservePorts } from "./connection.ts";
 * import { connectZmqClient } from "./zmq_client_transport.ts";
 * const transport = connectZmqClient(reservePorts(createConnection()));
 * transport.listen((channel, message) => console.log(channel, message.header.msg_type));
 * await transport.close();
 * ```
 */
export function connectZmqClient(
  connection: Connection,
  options: ZmqClientOptions = {},
): ClientTransport {
  return new ZmqClientTransport(connection, options);
}

class ZmqClientTransport implements ClientTransport {
  readonly #context: ZmqContext;
  readonly #sockets: Readonly<Record<Channel, ZmqSocket>>;
  readonly #checks: Checks;
  readonly #report: (problem: WireProblem) => void;
  readonly #poller: Poller;
  #handler: ((channel: Channel, message: Message) => void) | undefined;
  #closing: Promise<void> | undefined;

  constructor(connection: Connection, options: ZmqClientOptions) {
    this.#context = new ZmqContext();
    this.#report = thinOut(options.log ?? (() => {}));
    this.#checks = { signer: createSigner(connection.key), replay: new ReplayGuard() };
    const ipv6 = connection.ip.includes(":") && connection.transport === "tcp" ? 1 : 0;
    const common = { linger: LINGER, sendHighWater: 0, receiveHighWater: 0, ipv6 };
    // One identity on all channels: the kernel answers prompts by the identity of the request.
    const dealer = { ...common, routingId: options.identity ?? crypto.randomUUID() };
    this.#sockets = {
      // Its only outgoing messages are subscriptions, queued anew when a kernel has gone.
      iopub: this.#context.socket("sub", { ...common, linger: 0 }),
      shell: this.#context.socket("dealer", dealer),
      control: this.#context.socket("dealer", dealer),
      stdin: this.#context.socket("dealer", dealer),
    };
    for (const topic of options.topics ?? [""]) this.#sockets.iopub.set("subscribe", topic);
    for (const [channel, socket] of this.#entries()) {
      socket.connect(connectEndpoint(connection, channel));
    }
    const served = this.#entries().map(([channel, socket]) => ({
      socket,
      received: (frames: readonly Uint8Array[]) => this.#received(channel, frames),
    }));
    this.#poller = new Poller(this.#context, served, {
      wait: options.wait,
      failed: (error) => this.#report({ kind: "socket", detail: errorDetail(error) }),
    });
  }

  listen(handler: (channel: Channel, message: Message) => void): void {
    this.#handler = handler;
    this.#poller.start();
  }

  send(channel: "shell" | "control" | "stdin", message: Message): void {
    try {
      if (!this.#sockets[channel].send(encodeFrames(message, this.#checks.signer))) {
        this.#report({ kind: "unsent", channel, detail: "the socket is closed or takes no more" });
      }
    } catch (error) {
      this.#report({ kind: "unsent", channel, detail: errorDetail(error) });
    }
    this.#poller.touch(this.#sockets[channel]);
  }

  close(): Promise<void> {
    this.#closing ??= this.#poller.stop().then(() => this.#context.close());
    return this.#closing;
  }

  #entries(): [Channel, ZmqSocket][] {
    return Object.entries(this.#sockets) as [Channel, ZmqSocket][];
  }

  #received(channel: Channel, frames: readonly Uint8Array[]): void {
    const decoded = decodeFrames(frames, this.#checks);
    if (!decoded.ok) return this.#report({ ...decoded.problem, channel });
    try {
      this.#handler?.(channel, decoded.message);
    } catch (error) {
      this.#report({ kind: "handler", channel, detail: errorDetail(error) });
    }
  }
}
