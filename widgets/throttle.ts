/**
 * Does something at most so often, and always once more after the last wish.
 *
 * @module
 */

/** Time, as widgets need it. */
export interface Clock {
  /** Milliseconds since whenever. */
  now(): number;
  /** Calls back after some milliseconds; the result takes the call back. */
  after(milliseconds: number, call: () => void): () => void;
}

/** The clock of this process. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Limits how often a function is called. */
export class Throttle {
  readonly #call: () => void;
  readonly #interval: number;
  readonly #clock: Clock;
  #last = -Infinity;
  #cancel: (() => void) | undefined;

  /**
   * @param call what to do
   * @param options shortest time between two calls in milliseconds, and the clock
   */
  constructor(call: () => void, options: { readonly interval: number; readonly clock: Clock }) {
    this.#call = call;
    this.#interval = options.interval;
    this.#clock = options.clock;
  }

  /** Calls at once if the last call is long enough ago, else as soon as it is. */
  request(): void {
    if (this.#cancel !== undefined) return;
    const wait = this.#last + this.#interval - this.#clock.now();
    if (wait <= 0) return this.flush();
    this.#cancel = this.#clock.after(wait, () => this.flush());
  }

  /** Calls now, in place of the call that waits. */
  flush(): void {
    this.stop();
    this.#last = this.#clock.now();
    this.#call();
  }

  /** Takes back the call that waits. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
