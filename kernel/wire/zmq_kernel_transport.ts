/**
 * The kernel's end of a connection over libzmq: ROUTER for shell, control and stdin, XPUB for
 * iopub, and a heartbeat that echoes on a thread of its own.
 *
 * @module
 */

import { bindEndpoint, type Connection, type SocketName } from "./connection.ts";
import { systemDescriptors } from "./descriptors.ts";
import { type Checks, decodeFrames, encodeFrames } from "./frames.ts";
import type { Channel, Message } from "./message.ts";
import { Poller, type PollerOptions } from "./poller.ts";
import { errorDetail, type ProblemLog, thinOut, type WireProblem } from "./problem.ts";
import { ReplayGuard } from "./replay.ts";
import { createSigner } from "./sign.ts";
import { type SlowClientLimits, SlowClients } from "./slow_clients.ts";
import type { KernelHandler, KernelTransport } from "./transport.ts";
import { ZmqContext, ZmqError, type ZmqSocket } from "./zmq.ts";
import { ERRNO } from "./zmq_symbols.ts";

const ENCODER = new TextEncoder();

/** How long closed sockets go on sending, in milliseconds. */
const LINGER = 1000;

/** What a client may leave unread, if nothing else is asked for. */
const LIMITS: SlowClientLimits = {
  stallTimeout: 300_000,
  mostUnread: 512 * 2 ** 20,
  mostMemory: 2048 * 2 ** 20,
};

/** How long to wait between two tries to bind, in milliseconds. */
const BIND_PAUSE = 50;

/** How long to wait between two tries to reach a client, in milliseconds. */
const ROUTE_PAUSE = 20;

/** What may differ between kernel transports. */
export interface ZmqKernelOptions {
  /** Hears of dropped messages, thinned out; default nobody. */
  readonly log?: ProblemLog;
  /** How long ports may stay in use, as when a kernel restarts; default 2000 milliseconds. */
  readonly bindTimeout?: number;
  /** How long a question waits for a client that has yet to connect; default 2000 milliseconds. */
  readonly routeTimeout?: number;
  /**
   * How much clients may leave unread; by default one is cut off that reads nothing for five minutes, or
   * for ten seconds with 512 MiB unread, and one that reads too slowly while this process has 2 GiB.
   */
  readonly limits?: Partial<SlowClientLimits>;
  /** How to wait for messages. */
  readonly wait?: PollerOptions["wait"];
}

/** Thrown when a socket cannot be bound. */
export class BindError extends Error {
  override readonly name = "BindError";
  readonly endpoint: string;

  constructor(endpoint: string, name: SocketName, cause: ZmqError) {
    const advice = cause.code === ERRNO.EADDRINUSE
      ? "stop the program that uses this address, or choose another in the connection file"
      : "choose another address in the connection file";
    super(`Cannot listen for ${name} messages: ${cause.message}; ${advice}`, { cause });
    this.endpoint = endpoint;
  }
}

/**
 * Binds the sockets of a kernel.
 *
 * @param connection where; tcp ports that are 0 are chosen by the system
 * @param options a log, and how to wait
 * @returns the transport, not yet listening; `connection` of it states the ports
 * @throws {BindError} when an address cannot be had
 * @throws {LibraryError} when libzmq cannot be opened
 * @example
 * ```ts
 * import { createConnection } from "./connection.ts";
 * import { bindZmqKernel } from "./zmq_kernel_transport.ts";
 * const transport = await bindZmqKernel(createConnection());
 * console.assert(transport.connection.ports.shell > 0);
 * await transport.close();
 * ```
 */
export async function bindZmqKernel(
  connection: Connection,
  options: ZmqKernelOptions = {},
): Promise<ZmqKernelTransport> {
  const context = new ZmqContext();
  try {
    const sockets = createSockets(context, connection);
    // Before anybody can connect, as a monitor tells only of what happens from then on.
    const monitors = byChannel((channel) => context.monitor(sockets[channel]));
    const deadline = performance.now() + (options.bindTimeout ?? 2000);
    const ports = { ...connection.ports };
    for (const [name, socket] of Object.entries(sockets) as [SocketName, ZmqSocket][]) {
      await bind(socket, { connection, name, deadline });
      if (connection.transport === "tcp") ports[name] = Number(/\d+$/.exec(socket.endpoint())?.[0]);
    }
    return new ZmqKernelTransport(context, sockets, { ...options, connection, ports, monitors });
  } catch (error) {
    await context.close();
    throw error;
  }
}

