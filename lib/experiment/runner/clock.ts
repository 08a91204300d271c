/**
 * Time as an argument.
 *
 * @module
 */

/** Something that rings later. */
export interface Clock {
  /**
   * Calls a function once.
   *
   * @param milliseconds until then
   * @param run what to call
   * @returns a function that calls it off
   */
  after(milliseconds: number, run: () => void): () => void;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
