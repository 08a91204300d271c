/**
 * Gathers means and squared deviations, in a way that loses no digits where deviations are small.
 *
 * Source: Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample
 * variances, 1979.
 *
 * @module
 */

import { checkColumns } from "./columns.ts";
import type { Gatherer } from "./define_metric.ts";
import { type NumberRows, readNumberRows } from "./number_rows.ts";

/** Of one output: means, and sums of weighted products of deviations from them. */
export interface Moments {
  weight: number;
  target: number;
  output: number;
  /** Mean of output − target. */
  error: number;
  targetSquares: number;
  outputSquares: number;
  errorSquares: number;
  /** Of deviations of output and target. */
  products: number;
}

/** What is gathered of several outputs. */
export interface MomentsState {
  columns: Moments[];
  /** How many samples count. */
  count: number;
}

/**
 * Gathers moments of outputs, targets and errors.
 *
 * @returns the gatherer
 * @example
 * ```ts
 * import { gatherMoments } from "./moments.ts";
 * const gather = gatherMoments();
 * const state = gather.start();
 * gather.add(state, { outputs: [1, 2], targets: [1, 4] });
 * state.columns[0]?.targetSquares; // 4.5
 * ```
 */
export function gatherMoments(): Gatherer<MomentsState> {
  return {
    start: () => ({ columns: [], count: 0 }),
    add(state, batch) {
      const rows = readNumberRows(batch);
      state.columns = Array.from({ length: rows.columns }, (_, column) => momentsOf(rows, column));
      state.count = rows.weights.filter((weight) => weight > 0).length;
    },
    merge(state, other) {
      checkColumns(state.columns.length, other.columns.length);
      if (other.count === 0) return;
      state.columns = state.count === 0
        ? other.columns
        : state.columns.map((one, at) => merged(one, other.columns[at] ?? one));
      state.count += other.count;
    },
  };
}

/**
 * Whether squared deviations are none but for rounding.
 *
 * @param squares their weighted sum
 * @param of the weight of all samples, and their mean
 * @returns true where all samples are equal
 * @example
 * ```ts
 * import { isConstant } from "./moments.ts";
 * isConstant(1e-33, { weight: 3, mean: 0.1 }); // true
 * ```
 */
export function isConstant(
  squares: number,
  { weight, mean }: { readonly weight: number; readonly mean: number },
): boolean {
  return squares <= weight * (4 * Number.EPSILON * mean) ** 2;
}

function momentsOf(
  { rows, columns, outputs, targets, weights }: NumberRows,
  column: number,
): Moments {
  const moments: Moments = {
    weight: 0,
    target: 0,
    output: 0,
    error: 0,
    targetSquares: 0,
    outputSquares: 0,
    errorSquares: 0,
    products: 0,
  };
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    const target = targets[row * columns + column] as number;
    const output = outputs[row * columns + column] as number;
    moments.weight += weight;
    moments.target += weight * target;
    moments.output += weight * output;
    moments.error += weight * (output - target);
  }
  if (moments.weight === 0) return moments;
  moments.target /= moments.weight;
  moments.output /= moments.weight;
  moments.error /= moments.weight;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    const target = targets[row * columns + column] as number;
    const output = outputs[row * columns + column] as number;
    moments.targetSquares += weight * (target - moments.target) ** 2;
    moments.outputSquares += weight * (output - moments.output) ** 2;
    moments.errorSquares += weight * (output - target - moments.error) ** 2;
    moments.products += weight * (target - moments.target) * (output - moments.output);
  }
  return moments;
}

function merged(one: Moments, other: Moments): Moments {
  const weight = one.weight + other.weight;
  const share = other.weight / weight;
  const apart = {
    target: other.target - one.target,
    output: other.output - one.output,
    error: other.error - one.error,
  };
  const scale = one.weight * share;
  return {
    weight,
    target: one.target + apart.target * share,
    output: one.output + apart.output * share,
    error: one.error + apart.error * share,
    targetSquares: one.targetSquares + other.targetSquares + apart.target ** 2 * scale,
    outputSquares: one.outputSquares + other.outputSquares + apart.output ** 2 * scale,
    errorSquares: one.errorSquares + other.errorSquares + apart.error ** 2 * scale,
    products: one.products + other.products + apart.target * apart.output * scale,
  };
}
