/**
 * Ctrl-C as an AbortSignal.
 *
 * @module
 */

/** Turns the first SIGINT into an abort; until disposal the process does not end on it. */
export class InterruptSignal implements Disposable {
  readonly #controller = new AbortController();
  readonly #listener: () => void;

  /**
   * @param onInterrupt called at each SIGINT
   */
  constructor(onInterrupt: () => void = () => {}) {
    this.#listener = () => {
      onInterrupt();
      this.#controller.abort();
    };
    Deno.addSignalListener("SIGINT", this.#listener);
  }

  /** Fires at the first SIGINT. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives SIGINT back. */
  [Symbol.dispose](): void {
    Deno.removeSignalListener("SIGINT", this.#listener);
  }
}
