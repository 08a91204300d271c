/**
 * Ctrl-C, and the polite wish of a system that a process may end, as an AbortSignal.
 *
 * @module
 */

import { existsSync, readFileSync } from "node:fs";

/**
 * SIGTERM comes from whoever has waited long enough: a CI, a container that is stopped. SIGHUP comes
 * when the terminal goes: a window that is closed, a connection that is lost.
 */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Looked for before the first listener to any signal: with one, Deno takes SIGHUP as well. */
const HAS_NOHUP = isHangupIgnored();

/** Whether the process was started to go on without its terminal; only Linux tells. */
function isHangupIgnored(): boolean {
  const status = "/proc/self/status";
  if (!existsSync(status)) return false;
  const [, ignored = "0"] = /^SigIgn:\s*(\w+)/m.exec(readFileSync(status, "utf8")) ?? [];
  return Number.parseInt(ignored.slice(-1), 16) % 2 === 1;
}

/** Turns the first of these signals into an abort; until disposal the process does not end on it. */
export class InterruptSignal implements Disposable {
  readonly #controller = new AbortController();
  readonly #listener: () => void;
  readonly #hangup: () => void;

  /**
   * @param onInterrupt called at each signal
   */
  constructor(onInterrupt: () => void = () => {}) {
    this.#listener = () => {
      onInterrupt();
      this.#controller.abort();
    };
    // Deno ends a process that has no listener to it, ignored or not.
    this.#hangup = HAS_NOHUP ? () => {} : this.#listener;
    for (const name of SIGNALS) Deno.addSignalListener(name, this.#listenerTo(name));
  }

  /** Fires at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Gives the signals back. */
  [Symbol.dispose](): void {
    for (const name of SIGNALS) Deno.removeSignalListener(name, this.#listenerTo(name));
  }

  #listenerTo(name: Deno.Signal): () => void {
    return name === "SIGHUP" ? this.#hangup : this.#listener;
  }
}
