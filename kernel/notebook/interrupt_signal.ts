/**
 * Ctrl-C, and the polite wish of a system that a process may end, as an AbortSignal.
 *
 * @module
 */

/** SIGTERM comes from whoever has waited long enough: a CI, a container that is stopped. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Turns the first of these signals into an abort; until disposal the process does not end on it. */
export class InterruptSignal implements Disposable {
  readonly #controller = new AbortController();
  readonly #listener: () => void;

  /**
   * @param onInterrupt called at each signal
   */
  constructor(onInterrupt: () => void = () => {}) {
    this.#listener = () => {
      onInterrupt();
      this.#controller.abort();
    };
    for (const name of SIGNALS) Deno.addSignalListener(name, this.#listener);
  }

  /** Fires at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the signals back. */
  [Symbol.dispose](): void {
    for (const name of SIGNALS) Deno.removeSignalListener(name, this.#listener);
  }
}
