/**
 * Collects what arrives, and lets a test await it.
 *
 * @module
 */

/** How long a test waits for something that should have come long before, in milliseconds. */
const PATIENCE = 10_000;

/** Things in order of arrival; each is taken once. */
export class Inbox<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | undefined;

  /** Puts something in. */
  readonly put = (item: T): void => {
    this.#items.push(item);
    this.#wake?.();
  };

  /** What has arrived and was not taken. */
  get items(): readonly T[] {
    return this.#items;
  }

  /**
   * Takes the first thing that fits, waiting for it.
   *
   * @param fits which one; default any
   * @returns the thing
   * @throws when it has not come after ten seconds; the message lists what came instead
   * @example
   * ```ts
   * import { Inbox } from "./inbox.ts";
   * const inbox = new Inbox<number>();
   * inbox.put(1);
   * console.assert(await inbox.take() === 1);
   * ```
   */
  async take(fits: (item: T) => boolean = () => true): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const came = this.#items.map((item) => Deno.inspect(item, { depth: 3 })).join("\n");
      late.reject(new Error(`Cannot find what was awaited among:\n${came || "nothing"}`));
    }, PATIENCE);
    try {
      for (;;) {
        const index = this.#items.findIndex(fits);
        if (index >= 0) return this.#items.splice(index, 1)[0] as T;
        const next = Promise.withResolvers<void>();
        this.#wake = next.resolve;
        await Promise.race([next.promise, late.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
