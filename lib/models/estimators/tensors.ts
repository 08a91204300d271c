/**
 * What estimators have learned, computed with tfjs: as it is recorded, for export.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { OUTPUT, type Ports } from "../interface.ts";
import type { Rows } from "./table.ts";
import { type Labels, PROBABILITIES } from "./task.ts";

/**
 * A matrix as a tensor.
 *
 * @param matrix numbers row by row
 * @returns float32 of shape (rows, columns)
 * @example
 * ```ts
 * import "../../tf.ts";
 * import { matrixOf } from "./tensors.ts";
 * matrixOf({ rows: 1, columns: 2, data: new Float64Array(2) }).shape; // [1, 2]
 * ```
 */
export function matrixOf({ rows, columns, data }: Rows): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [rows, columns]);
}

/**
 * Squares of Euclidean distances, gap by gap: products would lose digits where samples are near.
 *
 * @param x of shape (samples, numbers)
 * @param points a row for each point
 * @returns of shape (samples, points)
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { squaredDistances } from "./tensors.ts";
 * const points = { rows: 1, columns: 2, data: new Float64Array([3, 4]) };
 * squaredDistances(tf.zeros([1, 2]), points); // 25
 * ```
 */
export function squaredDistances(x: tf.Tensor2D, points: Rows): tf.Tensor2D {
  const gaps = tf.sub(tf.expandDims(x, 1), matrixOf(points));
  return tf.sum(tf.square(gaps), 2);
}

/**
 * The probabilities of scores; a single score is that of the second of two classes.
 *
 * @param scores of shape (samples, scores)
 * @returns of shape (samples, classes)
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { probabilityTensor } from "./tensors.ts";
 * probabilityTensor(tf.zeros([3, 1])).shape; // [3, 2]
 * ```
 */
export function probabilityTensor(scores: tf.Tensor2D): tf.Tensor2D {
  if (scores.shape[1] !== 1) return tf.softmax(scores);
  return tf.concat2d([tf.sigmoid(tf.neg(scores)), tf.sigmoid(scores)], 1);
}

/**
 * Outputs of learned rows, as `Task.decode` gives them.
 *
 * @param rows predictions of shape (samples, outputs), or the probabilities of classes
 * @param labels numbers of the classes; none for a regression
 * @returns by port, of shape (samples, …)
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { taskTensors } from "./tensors.ts";
 * taskTensors(tf.tensor2d([[0.2, 0.8]]), new Float64Array([3, 7])).output; // 7
 * ```
 */
export function taskTensors(rows: tf.Tensor2D, labels: Labels): Ports<tf.Tensor2D> {
  if (labels.length === 0) return { [OUTPUT]: rows };
  const likeliest = tf.gather(tf.tensor1d(Float32Array.from(labels)), tf.argMax(rows, 1));
  return { [OUTPUT]: tf.reshape(likeliest, [-1, 1]), [PROBABILITIES]: rows };
}
