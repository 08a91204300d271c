/**
 * The loop that waits for sockets without holding up the event loop.
 *
 * One FFI call on another thread polls the sockets' *file descriptors*; the sockets themselves are
 * touched here only. A descriptor reports changes, not states: any send may swallow its signal, so a
 * socket that was sent to is asked again before the next sleep.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { ZmqContext, ZmqSocket } from "./zmq.ts";
import { POLL_IN } from "./zmq_symbols.ts";

/** The longest sleep, in milliseconds: a signal lost against all reason costs no more. */
const LONGEST_SLEEP = 1000;

/** How long to sleep when the descriptors cannot be polled, in milliseconds. */
const FALLBACK_SLEEP = 1;

/** How many failed polls in a row mean that polling does not work here. */
const MAX_FAILURES = 10;

/** How many messages of one socket are served before the others have their turn. */
const BATCH = 64;

/** A socket and what is done with each of its messages, in order of urgency. */
export interface Served {
  readonly socket: ZmqSocket;
  /** Must not throw. */
  readonly received: (frames: Uint8Array[]) => void;
}

/** How to wait. */
export interface PollerOptions {
  /** `timer` looks every millisecond instead of polling descriptors; default `descriptor`. */
  readonly wait?: "descriptor" | "timer" | undefined;
  /** Hears of a socket that fails; the loop goes on. */
  readonly failed?: (error: unknown) => void;
}

/** Serves sockets until it is stopped. */
export class Poller {
  readonly #context: ZmqContext;
  readonly #served: readonly Served[];
  readonly #items: PollItems;
  readonly #wakeUp: ZmqSocket;
  readonly #woken: ZmqSocket;
  readonly #failed: (error: unknown) => void;
  #wait: "descriptor" | "timer";
  #failures = 0;
  #stopped = false;
  /** Sockets whose signal may have been swallowed. */
  readonly #touched = new Set<ZmqSocket>();
  #looking = false;
  #serving = false;
  #loop: Promise<void> | undefined;

  /**
   * @param context the sockets' context
   * @param served the sockets, most urgent first
   * @param options how to wait
   */
  constructor(context: ZmqContext, served: readonly Served[], options: PollerOptions = {}) {
    this.#context = context;
    this.#served = served;
    this.#wait = options.wait ?? "descriptor";
    this.#failed = options.failed ?? (() => {});
    this.#woken = context.socket("pair", { linger: 0 });
    this.#woken.bind("inproc://wake-up");
    this.#wakeUp = context.socket("pair", { linger: 0 });
    this.#wakeUp.connect("inproc://wake-up");
    this.#items = new PollItems([...served.map(({ socket }) => socket), this.#woken]);
  }

  /** Starts serving; what waits already is delivered in a later turn. */
  start(): void {
    this.#loop ??= this.#run();
  }

  /**
   * To be called after each send: sending may swallow the signal of a message that came in.
   *
   * @param socket the one that was sent to
   */
  touch(socket: ZmqSocket): void {
    this.#touched.add(socket);
    if (this.#looking || this.#serving) return;
    this.#looking = true;
    queueMicrotask(() => {
      this.#looking = false;
      if (this.#stopped || this.#loop === undefined || !this.#swallowed()) return;
      this.#serve(this.#served);
      // Handlers may have sent, too; the loop sees to what that has swallowed.
      if (this.#swallowed()) this.#wake();
    });
  }

  /** Stops serving; resolves when nothing touches the sockets any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    await nextTurn();
    let due = this.#served;
    while (!this.#stopped) {
      this.#serve(due);
      if (this.#swallowed()) {
        await nextTurn();
        due = this.#served;
      } else {
        due = await this.#sleep();
      }
    }
  }

  #wake(): void {
    this.#wakeUp.send([Uint8Array.of(0)]);
  }

  #serve(due: readonly Served[]): void {
    if (this.#serving) return;
    this.#serving = true;
    try {
      for (const served of due) this.#serveOne(served);
    } finally {
      this.#serving = false;
    }
  }

  #serveOne({ socket, received }: Served): void {
    try {
      for (let count = 0; count < BATCH && !this.#stopped; count++) {
        const frames = socket.receive();
        if (frames === undefined) return;
        received(frames);
      }
      this.#touched.add(socket);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whether messages wait of which no descriptor tells any more; each socket is asked once. */
  #swallowed(): boolean {
    const readable = [...this.#touched].filter((socket) => socket.readable());
    this.#touched.clear();
    return readable.length > 0;
  }

  /** Resolves to the sockets that may have something. */
  async #sleep(): Promise<readonly Served[]> {
    if (this.#wait === "timer") {
      await delay(FALLBACK_SLEEP);
      return this.#served;
    }
    const { zmq_poll } = this.#context.library.symbols;
    const found = await zmq_poll(this.#items.bytes, this.#items.count, BigInt(LONGEST_SLEEP));
    if (found > 0 && !this.#items.signals(this.#served.length)) {
      this.#failures = 0;
      return this.#served.filter((_, index) => this.#items.signals(index));
    }
    while (this.#woken.receive() !== undefined) { /* One wake-up is as good as many. */ }
    if (found >= 0) {
      this.#failures = 0;
    } else {
      // A signal may interrupt a poll; one that always fails is no use.
      if (++this.#failures >= MAX_FAILURES) this.#wait = "timer";
      await delay(FALLBACK_SLEEP);
    }
    return this.#served;
  }
}

/** Where things stand in a `zmq_pollitem_t`; on Windows a descriptor is a pointer-sized handle. */
const ITEM = Deno.build.os === "windows"
  ? { size: 24, descriptor: 8, events: 16, found: 18 }
  : { size: 16, descriptor: 8, events: 12, found: 14 };

/** An array of `zmq_pollitem_t` with descriptors only. */
class PollItems {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  readonly #view: DataView;

  constructor(sockets: readonly ZmqSocket[]) {
    this.count = sockets.length;
    this.bytes = new Uint8Array(new ArrayBuffer(ITEM.size * sockets.length));
    this.#view = new DataView(this.bytes.buffer);
    for (const [index, socket] of sockets.entries()) {
      this.#view.setInt32(index * ITEM.size + ITEM.descriptor, socket.fileDescriptor(), true);
      this.#view.setInt16(index * ITEM.size + ITEM.events, POLL_IN, true);
    }
  }

  /** Whether the last poll found something to read at this descriptor. */
  signals(index: number): boolean {
    return this.#view.getInt16(index * ITEM.size + ITEM.found, true) !== 0;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
