/**
 * Waiting as an argument.
 *
 * @module
 */

/** Something that rings later. */
export interface Timer {
  /**
   * Calls a function once.
   *
   * @param milliseconds until then
   * @param run what to call
   * @returns a function that calls it off
   */
  after(milliseconds: number, run: () => void): () => void;
}

/**
 * The timer of this machine, for those who are not given another.
 *
 * @example
 * ```ts
 * import { machineTimer } from "./timer.ts";
 * const callOff = machineTimer.after(1000, () => console.log("too late"));
 * callOff();
 * ```
 */
export const machineTimer: Timer = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
