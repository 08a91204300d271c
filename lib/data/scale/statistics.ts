/**
 * Statistics of one feature; missing numbers (NaN) are left out.
 *
 * @module
 */

import type { FloatArray } from "./matrix.ts";

/**
 * Sorts the numbers that are there.
 *
 * @param values any numbers
 * @returns a sorted copy without NaN
 * @example
 * ```ts
 * import { sortedPresent } from "./statistics.ts";
 * console.log(sortedPresent(Float64Array.of(2, NaN, 1))); // Float64Array(2) [ 1, 2 ]
 * ```
 */
export function sortedPresent(values: FloatArray): FloatArray {
  const sorted = values.slice().sort();
  // Typed arrays sort NaN to the end.
  const missing = sorted.findIndex((value) => Number.isNaN(value));
  return missing < 0 ? sorted : sorted.subarray(0, missing);
}

/**
 * The value below which a share of the numbers lies, interpolated linearly (NumPy's default).
 *
 * @param sorted numbers in ascending order
 * @param share from 0 to 1
 * @returns the quantile; 0 when there are no numbers
 * @example
 * ```ts
 * import { quantile } from "./statistics.ts";
 * console.log(quantile(Float64Array.of(1, 2, 4), 0.75)); // 3
 * ```
 */
export function quantile(sorted: FloatArray, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

/**
 * A statistic, or 0 where there is nothing to take it of.
 *
 * @param count how many numbers there are
 * @param value the statistic
 * @returns the value, or 0
 * @example
 * ```ts
 * import { present } from "./statistics.ts";
 * console.log(present(0, NaN)); // 0
 * ```
 */
export function present(count: number, value: number): number {
  return count === 0 ? 0 : value;
}

/** Mean and spread of one feature. */
export interface Moments {
  readonly mean: number;
  /** Of the population: divided by n. */
  readonly variance: number;
  /** The standard deviation, or 1 where the variance is no more than noise of rounding. */
  readonly scale: number;
}

/**
 * Mean and variance of the numbers that are there, in two passes: the sum of squares would lose what
 * matters when the mean is large.
 *
 * @param values any numbers
 * @returns mean and spread; 0 and 1 when there are no numbers, NaN when some are infinite
 * @example
 * ```ts
 * import { moments } from "./statistics.ts";
 * console.log(moments(Float64Array.of(1, 3, NaN)).mean); // 2
 * ```
 */
export function moments(values: FloatArray): Moments {
  let [count, sum] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value === value) {
      count++;
      sum += value;
    }
  }
  const mean = present(count, sum / count);
  let [squares, rest] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const away = (values[row] as number) - mean;
    if (away === away) {
      squares += away * away;
      rest += away;
    }
  }
  const variance = present(count, (squares - rest * rest / count) / count);
  const noise = count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
  return { mean, variance, scale: variance <= noise ? 1 : Math.sqrt(variance) };
}
