/**
 * Time as an argument.
 *
 * @module
 */

/** Tells the time. */
export interface Clock {
  /** @returns milliseconds since 1970 began, with fractions */
  now(): number;
}

/**
 * The clock of this machine, for those who are not given another.
 *
 * @example
 * ```ts
 * import { type Clock, machineClock } from "./clock.ts";
 * const started = ({ clock = machineClock }: { clock?: Clock } = {}) => clock.now();
 * ```
 */
export const machineClock: Clock = { now: () => performance.timeOrigin + performance.now() };
