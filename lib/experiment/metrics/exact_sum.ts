/**
 * Sums without rounding: the order of terms, and of sums of them, changes no bit.
 *
 * A sum is kept as a list of numbers that do not overlap, the least first.
 *
 * Source: Shewchuk, Adaptive precision floating-point arithmetic, 1997, as in Python's `math.fsum`.
 *
 * @module
 */

/**
 * Adds a number to a sum.
 *
 * @param sum the sum so far, `[]` for none; it is changed
 * @param term any number
 * @example
 * ```ts
 * import { addExactly, roundedSum } from "./exact_sum.ts";
 * const sum: number[] = [];
 * for (const term of [1e100, 1, -1e100]) addExactly(sum, term);
 * roundedSum(sum); // 1
 * ```
 */
export function addExactly(sum: number[], term: number): void {
  if (!Number.isFinite(term) || sum.length === 1 && !Number.isFinite(sum[0])) {
    sum.splice(0, sum.length, term + roundedSum(sum));
    return;
  }
  let x = term;
  let kept = 0;
  for (let at = 0; at < sum.length; at++) {
    const y = sum[at] as number;
    const high = x + y;
    const low = Math.abs(x) < Math.abs(y) ? x - (high - y) : y - (high - x);
    if (low !== 0) sum[kept++] = low;
    x = high;
  }
  sum[kept++] = x;
  if (kept < sum.length) sum.length = kept;
}

/**
 * Adds one sum to another.
 *
 * @param sum the sum so far; it is changed
 * @param other another sum; it stays as it is
 * @example
 * ```ts
 * import { mergeExactly } from "./exact_sum.ts";
 * mergeExactly([1], [2]);
 * ```
 */
export function mergeExactly(sum: number[], other: readonly number[]): void {
  for (const part of other) addExactly(sum, part);
}

/**
 * The number nearest to a sum.
 *
 * @param sum the sum
 * @returns the sum, rounded once
 * @example
 * ```ts
 * import { roundedSum } from "./exact_sum.ts";
 * roundedSum([]); // 0
 * ```
 */
export function roundedSum(sum: readonly number[]): number {
  let at = sum.length - 1;
  if (at < 0) return 0;
  let high = sum[at--] as number;
  let low = 0;
  while (at >= 0 && low === 0) {
    const x = high;
    const y = sum[at--] as number;
    high = x + y;
    low = y - (high - x);
  }
  // Halfway cases are rounded to even by what has been added; what is left may say otherwise.
  const next = sum[at];
  if (next !== undefined && (low < 0) === (next < 0) && low !== 0) {
    const doubled = low * 2;
    const moved = high + doubled;
    if (doubled === moved - high) return moved;
  }
  return high;
}
