/**
 * How well a Gaussian process explains samples, and the hyperparameters that explain them best.
 *
 * @module
 */

import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { type Hyperparameters, kernelOf } from "./kernel.ts";
import { minimize, type Slope } from "./lbfgs.ts";
import { inverseOf, type Triangle } from "./triangular.ts";
import type { Table } from "./table.ts";

/** A process that has seen samples. */
export interface Conditioned {
  /** L of K = L·Lᵀ. */
  readonly lower: Triangle;
  /** K⁻¹·y, a column for each target. */
  readonly solution: Matrix;
  /** Σ over targets of log p(y | x). */
  readonly evidence: number;
}

/** Logarithms are searched in this range, which is 10⁻⁵ to 10⁵. */
const WIDEST = Math.log(1e5);

/**
 * Conditions a process on samples. A sample of weight w is as if it was measured w times: its noise
 * is noise / w.
 *
 * Source: Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1.
 *
 * @param table samples, with targets about their mean
 * @param hyperparameters variance, noise and length scales
 * @returns what predictions need
 * @throws RangeError when samples are so alike that the matrix cannot be factored
 * @example
 * ```ts
 * import { condition } from "./evidence.ts";
 * const x = { rows: 1, columns: 1, data: new Float64Array([3]) };
 * const hyperparameters = { variance: 1, noise: 1, lengthScales: new Float64Array([1]) };
 * const table = { x, y: x, weights: new Float64Array([1]) };
 * console.log(condition(table, hyperparameters).solution.get(0, 0)); // 1.5
 * ```
 */
export function condition(
  { x, y, weights }: Table,
  hyperparameters: Hyperparameters,
): Conditioned {
  const matrix = Matrix.from1DArray(x.rows, x.rows, kernelOf(x, x, hyperparameters).data);
  for (let row = 0; row < x.rows; row++) {
    const noise = hyperparameters.noise / (weights[row] as number);
    matrix.set(row, row, matrix.get(row, row) + noise);
  }
  const cholesky = new CholeskyDecomposition(matrix);
  if (!cholesky.isPositiveDefinite()) {
    throw new RangeError(
      "GaussianProcess cannot tell its samples apart: give more noise, or a shorter lengthScale",
    );
  }
  const targets = Matrix.from1DArray(y.rows, y.columns, y.data);
  const solution = cholesky.solve(targets);
  const fit = targets.mul(solution).sum();
  const triangle = cholesky.lowerTriangularMatrix;
  const volume = triangle.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
  const lower = { size: x.rows, data: Float64Array.from(triangle.to1DArray()) };
  const evidence = -fit / 2 - y.columns * (volume + x.rows * Math.log(2 * Math.PI) / 2);
  return { lower, solution, evidence };
}

/**
 * Finds the hyperparameters under which samples are likeliest, going uphill from given ones.
 *
 * Source: Rasmussen and Williams, 2006, eq. 5.9.
 *
 * @param table samples, with targets about their mean
 * @param start where to begin
 * @returns the best that was found
 * @example
 * ```ts
 * import { bestHyperparameters } from "./evidence.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([0, 1]) };
 * const start = { variance: 1, noise: 1, lengthScales: new Float64Array([1]) };
 * bestHyperparameters({ x, y: x, weights: new Float64Array([1, 1]) }, start);
 * ```
 */
export function bestHyperparameters(table: Table, start: Hyperparameters): Hyperparameters {
  const logarithms = [start.variance, start.noise, ...start.lengthScales].map(Math.log);
  const of = (at: Float64Array): Slope => negativeEvidence(table, at);
  const found = minimize(of, Float64Array.from(logarithms), { tolerance: 1e-5, maxSteps: 100 });
  return fromLogarithms(found);
}

function fromLogarithms(logarithms: Float64Array): Hyperparameters {
  const [variance = 1, noise = 1, ...lengthScales] = logarithms.map(Math.exp);
  return { variance, noise, lengthScales: Float64Array.from(lengthScales) };
}

/** Minus the evidence and its slope by the logarithms of variance, noise and length scales. */
function negativeEvidence(table: Table, logarithms: Float64Array): Slope {
  const gradient = new Float64Array(logarithms.length);
  const outside = { value: Infinity, gradient };
  if (logarithms.some((value) => Math.abs(value) > WIDEST)) return outside;
  const hyperparameters = fromLogarithms(logarithms);
  const conditioned = attempt(table, hyperparameters);
  if (conditioned === undefined) return outside;
  const { x, weights } = table;
  const slopes = slopesOfMatrix(table, conditioned);
  const kernel = kernelOf(x, x, hyperparameters).data;
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.rows; j++) {
      const slope = slopes[i * x.rows + j] as number;
      const alike = slope * (kernel[i * x.rows + j] as number);
      gradient[0] = (gradient[0] as number) + alike;
      if (i === j) {
        const noise = hyperparameters.noise / (weights[i] as number);
        gradient[1] = (gradient[1] as number) + slope * noise;
      }
      addLengths(gradient, { table, i, j, alike, hyperparameters });
    }
  }
  return { value: -conditioned.evidence, gradient };
}

function attempt(table: Table, hyperparameters: Hyperparameters): Conditioned | undefined {
  try {
    return condition(table, hyperparameters);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The slope of −evidence by each entry of K: ½ (targets · K⁻¹ − K⁻¹y (K⁻¹y)ᵀ). */
function slopesOfMatrix({ x, y }: Table, { lower, solution }: Conditioned): Float64Array {
  return inverseOf(lower).map((value, at) => {
    const [i, j] = [Math.floor(at / x.rows), at % x.rows];
    let product = 0;
    for (let target = 0; target < y.columns; target++) {
      product += solution.get(i, target) * solution.get(j, target);
    }
    return (y.columns * value - product) / 2;
  });
}

function addLengths(
  gradient: Float64Array,
  { table: { x }, i, j, alike, hyperparameters: { lengthScales } }: {
    readonly table: Table;
    readonly i: number;
    readonly j: number;
    readonly alike: number;
    readonly hyperparameters: Hyperparameters;
  },
): void {
  for (let at = 0; at < x.columns; at++) {
    const scale = lengthScales.length === 1 ? 0 : at;
    const gap = (x.data[i * x.columns + at] as number) - (x.data[j * x.columns + at] as number);
    const share = alike * (gap / (lengthScales[scale] as number)) ** 2;
    gradient[2 + scale] = (gradient[2 + scale] as number) + share;
  }
}
