/**
 * What coefficients of a logistic regression cost, and how sure they are.
 *
 * @module
 */

import type { Slope } from "./lbfgs.ts";
import { probabilitiesOf } from "./softmax.ts";
import type { Rows } from "./table.ts";

/** Samples and the classes they belong to. */
export interface ClassSamples {
  readonly x: Rows;
  /** A one in the column of the class of each sample. */
  readonly hot: Rows;
  readonly weights: Float64Array;
}

/** What is known before: coefficients, and how sure they are. */
export interface Prior {
  /** Of shape (scores, features + 1). */
  readonly mean: Rows;
  /** A square matrix, or its diagonal when there is nothing else in it. */
  readonly precision: Float64Array;
}

/**
 * How sure coefficients are after all: the precision of the prior and the curvature of the loss.
 *
 * @param samples with their classes
 * @param options the likeliest coefficients, and what was known before
 * @returns a square matrix, row by row
 * @example
 * ```ts
 * import { curvature } from "./logistic_cost.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([-1, 1]) };
 * const hot = { rows: 2, columns: 2, data: new Float64Array([1, 0, 0, 1]) };
 * const mean = { rows: 1, columns: 2, data: new Float64Array(2) };
 * const samples = { x, hot, weights: new Float64Array([1, 1]) };
 * const prior = { mean, precision: new Float64Array([1, 0]) };
 * curvature(samples, { coefficients: mean, prior }); // [1.5, 0, 0, 0.5]
 * ```
 */
export function curvature(
  { x, weights }: ClassSamples,
  { coefficients, prior }: { readonly coefficients: Rows; readonly prior: Prior },
): Float64Array {
  const { rows: scores, columns } = coefficients;
  const size = scores * columns;
  const full = prior.precision.length === size * size;
  const sum = full ? prior.precision.slice() : new Float64Array(size * size);
  if (!full) prior.precision.forEach((value, at) => sum[at * size + at] = value);
  const chances = probabilitiesOf(scoresOf(x, coefficients));
  const first = chances.columns - scores;
  const vector = new Float64Array(columns).fill(1);
  for (let row = 0; row < x.rows; row++) {
    vector.set(x.data.subarray(row * x.columns, (row + 1) * x.columns));
    for (let a = 0; a < scores; a++) {
      for (let b = 0; b < scores; b++) {
        const p = chances.data[row * chances.columns + first + a] as number;
        const q = chances.data[row * chances.columns + first + b] as number;
        const share = (weights[row] as number) * ((a === b ? p : 0) - p * q);
        addBlock(sum, { vector, share, at: a * columns * size + b * columns, size });
      }
    }
  }
  return sum;
}

function addBlock(
  sum: Float64Array,
  { vector, share, at, size }: {
    readonly vector: Float64Array;
    readonly share: number;
    readonly at: number;
    readonly size: number;
  },
): void {
  for (let i = 0; i < vector.length; i++) {
    const scaled = share * (vector[i] as number);
    for (let j = 0; j < vector.length; j++) {
      const to = at + i * size + j;
      sum[to] = (sum[to] as number) + scaled * (vector[j] as number);
    }
  }
}

/**
 * What coefficients cost.
 *
 * @param samples with their classes
 * @param options coefficients, and what was known before
 * @returns Σ weight · −log p(class) + ½ (w − m)ᵀ P (w − m), and its slope
 * @example
 * ```ts
 * import { costOf } from "./logistic_cost.ts";
 * const x = { rows: 1, columns: 1, data: new Float64Array([1]) };
 * const hot = { rows: 1, columns: 2, data: new Float64Array([0, 1]) };
 * const coefficients = { rows: 1, columns: 2, data: new Float64Array(2) };
 * const prior = { mean: coefficients, precision: new Float64Array(2) };
 * const samples = { x, hot, weights: new Float64Array([1]) };
 * console.log(costOf(samples, { coefficients, prior }).value); // log 2
 * ```
 */
export function costOf(
  { x, hot, weights }: ClassSamples,
  { coefficients, prior }: { readonly coefficients: Rows; readonly prior: Prior },
): Slope {
  const { rows: scores, columns } = coefficients;
  const chances = probabilitiesOf(scoresOf(x, coefficients));
  const first = chances.columns - scores;
  const { value: known, gradient } = priorCost(coefficients.data, prior);
  let value = known;
  for (let row = 0; row < x.rows; row++) {
    const weight = weights[row] as number;
    for (let at = 0; at < chances.columns; at++) {
      const chance = chances.data[row * chances.columns + at] as number;
      const wanted = hot.data[row * chances.columns + at] as number;
      // A chance of zero would make the search stop where a smaller step helps.
      if (wanted > 0) value -= weight * Math.log(Math.max(chance, 1e-300));
      if (at < first) continue;
      const slope = weight * (chance - wanted);
      const to = (at - first) * columns;
      for (let i = 0; i < x.columns; i++) {
        const input = x.data[row * x.columns + i] as number;
        gradient[to + i] = (gradient[to + i] as number) + slope * input;
      }
      gradient[to + x.columns] = (gradient[to + x.columns] as number) + slope;
    }
  }
  return { value, gradient };
}

/** ½ dᵀ P d and P d, of d = w − m. */
function priorCost(data: Float64Array, { mean, precision }: Prior): Slope {
  const size = data.length;
  const gap = data.map((value, at) => value - (mean.data[at] as number));
  const full = precision.length === size * size;
  const gradient = gap.map((own, i) => {
    if (!full) return own * (precision[i] as number);
    let sum = 0;
    for (let j = 0; j < size; j++) {
      sum += (precision[i * size + j] as number) * (gap[j] as number);
    }
    return sum;
  });
  const value = gap.reduce((sum, own, at) => sum + own * (gradient[at] as number), 0) / 2;
  return { value, gradient };
}

/**
 * Scores of classes: coefficients times features, and the intercept.
 *
 * @param x one row per sample
 * @param coefficients of shape (scores, features + 1)
 * @returns of shape (samples, scores)
 * @example
 * ```ts
 * import { scoresOf } from "./logistic_cost.ts";
 * const x = { rows: 1, columns: 1, data: new Float64Array([3]) };
 * const coefficients = { rows: 1, columns: 2, data: new Float64Array([2, 1]) };
 * console.log(scoresOf(x, coefficients).data[0]); // 7
 * ```
 */
export function scoresOf(x: Rows, { rows: scores, columns, data: coefficients }: Rows): Rows {
  const data = new Float64Array(x.rows * scores);
  for (let row = 0; row < x.rows; row++) {
    for (let score = 0; score < scores; score++) {
      let value = coefficients[score * columns + x.columns] as number;
      for (let at = 0; at < x.columns; at++) {
        value += (coefficients[score * columns + at] as number) *
          (x.data[row * x.columns + at] as number);
      }
      data[row * scores + score] = value;
    }
  }
  return { rows: x.rows, columns: scores, data };
}
