/**
 * The options of `%timeit`, as IPython has them.
 *
 * @module
 */

import type { TimeitOptions } from "./hooks.ts";
import { parseCell } from "./syntax.ts";

/** Options in front of something else. */
export interface ReadOptions {
  readonly options: TimeitOptions;
  /** Characters they take, white space behind them included. */
  readonly length: number;
}

const OPTION = /^-([nr])\s*(\d+)(?:\s+|$)/;

/**
 * Reads `-n 10 -r 3` in front of the code that is to be timed. 0 is as many as are needed.
 *
 * @param text what stands behind `%timeit`
 * @param form `cell` for what stands behind `%%timeit`, which is no code
 * @returns the options; none where the text as a whole is code, such as `-n10 + 1`
 * @example
 * ```ts
 * import { readTimeitOptions } from "./timeit_options.ts";
 * const { options, length } = readTimeitOptions("-n 10 f()");
 * console.assert(options.loops === 10 && length === 6);
 * console.assert(readTimeitOptions("-n * 10").length === 0);
 * ```
 */
export function readTimeitOptions(text: string, form: "line" | "cell" = "line"): ReadOptions {
  const isCode = form === "line" && OPTION.test(text) && parseCell(text).errors.length === 0;
  if (isCode) return { options: {}, length: 0 };
  let options: TimeitOptions = {};
  let length = 0;
  for (let found = OPTION.exec(text); found; found = OPTION.exec(text.slice(length))) {
    const [whole, letter, digits] = found;
    const count = Number(digits);
    length += whole.length;
    if (count > 0) options = { ...options, [letter === "r" ? "runs" : "loops"]: count };
  }
  return { options, length };
}
