/**
 * Cuts off clients that leave too much unread, so that what waits for them stays bounded.
 *
 * Queues have no high-water marks, as a reply or an idle status that is dropped hangs its client for
 * good. So a queue ends with its connection only: of a client that has stopped reading, or that reads
 * far more slowly than it is sent to.
 *
 * @module
 */

import type { Descriptors } from "./descriptors.ts";
import { MONITOR_EVENT } from "./zmq_symbols.ts";

/** How much is sent before the next look at the connections comes soon, in bytes. */
const MUCH = 2 ** 20;

/** How soon that is, in milliseconds. */
const SOON = 20;

/** How many looks at a client that reads nothing there are at least before it is cut off. */
const LOOKS = 10;

/** How long somebody may pause while much is sent, in milliseconds. */
const PAUSE = 10_000;

/** How many looks count for whether somebody is mostly behind. */
const REMEMBERED = 32;

/** How long memory takes to come back once a client was cut off, in milliseconds. */
const RECOVERY = 5000;

/** How much a client may leave unread. */
export interface SlowClientLimits {
  /** How long a client may read nothing of what waits for it, in milliseconds. */
  readonly stallTimeout: number;
  /** How many bytes may be sent while a client reads nothing for ten seconds and more. */
  readonly mostUnread: number;
  /** How many bytes this process may have, apart from its JavaScript, before the slowest is cut off. */
  readonly mostMemory: number;
}

/** What {@link SlowClients} works with. */
export interface SlowClientOptions extends SlowClientLimits {
  /** Looks at connections. */
  readonly descriptors: Descriptors;
  /** Hears why a client was cut off. */
  readonly cutOff: (reason: string) => void;
  /** The time in milliseconds; default `performance.now`. */
  readonly now?: () => number;
  /** How many bytes this process has, apart from its JavaScript; default what the system says. */
  readonly memory?: () => number;
}

/** One connection of a client. */
interface Connection {
  readonly address: string | undefined;
  /** What the system held at the last look, in bytes. */
  waiting: number;
  /** When that was last seen to change. */
  changed: number;
  /** How much had been sent in all by then. */
  sent: number;
  /** At which share of the last looks something waited. */
  behind: number;
}

/**
 * The connections of one bound socket.
 *
 * @example
 * ```ts
 * import { systemDescriptors } from "./descriptors.ts";
 * import { openLibrary } from "./library.ts";
 * import { SlowClients } from "./slow_clients.ts";
 * const library = openLibrary();
 * const clients = new SlowClients({
 *   ...{ stallTimeout: 300_000, mostUnread: 2 ** 29, mostMemory: 2 ** 31 },
 *   descriptors: systemDescriptors(library),
 *   cutOff: (reason) => console.error(reason),
 * });
 * clients.sent(1000); // bytes
 * clients.close();
 * library.close();
 * ```
 */
export class SlowClients {
  readonly #options: Required<SlowClientOptions>;
  readonly #connections = new Map<number, Connection>();
  #sent = 0;
  #looked = 0;
  #timer: { readonly id: ReturnType<typeof setTimeout>; readonly soon: boolean } | undefined;
  #recovered = 0;
  #closed = false;

  /**
   * @param options the limits, and how to look at connections
   */
  constructor(options: SlowClientOptions) {
    this.#options = {
      now: () => performance.now(),
      memory: nativeMemory,
      ...options,
    };
  }

  /**
   * Takes an event of the socket's monitor.
   *
   * @param frames what the monitor sent: the event and the file descriptor, then the endpoint
   */
  monitored([frame]: readonly Uint8Array[]): void {
    if (frame === undefined || frame.length < 6) return;
    const view = new DataView(frame.buffer, frame.byteOffset);
    const descriptor = view.getInt32(2, true);
    if (view.getUint16(0, true) !== MONITOR_EVENT.accepted) {
      this.#connections.delete(descriptor);
      return;
    }
    const address = this.#options.descriptors.address(descriptor);
    const [sent, changed] = [this.#sent, this.#options.now()];
    this.#connections.set(descriptor, { address, waiting: 0, changed, sent, behind: 0 });
  }

  /**
   * To be called with each message that the socket sends.
   *
   * @param bytes how long it is
   */
  sent(bytes: number): void {
    this.#sent += bytes;
    const soon = this.#sent - this.#looked >= MUCH;
    if (this.#timer === undefined || soon && !this.#timer.soon) this.#lookLater(soon);
  }

  /** Looks at all connections, and cuts off those that are too far behind. */
  look(): void {
    this.#looked = this.#sent;
    const now = this.#options.now();
    for (const [descriptor, connection] of this.#connections) {
      this.#lookAt(descriptor, connection, now);
      if (this.#hasStopped(connection, now)) this.#cutOff(descriptor, "has stopped reading");
    }
    if (now < this.#recovered || this.#options.memory() <= this.#options.mostMemory) return;
    const slowest = this.#slowest();
    if (slowest === undefined) return;
    this.#recovered = now + RECOVERY;
    this.#cutOff(slowest, "reads too slowly");
  }

  /** Looks no more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer?.id);
  }

  #lookAt(descriptor: number, connection: Connection, now: number): void {
    const waiting = this.#waiting(descriptor, connection);
    if (waiting !== connection.waiting || waiting === 0) {
      Object.assign(connection, { waiting, changed: now, sent: this.#sent });
    }
    connection.behind += ((waiting > 0 ? 1 : 0) - connection.behind) / REMEMBERED;
  }

  /** What waits for a client; nothing if its number has become that of something else. */
  #waiting(descriptor: number, connection: Connection): number {
    const { descriptors } = this.#options;
    if (descriptors.address(descriptor) !== connection.address) return 0;
    return descriptors.waiting(descriptor) ?? 0;
  }

  #hasStopped({ waiting, changed, sent }: Connection, now: number): boolean {
    const { stallTimeout, mostUnread } = this.#options;
    const paused = now - changed;
    return waiting > 0 &&
      (paused >= stallTimeout || paused >= PAUSE && this.#sent - sent > mostUnread);
  }

  /** Whoever was behind at most of the last looks; they may have caught up at some. */
  #slowest(): number | undefined {
    const [slowest] = [...this.#connections]
      .filter(([, { behind }]) => behind > 0.5)
      .sort(([, one], [, other]) => other.behind - one.behind);
    return slowest?.[0];
  }

  #cutOff(descriptor: number, reason: string): void {
    this.#connections.delete(descriptor);
    this.#options.descriptors.cutOff(descriptor);
    this.#options.cutOff(`a client ${reason}, and was cut off`);
  }

  /** From a timer, as within a burst of messages nobody has had the time to read. */
  #lookLater(soon: boolean): void {
    if (this.#closed) return;
    clearTimeout(this.#timer?.id);
    const id = setTimeout(() => {
      this.#timer = undefined;
      this.look();
      const behind = [...this.#connections.values()].some(({ waiting }) => waiting > 0);
      if (behind) this.#lookLater(false);
    }, soon ? SOON : this.#options.stallTimeout / LOOKS);
    Deno.unrefTimer(id);
    this.#timer = { id, soon };
  }
}

function nativeMemory(): number {
  const { rss, heapTotal, external } = Deno.memoryUsage();
  return rss - heapTotal - external;
}
