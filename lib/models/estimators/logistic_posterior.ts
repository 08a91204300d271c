/**
 * What samples say about the coefficients of a logistic regression, added to what is known of them.
 *
 * @module
 */

import { minimize, type Slope } from "./lbfgs.ts";
import { type ClassSamples, costOf, curvature, type Prior } from "./logistic_cost.ts";
import { momentsOf } from "./moments.ts";
import { solveSymmetric } from "./solve.ts";
import type { Rows } from "./table.ts";

/** More coefficients have no matrix of precision kept: it would take more than 8 MB. */
export const PRECISION_LIMIT = 1000;

/**
 * Finds the likeliest coefficients: those of least Σ weight · −log p(class) + ½ (w − m)ᵀ P (w − m).
 *
 * From nothing known, the search goes in units of the deviations of features, about their means, so
 * that the units of the data change nothing but roundings. From a matrix of precision, whose axes
 * differ by orders of magnitude, it goes by Newton's steps.
 *
 * @param samples with their classes
 * @param prior mean m and precision P
 * @returns coefficients, of shape (scores, features + 1)
 * @example
 * ```ts
 * import { maximizePosterior } from "./logistic_posterior.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([-1, 1]) };
 * const hot = { rows: 2, columns: 2, data: new Float64Array([1, 0, 0, 1]) };
 * const mean = { rows: 1, columns: 2, data: new Float64Array(2) };
 * const samples = { x, hot, weights: new Float64Array([1, 1]) };
 * const prior = { mean, precision: new Float64Array([1, 0]) };
 * maximizePosterior(samples, prior).data; // [0.67, 0]
 * ```
 */
export function maximizePosterior(samples: ClassSamples, prior: Prior): Rows {
  if (isMatrix(prior)) return newton(samples, prior);
  const units = unitsOf(samples);
  const { rows, columns } = prior.mean;
  const of = (at: Float64Array): Slope => {
    const slope = costOf(samples, {
      coefficients: { rows, columns, data: toRaw(at, units) },
      prior,
    });
    return { value: slope.value, gradient: pullBack(slope.gradient, units) };
  };
  const found = minimize(of, fromRaw(prior.mean.data, units));
  return { rows, columns, data: toRaw(found, units) };
}

function isMatrix({ mean, precision }: Prior): boolean {
  return mean.data.length > 1 && precision.length === mean.data.length ** 2;
}

/** Newton's steps, halved until they help. */
function newton(samples: ClassSamples, prior: Prior): Rows {
  let coefficients = prior.mean;
  let { value, gradient } = costOf(samples, { coefficients, prior });
  const size = gradient.length;
  for (let step = 0; step < 50; step++) {
    const bend = { rows: size, columns: size, data: curvature(samples, { coefficients, prior }) };
    const { data: move } = solveSymmetric(bend, { rows: size, columns: 1, data: gradient });
    const slope = gradient.reduce((sum, one, at) => sum + one * (move[at] as number), 0);
    if (!(slope > 1e-12 * Math.max(1, Math.abs(value)))) break;
    const lower = [1, 0.5, 0.25, 2 ** -4, 2 ** -8, 2 ** -16].map((length) => {
      const data = coefficients.data.map((one, at) => one - length * (move[at] as number));
      return { length, moved: { ...coefficients, data } };
    }).values().map(({ length, moved }) => {
      return { length, moved, slope: costOf(samples, { coefficients: moved, prior }) };
    }).find((found) => found.slope.value <= value - 1e-4 * found.length * slope);
    if (lower === undefined) break;
    coefficients = lower.moved;
    ({ value, gradient } = lower.slope);
  }
  return coefficients;
}

interface Units {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

function unitsOf({ x, weights }: ClassSamples): Units {
  const { mean, scatter, weight } = momentsOf(x, weights);
  const deviation = mean.map((_, at) => {
    const variance = (scatter[at * x.columns + at] as number) / weight;
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}

/** From coefficients of (x − mean) / deviation to those of x. */
function toRaw(scaled: Float64Array, { mean, deviation }: Units): Float64Array {
  const columns = mean.length + 1;
  const raw = scaled.slice();
  for (let from = 0; from < raw.length; from += columns) {
    for (let at = 0; at < mean.length; at++) {
      const value = (scaled[from + at] as number) / (deviation[at] as number);
      raw[from + at] = value;
      raw[from + mean.length] = (raw[from + mean.length] as number) - value * (mean[at] as number);
    }
  }
  return raw;
}

function fromRaw(raw: Float64Array, { mean, deviation }: Units): Float64Array {
  const columns = mean.length + 1;
  const scaled = raw.slice();
  for (let from = 0; from < raw.length; from += columns) {
    for (let at = 0; at < mean.length; at++) {
      const value = raw[from + at] as number;
      const shift = value * (mean[at] as number);
      scaled[from + at] = value * (deviation[at] as number);
      scaled[from + mean.length] = (scaled[from + mean.length] as number) + shift;
    }
  }
  return scaled;
}

/** The slope by scaled coefficients, from that by raw ones. */
function pullBack(gradient: Float64Array, { mean, deviation }: Units): Float64Array {
  const columns = mean.length + 1;
  return gradient.map((slope, index) => {
    const at = index % columns;
    if (at === mean.length) return slope;
    const intercept = gradient[index - at + mean.length] as number;
    return (slope - intercept * (mean[at] as number)) / (deviation[at] as number);
  });
}
