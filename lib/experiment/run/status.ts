/**
 * How runs end.
 *
 * @module
 */

/**
 * `completed`: all was done. `stopped`: somebody asked it to stop after an epoch. `interrupted`: its
 * signal aborted. `failed`: something threw.
 */
export type RunStatus = "completed" | "stopped" | "interrupted" | "failed";

/** How something ended, and why. */
export interface Ending {
  readonly status: RunStatus;
  /** What was thrown, when it failed. */
  readonly error?: unknown;
  /** Why it was stopped, when somebody said so. */
  readonly reason?: string | undefined;
}

/** A wish to stop, which is granted after an epoch. */
export class StopRequest {
  #reason: string | undefined;
  #isMade = false;

  /** Whether somebody asked. */
  get isMade(): boolean {
    return this.#isMade;
  }

  /** Why, if that was said. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Asks to stop; the first reason counts. */
  make(reason?: string): void {
    if (!this.#isMade) this.#reason = reason;
    this.#isMade = true;
  }
}

/**
 * Says how something ended that threw.
 *
 * @param error what it threw
 * @param signal what aborts when it is interrupted
 * @returns `interrupted` when the signal has aborted, else `failed`
 * @example
 * ```ts
 * import { endingOf } from "./status.ts";
 * endingOf(new Error("no"), new AbortController().signal).status; // "failed"
 * ```
 */
export function endingOf(error: unknown, signal: AbortSignal): Ending {
  return signal.aborted ? { status: "interrupted", error } : { status: "failed", error };
}
