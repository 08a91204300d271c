/**
 * How long a silent worker is waited for.
 *
 * @module
 */

import type { Timer } from "./timer.ts";

/** What a lease needs. */
export interface LeaseOptions {
  readonly seconds: number;
  readonly timer: Timer;
  /** Asks the worker for a sign of life. */
  readonly ask: () => void;
  /** The worker gave none for as long as the lease. */
  readonly expire: () => void;
}

/**
 * Four beats long: a beat in which nothing was heard is a missed one, and the fourth in a row ends
 * the lease. Beats are counted, not the time between them: a parent that is busy or asleep for
 * minutes misses one beat, not the signs of life that wait to be read.
 *
 * @example
 * ```ts
 * import { machineTimer } from "./timer.ts";
 * import { Lease } from "./lease.ts";
 * const lease = new Lease({
 *   seconds: 60,
 *   timer: machineTimer,
 *   ask: () => console.log("still there?"),
 *   expire: () => console.log("lost"),
 * });
 * lease.renew();
 * lease.end();
 * ```
 */
export class Lease {
  readonly #options: LeaseOptions;
  #missed = 0;
  #cancel: () => void;

  /** @param options how long, and what to do */
  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#cancel = this.#arm();
    options.ask();
  }

  /** The worker was heard. */
  renew(): void {
    this.#missed = 0;
  }

  /** Nobody waits for the worker any more. */
  end(): void {
    this.#cancel();
  }

  #arm(): () => void {
    const { timer, seconds } = this.#options;
    return timer.after(seconds * 1000 / BEATS, () => this.#beat());
  }

  #beat(): void {
    this.#missed++;
    if (this.#missed >= BEATS) return this.#options.expire();
    this.#cancel = this.#arm();
    this.#options.ask();
  }
}

const BEATS = 4;