type Sockets = Readonly<Record<SocketName, ZmqSocket>>;

type ByChannel<T> = Readonly<Record<Channel, T>>;

const CHANNELS: readonly Channel[] = ["control", "stdin", "iopub", "shell"];

function byChannel<T>(make: (channel: Channel) => T): ByChannel<T> {
  return {
    control: make("control"),
    stdin: make("stdin"),
    iopub: make("iopub"),
    shell: make("shell"),
  };
}

function createSockets(context: ZmqContext, connection: Connection): Sockets {
  const ipv6 = connection.ip.includes(":") && connection.transport === "tcp" ? 1 : 0;
  const common = {
    linger: LINGER,
    // Without limits nothing is lost: a dropped reply or idle status hangs a client for good. What
    // waits for those who do not read is bounded by `slow_clients.ts`.
    sendHighWater: 0,
    receiveHighWater: 0,
    ipv6,
  };
  const router = { ...common, routerHandover: 1 };
  return {
    shell: context.socket("router", router),
    iopub: context.socket("xpub", { ...common, xpubVerbose: 1 }),
    // A client that has just connected may be asked before this one of its sockets is there.
    stdin: context.socket("router", { ...router, routerMandatory: 1 }),
    control: context.socket("router", router),
    hb: context.socket("router", { linger: 0, routerHandover: 1, ipv6 }),
  };
}

async function bind(
  socket: ZmqSocket,
  { connection, name, deadline }: {
    readonly connection: Connection;
    readonly name: SocketName;
    readonly deadline: number;
  },
): Promise<void> {
  const endpoint = bindEndpoint(connection, name);
  for (;;) {
    try {
      return socket.bind(endpoint);
    } catch (error) {
      if (!(error instanceof ZmqError)) throw error;
      if (error.code !== ERRNO.EADDRINUSE || performance.now() >= deadline) {
        throw new BindError(endpoint, name, error);
      }
    }
    await new Promise((resolve) => void setTimeout(resolve, BIND_PAUSE));
  }
}

/** A message on its way out, behind the frames that route it. */
interface Outgoing {
  readonly channel: Channel;
  readonly prefix: readonly Uint8Array[];
  readonly message: Message;
  /** When to give up a client that cannot be reached; by default after the timeout from now. */
  readonly deadline?: number;
}

