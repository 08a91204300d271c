/**
 * Whether anybody hears yet what cells put out.
 *
 * @module
 */

/**
 * How long the first cells wait for a listener. A client that connects before the ports are bound
 * tries each of them anew every 100 to 200 ms, so its requests may come long before its
 * subscription.
 */
const PATIENCE_MS = 1000;

/** Those who subscribe to iopub; what is published before the first of them is heard by nobody. */
export class Audience {
  readonly #arrival = Promise.withResolvers<void>();
  #arrived = false;

  /** Whether a subscriber has come, or is waited for no longer. */
  get arrived(): boolean {
    return this.#arrived;
  }

  /** Notes that a subscriber has come. */
  arrive(): void {
    this.#arrived = true;
    this.#arrival.resolve();
  }

  /**
   * Waits for the first subscriber.
   *
   * @param patience how long at most, in milliseconds, from this call on; default 1000
   * @returns when somebody listens, or nobody is expected any more
   * @example
   * ```ts
   * import { Audience } from "./audience.ts";
   * const audience = new Audience();
   * const waiting = audience.wait();
   * audience.arrive();
   * await waiting;
   * console.assert(audience.arrived);
   * ```
   */
  async wait(patience: number = PATIENCE_MS): Promise<void> {
    if (this.#arrived) return;
    const timer = setTimeout(() => this.arrive(), patience);
    await this.#arrival.promise;
    clearTimeout(timer);
  }
}
