/**
 * The signal of the notebook cell that the caller belongs to.
 *
 * @module
 */

/** Key on `globalThis` under which a modulab session offers its signal. */
const KEY: symbol = Symbol.for("modulab.cellSignal");

/**
 * The signal that aborts when the running cell is interrupted, for long work that can stop early.
 *
 * @returns the cell's signal; outside of a modulab session one that never aborts
 * @example
 * ```ts
 * import { cellSignal } from "./cell_signal.ts";
 * const signal = cellSignal();
 * for (let epoch = 0; epoch < 3; epoch++) signal.throwIfAborted();
 * ```
 */
export function cellSignal(): AbortSignal {
  const find =
    (globalThis as unknown as Record<symbol, (() => AbortSignal | undefined) | undefined>)[KEY];
  return find?.() ?? new AbortController().signal;
}
