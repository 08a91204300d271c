/**
 * Means and scatter of columns, which add up over batches.
 *
 * @module
 */

import type { ModelState } from "../model.ts";
import { bitsOf, type StateReader } from "./learned.ts";
import type { Rows } from "./table.ts";

/** What linear methods need of samples, however many there were. */
export interface Moments {
  /** Sum of the weights of samples. */
  readonly weight: number;
  /** Weighted mean of each column. */
  readonly mean: Float64Array;
  /** Σ weight · (row − mean) (row − mean)ᵀ, row by row. */
  readonly scatter: Float64Array;
}

/**
 * Sums up samples.
 *
 * @param rows one row per sample
 * @param weights how much each counts
 * @returns mean and scatter, in two passes
 * @example
 * ```ts
 * import { momentsOf } from "./moments.ts";
 * const rows = { rows: 2, columns: 1, data: new Float64Array([1, 3]) };
 * console.log(momentsOf(rows, new Float64Array([1, 1])).scatter[0]); // 2
 * ```
 */
export function momentsOf({ rows, columns, data }: Rows, weights: Float64Array): Moments {
  const mean = new Float64Array(columns);
  const weight = weights.reduce((sum, one) => sum + one, 0);
  for (let row = 0; row < rows; row++) {
    const share = (weights[row] as number) / weight;
    for (let at = 0; at < columns; at++) {
      mean[at] = (mean[at] as number) + share * (data[row * columns + at] as number);
    }
  }
  const scatter = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < columns; at++) {
      centred[at] = (data[row * columns + at] as number) - (mean[at] as number);
    }
    addProduct(scatter, centred, weights[row] as number);
  }
  return { weight, mean, scatter: mirrored(scatter, columns) };
}

/**
 * Sums up two sets of samples as if they were one.
 *
 * Source: Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample
 * variances, 1979.
 *
 * @param one moments
 * @param other moments of as many columns
 * @returns moments of all samples
 * @example
 * ```ts
 * import { mergeMoments, momentsOf } from "./moments.ts";
 * const rows = { rows: 1, columns: 1, data: new Float64Array([1]) };
 * const one = momentsOf(rows, new Float64Array([1]));
 * console.log(mergeMoments(one, one).weight); // 2
 * ```
 */
export function mergeMoments(one: Moments, other: Moments): Moments {
  const weight = one.weight + other.weight;
  const columns = one.mean.length;
  const gap = other.mean.map((value, at) => value - (one.mean[at] as number));
  const mean = one.mean.map((value, at) => value + (gap[at] as number) * other.weight / weight);
  const between = new Float64Array(columns * columns);
  addProduct(between, gap, one.weight * other.weight / weight);
  const scatter = mirrored(between, columns).map((value, at) =>
    value + (one.scatter[at] as number) + (other.scatter[at] as number)
  );
  return { weight, mean, scatter };
}

/**
 * Writes moments down, to the last bit.
 *
 * @param moments any
 * @returns tensors
 * @example
 * ```ts
 * import { momentsOf, saveMoments } from "./moments.ts";
 * const rows = { rows: 1, columns: 1, data: new Float64Array([1]) };
 * saveMoments(momentsOf(rows, new Float64Array([1])));
 * ```
 */
export function saveMoments({ weight, mean, scatter }: Moments): ModelState["tensors"] {
  return {
    "moments.weight": bitsOf(new Float64Array([weight])),
    "moments.mean": bitsOf(mean),
    "moments.scatter": bitsOf(scatter),
  };
}

/**
 * Reads what `saveMoments` wrote.
 *
 * @param state the state of an estimator
 * @param columns how many
 * @returns equal moments
 * @throws StateError when they are missing or of other columns
 * @example
 * ```ts
 * import { StateReader } from "./learned.ts";
 * import { loadMoments, momentsOf, saveMoments } from "./moments.ts";
 * const rows = { rows: 1, columns: 1, data: new Float64Array([1]) };
 * const tensors = saveMoments(momentsOf(rows, new Float64Array([1])));
 * loadMoments(new StateReader({ tensors }, "PCA"), 1);
 * ```
 */
export function loadMoments(state: StateReader, columns: number): Moments {
  return {
    weight: state.bits("moments.weight", 1)[0] as number,
    mean: state.bits("moments.mean", columns),
    scatter: state.bits("moments.scatter", columns * columns),
  };
}

/** Adds to the upper half only. */
function addProduct(scatter: Float64Array, vector: Float64Array, weight: number): void {
  const columns = vector.length;
  for (let i = 0; i < columns; i++) {
    const scaled = weight * (vector[i] as number);
    for (let j = i; j < columns; j++) {
      const at = i * columns + j;
      scatter[at] = (scatter[at] as number) + scaled * (vector[j] as number);
    }
  }
}

function mirrored(scatter: Float64Array, columns: number): Float64Array {
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) scatter[i * columns + j] = scatter[j * columns + i] as number;
  }
  return scatter;
}
