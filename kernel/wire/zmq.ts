/**
 * Contexts and sockets of libzmq, as thin as the C interface allows.
 *
 * All methods but {@link ZmqContext.close} return at once. A socket is touched by the thread of
 * its event loop only.
 *
 * @module
 */

import { openLibrary } from "./library.ts";
import {
  ERRNO,
  FLAG,
  MESSAGE_BYTES,
  MONITOR_EVENT,
  OPTION,
  POLL_IN,
  SOCKET_KIND,
  type SocketKind,
  type ZmqLibrary,
} from "./zmq_symbols.ts";

/** Thrown when libzmq refuses a call; `code` is the system's error number. */
export class ZmqError extends Error {
  override readonly name = "ZmqError";
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** Options of a new socket; each is set before it binds or connects. */
export type SocketOptions = Partial<Record<keyof typeof OPTION, number | string | Uint8Array>>;

/** A context: the library, its background thread and the sockets on it. */
export class ZmqContext {
  readonly #library: ZmqLibrary;
  readonly #handle: Deno.PointerValue;
  readonly #sockets = new Set<ZmqSocket>();
  #monitors = 0;

  /**
   * @param library the opened library; the context closes it when it ends
   */
  constructor(library: ZmqLibrary = openLibrary()) {
    this.#library = library;
    this.#handle = library.symbols.zmq_ctx_new();
  }

  /** The library's functions, for calls that take several sockets. */
  get library(): ZmqLibrary {
    return this.#library;
  }

