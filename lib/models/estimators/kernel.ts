/**
 * How alike samples are to a Gaussian process.
 *
 * @module
 */

import type { Rows } from "./table.ts";

/** What a Gaussian process takes for granted. */
export interface Hyperparameters {
  /** Variance of the function. */
  readonly variance: number;
  /** Variance of the noise of a measurement. */
  readonly noise: number;
  /** How far apart samples say little of each other: for all features, or for each. */
  readonly lengthScales: Float64Array;
}

/**
 * The squared exponential kernel: variance · exp(−½ Σ ((aᵢ − bᵢ) / lengthᵢ)²).
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, eq. 5.1.
 *
 * @param one samples
 * @param other samples of as many features
 * @param options variance and length scales
 * @returns a row for each of `one`, a column for each of `other`
 * @example
 * ```ts
 * import { kernelOf } from "./kernel.ts";
 * const x = { rows: 1, columns: 1, data: new Float64Array([3]) };
 * const options = { variance: 2, noise: 0, lengthScales: new Float64Array([1]) };
 * console.log(kernelOf(x, x, options).data[0]); // 2
 * ```
 */
export function kernelOf(
  one: Rows,
  other: Rows,
  { variance, lengthScales }: Hyperparameters,
): Rows {
  const data = new Float64Array(one.rows * other.rows);
  const { columns } = one;
  for (let i = 0; i < one.rows; i++) {
    for (let j = 0; j < other.rows; j++) {
      let sum = 0;
      for (let at = 0; at < columns; at++) {
        const scale = lengthScales[lengthScales.length === 1 ? 0 : at] as number;
        const gap = (one.data[i * columns + at] as number) -
          (other.data[j * columns + at] as number);
        sum += (gap / scale) ** 2;
      }
      data[i * other.rows + j] = variance * Math.exp(-sum / 2);
    }
  }
  return { rows: one.rows, columns: other.rows, data };
}