/** Bound sockets of a kernel; made by {@link bindZmqKernel}. */
export class ZmqKernelTransport implements KernelTransport {
  /** Where the sockets are bound, with the ports that the system chose. */
  readonly connection: Connection;
  readonly #context: ZmqContext;
  readonly #sockets: Sockets;
  readonly #checks: Checks;
  readonly #report: (problem: WireProblem) => void;
  readonly #poller: Poller;
  readonly #slowClients: ByChannel<SlowClients>;
  readonly #heartbeat: Promise<number>;
  readonly #routeTimeout: number;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #handler: KernelHandler | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    context: ZmqContext,
    sockets: Sockets,
    options: ZmqKernelOptions & {
      readonly connection: Connection;
      readonly ports: Connection["ports"];
      readonly monitors: ByChannel<ZmqSocket>;
    },
  ) {
    this.connection = { ...options.connection, ports: options.ports };
    this.#routeTimeout = options.routeTimeout ?? 2000;
    this.#context = context;
    this.#sockets = sockets;
    this.#checks = { signer: createSigner(this.connection.key), replay: new ReplayGuard() };
    this.#report = thinOut(options.log ?? (() => {}));
    const descriptors = systemDescriptors(context.library);
    this.#slowClients = byChannel((channel) =>
      new SlowClients({
        ...LIMITS,
        ...options.limits,
        descriptors,
        cutOff: (detail) => this.#lost(channel, detail),
      })
    );
    this.#poller = new Poller(context, [
      { socket: sockets.control, received: (frames) => this.#received("control", frames) },
      { socket: sockets.stdin, received: (frames) => this.#received("stdin", frames) },
      { socket: sockets.iopub, received: (frames) => this.#subscription(frames) },
      { socket: sockets.shell, received: (frames) => this.#received("shell", frames) },
      ...CHANNELS.map((channel) => ({
        socket: options.monitors[channel],
        received: (frames: readonly Uint8Array[]) => this.#slowClients[channel].monitored(frames),
      })),
    ], {
      wait: options.wait,
      failed: (error) => this.#report({ kind: "socket", detail: errorDetail(error) }),
    });
    // A proxy from a socket to itself echoes whatever this process is busy with.
    const { handle } = sockets.hb;
    this.#heartbeat = context.library.symbols.zmq_proxy(handle, handle, null);
  }

  listen(handler: KernelHandler): void {
    this.#handler = handler;
    this.#poller.start();
  }

  send(
    channel: "shell" | "control" | "stdin",
    identities: readonly Uint8Array[],
    message: Message,
  ): void {
    this.#send({ channel, prefix: identities, message });
  }

  publish(topic: string, message: Message): void {
    this.#send({ channel: "iopub", prefix: [ENCODER.encode(topic)], message });
  }

  handOver(): void {
    this.#context.handOver();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const channel of CHANNELS) this.#slowClients[channel].close();
    await this.#poller.stop();
    const { hb, ...others } = this.#sockets;
    for (const socket of Object.values(others)) socket.close();
    this.#context.shutdown();
    await this.#heartbeat;
    hb.close();
    await this.#context.close();
  }

  /**
   * At once: a client takes longer over each message than a short cell takes to run, so what comes
   * first has to leave early.
   */
  #send(outgoing: Outgoing): void {
    const { channel, prefix, message } = outgoing;
    try {
      const frames = [...prefix, ...encodeFrames(message, this.#checks.signer)];
      this.#slowClients[channel].sent(frames.reduce((sum, { length }) => sum + length, 0));
      if (!this.#sockets[channel].send(frames)) {
        this.#report({ kind: "unsent", channel, detail: "the socket is closed or takes no more" });
      }
    } catch (error) {
      const unreachable = isUnreachable(error);
      if (!unreachable || !this.#sendLater(outgoing)) {
        this.#report({ kind: "unsent", channel, detail: errorDetail(error) });
        if (unreachable) this.#handle(channel, (handler) => handler.undelivered?.(message));
      }
    }
    this.#poller.touch(this.#sockets[channel]);
  }

  /** Tries again soon; false when that was done for long enough. */
  #sendLater(outgoing: Outgoing): boolean {
    const { deadline = performance.now() + this.#routeTimeout } = outgoing;
    if (performance.now() >= deadline || this.#closing !== undefined) return false;
    this.#later(ROUTE_PAUSE, () => this.#send({ ...outgoing, deadline }));
    return true;
  }

  /** A client was cut off: its queue is freed once it has lingered. */
  #lost(channel: Channel, detail: string): void {
    this.#report({ kind: "cut-off", channel, detail });
    this.#later(2 * LINGER, () => void this.#context.returnMemory());
  }

  /** Does something unless the transport is closed before. */
  #later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #received(channel: "shell" | "control" | "stdin", frames: readonly Uint8Array[]): void {
    const decoded = decodeFrames(frames, this.#checks);
    if (!decoded.ok) return this.#report({ ...decoded.problem, channel });
    const { identities, message } = decoded;
    this.#handle(channel, (handler) => handler.received({ channel, identities, message }));
  }

  #subscription([frame]: readonly Uint8Array[]): void {
    // 1 subscribes, 0 unsubscribes; a subscriber may send other frames, which mean nothing here.
    if (frame?.[0] !== 1) return;
    const topic = new TextDecoder().decode(frame.subarray(1));
    this.#handle("iopub", (handler) => handler.subscribed(topic));
  }

  #handle(channel: Channel, use: (handler: KernelHandler) => void): void {
    try {
      if (this.#handler !== undefined) use(this.#handler);
    } catch (error) {
      this.#report({ kind: "handler", channel, detail: errorDetail(error) });
    }
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ZmqError && error.code === ERRNO.EHOSTUNREACH;
}
