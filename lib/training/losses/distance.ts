/**
 * Distances between rows, with slopes everywhere. Computes with tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

/** PyTorch's, added to each difference: the root of a sum of squares has no slope at zero. */
const NEAR = 1e-6;

/** The least product of lengths that is divided by, as in PyTorch. */
const LEAST = 1e-8;

/**
 * Euclidean distance.
 *
 * @param x of shape (samples, numbers)
 * @param y of the same shape
 * @returns |x − y + 10⁻⁶|, of shape (samples), as PyTorch's `pairwise_distance`
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { euclidean } from "./distance.ts";
 * euclidean(tf.tensor2d([[3, 4]]), tf.zeros([1, 2])); // 5
 * ```
 */
export function euclidean(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(tf.add(tf.sub(x, y), NEAR)), 1));
}

/**
 * Cosine of the angle between rows.
 *
 * @param x of shape (samples, numbers)
 * @param y of the same shape
 * @returns from −1 to 1, of shape (samples); 0 where a row is zero
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { cosineOf } from "./distance.ts";
 * cosineOf(tf.tensor2d([[1, 1]]), tf.tensor2d([[2, 2]])); // 1
 * ```
 */
export function cosineOf(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(unitRows(x), unitRows(y)), 1);
}

/**
 * Rows of length 1.
 *
 * @param x of shape (samples, numbers)
 * @returns each row divided by its length; rows of zeros stay
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { unitRows } from "./distance.ts";
 * unitRows(tf.tensor2d([[3, 4]])); // [[0.6, 0.8]]
 * ```
 */
export function unitRows(x: tf.Tensor): tf.Tensor2D {
  const squares = tf.sum(tf.square(x), 1, true);
  // Within the root, so that rows of zeros have a slope.
  const length = tf.sqrt(tf.add(squares, LEAST * LEAST));
  return tf.div(x, length);
}
