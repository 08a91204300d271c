/**
 * A Gaussian process as tensors.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Matrix } from "ml-matrix";
import { OUTPUT, type Ports } from "../interface.ts";
import type { Conditioned } from "./evidence.ts";
import type { Hyperparameters } from "./kernel.ts";
import type { Table } from "./table.ts";
import { matrixOf, squaredDistances } from "./tensors.ts";
import { invertLower } from "./triangular.ts";

/** What a Gaussian process has learned. */
export interface Process {
  readonly samples: Table;
  /** Mean of each target, about which the function moves. */
  readonly mean: Float64Array;
  readonly hyperparameters: Hyperparameters;
  readonly conditioned: Conditioned;
}

/**
 * Predicts as a Gaussian process does, with the inverse of L in the place of equations.
 *
 * @param process what was learned
 * @param x of shape (samples, numbers)
 * @returns means and their standard deviations, of shape (samples, targets)
 * @throws RangeError when what float32 rounds away is more than a tenth of the noise
 * @example
 * ```ts
 * import type { Tensor2D } from "@tensorflow/tfjs-core";
 * import { type Process, recordProcess } from "./process_tensors.ts";
 * const means = (process: Process, x: Tensor2D) => recordProcess(process, x).output;
 * ```
 */
export function recordProcess(
  { samples, mean, hyperparameters, conditioned: { lower, solution } }: Process,
  x: tf.Tensor2D,
): Ports<tf.Tensor2D> {
  const { variance, noise, lengthScales } = hyperparameters;
  requireNoise(solution, { variance, noise });
  const { rows, columns, data } = samples.x;
  const scaleOf = (column: number): number =>
    lengthScales[lengthScales.length === 1 ? 0 : column] as number;
  const known = { rows, columns, data: data.map((value, at) => value / scaleOf(at % columns)) };
  const scales = tf.tensor1d(Array.from({ length: columns }, (_, column) => scaleOf(column)));
  const squares = squaredDistances(tf.div(x, scales), known);
  const alike = tf.mul<tf.Tensor2D>(tf.exp(tf.mul(squares, -0.5)), variance);
  const weights = tf.tensor2d(solution.to1DArray(), [rows, mean.length]);
  const about = tf.tensor1d(Float32Array.from(mean));
  const inverse = matrixOf({ rows, columns: rows, data: invertLower(lower) });
  const half = tf.matMul(alike, inverse, false, true);
  const explained = tf.sum(tf.square(half), 1, true);
  // Roundings must not make the variance negative.
  const left = tf.add<tf.Tensor2D>(tf.maximum(tf.sub(variance, explained), 0), noise);
  return {
    [OUTPUT]: tf.add(tf.matMul(alike, weights), about),
    deviation: tf.tile<tf.Tensor2D>(tf.sqrt(left), [1, mean.length]),
  };
}

/** Four units in the last place of float32, which exponentials and squares lose. */
const ROUNDING = 2 ** -22;

/** Where noise is little, predictions are small differences of large numbers. */
function requireNoise(
  solution: Matrix,
  { variance, noise }: Pick<Hyperparameters, "variance" | "noise">,
): void {
  const norms = solution.transpose().to2DArray().map((column) => Math.hypot(...column));
  const rounding = ROUNDING * variance * Math.max(...norms);
  const deviation = Math.sqrt(noise);
  if (rounding <= deviation / 10) return;
  throw new RangeError(
    `GaussianProcess cannot be recorded: float32 rounds its predictions by about ` +
      `${rounding.toPrecision(1)}, more than a tenth of its noise (deviation ` +
      `${deviation.toPrecision(1)}); fit it with more noise, or leave it out of the export`,
  );
}