  /**
   * Makes a socket.
   *
   * @param kind what it is for
   * @param options options set before anything else
   * @returns the socket, neither bound nor connected
   * @throws {ZmqError} when the limit of sockets or files is reached, or an option is refused
   */
  socket(kind: SocketKind, options: SocketOptions = {}): ZmqSocket {
    const handle = this.#library.symbols.zmq_socket(this.#handle, SOCKET_KIND[kind]);
    if (handle === null) throw lastError(this.#library, `Cannot make a ${kind} socket`);
    const socket = new ZmqSocket(this.#library, handle, kind);
    this.#sockets.add(socket);
    for (const [name, value] of Object.entries(options)) {
      socket.set(name as keyof typeof OPTION, value);
    }
    return socket;
  }

  /**
   * Makes a socket that tells which connections of another one come and go.
   *
   * @param watched a bound socket
   * @returns a socket to receive events from, as `zmq_socket_monitor` describes them
   * @throws {ZmqError} when libzmq cannot watch the socket
   */
  monitor(watched: ZmqSocket): ZmqSocket {
    const endpoint = `inproc://monitor-${this.#monitors++}`;
    const events = Object.values(MONITOR_EVENT).reduce((all, event) => all | event, 0);
    const { zmq_socket_monitor } = this.#library.symbols;
    if (zmq_socket_monitor(watched.handle, cString(endpoint), events) !== 0) {
      throw lastError(this.#library, `Cannot watch a ${watched.kind} socket`);
    }
    // libzmq's thread waits while this socket takes no more, so it takes any number.
    const monitor = this.socket("pair", { linger: 0, receiveHighWater: 0 });
    monitor.connect(endpoint);
    return monitor;
  }

  /**
   * Lets libzmq's thread send what was queued: where processors are few, it waits for the one that this
   * thread runs on.
   */
  handOver(): void {
    this.#library.symbols.sched_yield?.();
  }

  /**
   * Gives memory that libzmq has freed back to the system, which glibc would keep for later: half a
   * gigabyte of a long queue.
   */
  async returnMemory(): Promise<void> {
    await this.#library.symbols.malloc_trim?.(0n);
  }

  /** Makes every call that still waits inside libzmq return, such as a proxy. */
  shutdown(): void {
    this.#library.symbols.zmq_ctx_shutdown(this.#handle);
  }

  /** Closes all sockets, sends what their linger time allows, and frees the library. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    while (await this.#library.symbols.zmq_ctx_term(this.#handle) !== 0) {
      // Only a signal interrupts the call, and it must be repeated then.
    }
    this.#library.close();
  }
}

/** One socket. Never blocks. */
export class ZmqSocket {
  readonly kind: SocketKind;
  readonly #library: ZmqLibrary;
  readonly #handle: Deno.PointerObject;
  // Small typed arrays may live on V8's heap and move; libzmq keeps short messages inside.
  readonly #message: Uint8Array<ArrayBuffer> = new Uint8Array(new ArrayBuffer(MESSAGE_BYTES));
  readonly #number = new Int32Array(new ArrayBuffer(8));
  readonly #length = new BigUint64Array(new ArrayBuffer(8));
  #closed = false;

  constructor(library: ZmqLibrary, handle: Deno.PointerObject, kind: SocketKind) {
    this.#library = library;
    this.#handle = handle;
    this.kind = kind;
  }

  /** The C pointer, for calls that take several sockets. */
  get handle(): Deno.PointerObject {
    return this.#handle;
  }

  /**
   * Binds to an endpoint, such as `tcp://127.0.0.1:*`.
   *
   * @param endpoint where to listen; `*` as port lets the system choose
   * @throws {ZmqError} when the address is in use, unknown or badly written
   */
  bind(endpoint: string): void {
    const { zmq_bind } = this.#library.symbols;
    const bind = (): number => zmq_bind(this.#handle, cString(endpoint));
    if (!this.#done(bind)) throw lastError(this.#library, `Cannot bind to ${endpoint}`);
  }

  /**
   * Connects to an endpoint, now or as soon as somebody listens there.
   *
   * @param endpoint where to connect to
   * @throws {ZmqError} when the address is badly written
   */
  connect(endpoint: string): void {
    const { zmq_connect } = this.#library.symbols;
    const connect = (): number => zmq_connect(this.#handle, cString(endpoint));
    if (!this.#done(connect)) throw lastError(this.#library, `Cannot connect to ${endpoint}`);
  }

  /**
   * Sets an option.
   *
   * @param option its name
   * @param value a 32-bit integer, or the bytes or the text of an option that takes those
   * @throws {ZmqError} when libzmq refuses the value
   */
  set(option: keyof typeof OPTION, value: number | string | Uint8Array): void {
    const bytes = typeof value === "number"
      ? new Uint8Array(Int32Array.of(value).buffer)
      : typeof value === "string"
      ? new TextEncoder().encode(value)
      : new Uint8Array(value);
    const { zmq_setsockopt } = this.#library.symbols;
    const size = BigInt(bytes.length);
    if (!this.#done(() => zmq_setsockopt(this.#handle, OPTION[option], bytes, size))) {
      throw lastError(this.#library, `Cannot set ${option} of a ${this.kind} socket`);
    }
  }

  /**
   * The endpoint the socket was last bound to, with the port that the system chose.
   *
   * @returns such as `tcp://127.0.0.1:41237`
   */
  endpoint(): string {
    const bytes = new Uint8Array(new ArrayBuffer(1024));
    this.#length[0] = BigInt(bytes.length);
    this.#get(OPTION.lastEndpoint, bytes);
    // The length counts the final zero of the C string.
    return new TextDecoder().decode(bytes.subarray(0, Number(this.#length[0]) - 1));
  }

  /**
   * The file descriptor that becomes readable when the socket's state may have changed.
   *
   * @returns the number that the system's `poll` takes
   */
  fileDescriptor(): number {
    this.#length[0] = Deno.build.os === "windows" ? 8n : 4n;
    this.#get(OPTION.fd, this.#number);
    return this.#number[0] ?? -1;
  }

  /**
   * Whether a message can be received now. Reading this also re-arms the file descriptor.
   *
   * @returns false for a closed socket, too
   */
  readable(): boolean {
    if (this.#closed) return false;
    this.#length[0] = 4n;
    this.#get(OPTION.events, this.#number);
    return ((this.#number[0] ?? 0) & POLL_IN) !== 0;
  }

  /**
   * Takes the next message.
   *
   * @returns its frames, each a copy of its own; `undefined` when none waits
   * @throws {ZmqError} when libzmq fails otherwise
   */
  receive(): Uint8Array<ArrayBuffer>[] | undefined {
    if (this.#closed) return undefined;
    const zmq = this.#library.symbols;
    const frames: Uint8Array<ArrayBuffer>[] = [];
    zmq.zmq_msg_init(this.#message);
    for (;;) {
      if (zmq.zmq_msg_recv(this.#message, this.#handle, FLAG.dontWait) < 0) {
        const code = zmq.zmq_errno();
        if (code === ERRNO.EINTR) continue;
        if (code === ERRNO.EAGAIN) return undefined;
        zmq.zmq_msg_close(this.#message);
        throw lastError(this.#library, `Cannot receive on a ${this.kind} socket`);
      }
      frames.push(this.#copyFrame());
      // The next frame takes the place of this one.
      if (zmq.zmq_msg_more(this.#message) !== 0) continue;
      zmq.zmq_msg_close(this.#message);
      return frames;
    }
  }

  /**
   * Queues a message. libzmq copies the bytes.
   *
   * @param frames at least one
   * @returns false when the peer takes no more now, and the message was dropped
   * @throws {ZmqError} when libzmq fails otherwise, such as for an unreachable peer
   */
  send(frames: readonly Uint8Array[]): boolean {
    if (this.#closed) return false;
    for (let at = 0; at < frames.length; at++) {
      const frame = frames[at] as Uint8Array<ArrayBuffer>;
      const flags = FLAG.dontWait | (at + 1 < frames.length ? FLAG.sendMore : 0);
      const size = BigInt(frame.length);
      while (this.#library.symbols.zmq_send(this.#handle, frame, size, flags) < 0) {
        const code = this.#library.symbols.zmq_errno();
        if (code === ERRNO.EINTR) continue;
        if (code === ERRNO.EAGAIN) return false;
        throw lastError(this.#library, `Cannot send on a ${this.kind} socket`);
      }
    }
    return true;
  }

  /** Frees the socket; what was queued is sent during the linger time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#library.symbols.zmq_close(this.#handle);
  }

  #copyFrame(): Uint8Array<ArrayBuffer> {
    const zmq = this.#library.symbols;
    const frame = new Uint8Array(Number(zmq.zmq_msg_size(this.#message)));
    const data = frame.length > 0 ? zmq.zmq_msg_data(this.#message) : null;
    if (data !== null) Deno.UnsafePointerView.copyInto(data, frame);
    return frame;
  }

  #get(option: number, into: Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>): void {
    const { zmq_getsockopt } = this.#library.symbols;
    if (!this.#done(() => zmq_getsockopt(this.#handle, option, into, this.#length))) {
      throw lastError(this.#library, `Cannot read option ${option} of a ${this.kind} socket`);
    }
  }

  /** Calls again what a signal interrupted, as any call may be; false when it fails otherwise. */
  #done(call: () => number): boolean {
    while (call() !== 0) {
      if (this.#library.symbols.zmq_errno() !== ERRNO.EINTR) return false;
    }
    return true;
  }
}

function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

function lastError(library: ZmqLibrary, action: string): ZmqError {
  const code = library.symbols.zmq_errno();
  const text = library.symbols.zmq_strerror(code);
  const reason = text === null ? `error ${code}` : Deno.UnsafePointerView.getCString(text);
  return new ZmqError(`${action}: ${reason}`, code);
}
