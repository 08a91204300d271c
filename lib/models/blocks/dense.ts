/**
 * Dense layers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { glorotUniform, type Initializer, zeros } from "../initializers.ts";
import type { Parameters } from "../parameters.ts";
import type { Block } from "./block.ts";

/** How a dense layer is made. */
export interface DenseOptions {
  /** Begins the names of its weights. */
  readonly name: string;
  /** Length of the last axis of what goes in. */
  readonly from: number;
  /** Length of the last axis of what comes out. */
  readonly to: number;
  /** How many rows of a sample it is applied to, as for the steps of a sequence; default 1. */
  readonly rows?: number;
  /** First values of the kernel; default Glorot's. */
  readonly initial?: Initializer;
}

/**
 * x·W + b along the last axis.
 *
 * @param parameters where its weights are made
 * @param options name and widths
 * @returns a block from (samples, …, from) to (samples, …, to)
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { dense } from "./dense.ts";
 * dense(new Parameters(SeedStream.from(1)), { name: "head", from: 8, to: 1 }).flops; // 16
 * ```
 */
export function dense(
  parameters: Parameters,
  { name, from, to, rows = 1, initial = glorotUniform }: DenseOptions,
): Block {
  const kernel = parameters.make(`${name}.kernel`, [from, to], { initial });
  const bias = parameters.make(`${name}.bias`, [to], { initial: zeros });
  return {
    flops: 2 * rows * from * to,
    call: (x) => tf.add(multiply(x, kernel as tf.Tensor2D), bias),
  };
}

/**
 * A product with a matrix along the last axis, whatever axes come before it.
 *
 * @param x of shape (…, from)
 * @param matrix of shape (from, to), or (to, from) when it is transposed
 * @param options whether the matrix is transposed
 * @returns of shape (…, to)
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { multiply } from "./dense.ts";
 * multiply(tf.ones([2, 5, 3]), tf.ones([3, 4])).shape; // [2, 5, 4]
 * ```
 */
export function multiply(
  x: tf.Tensor,
  matrix: tf.Tensor2D,
  { transposed = false }: { readonly transposed?: boolean } = {},
): tf.Tensor {
  const [from, to] = transposed ? [matrix.shape[1], matrix.shape[0]] : matrix.shape;
  const rows = x.rank === 2 ? x as tf.Tensor2D : tf.reshape(x, [-1, from]) as tf.Tensor2D;
  const product = tf.matMul(rows, matrix, false, transposed);
  return x.rank === 2 ? product : tf.reshape(product, [...x.shape.slice(0, -1), to]);
}
