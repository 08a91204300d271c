/**
 * Losses by name: each compares tensors row by row and gives one number per sample.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { freeze, type JsonObject } from "../core/json.ts";
import { Registry } from "../core/registry.ts";

/** Compares tensors of shape (samples, …); gives shape (samples). */
export type LossFunction = (...given: readonly tf.Tensor[]) => tf.Tensor;

/** A loss with its options. */
export interface Loss {
  /** The name under which it is registered. */
  readonly name: string;
  readonly options: JsonObject;
  /** What it compares, in order, such as `outputs` and `targets`. */
  readonly compares: readonly string[];
  /** One number per sample. */
  readonly call: LossFunction;
}

/** Makes a loss of options. */
export type LossMaker = (options: JsonObject) => Loss;

/** Losses; register your own by name, so that saved experiments can name them. */
export const losses: Registry<LossMaker> = new Registry<LossMaker>("loss", {
  mse: pairwise("mse", (a, b) => tf.squaredDifference(a, b)),
  mae: pairwise("mae", (a, b) => tf.abs(tf.sub(a, b))),
  huber: (options) => {
    const delta = numberOf(options, { name: "delta", otherwise: 1 });
    return pairwise("huber", (a, b) => {
      const error = tf.abs(tf.sub(a, b));
      const within = tf.minimum(error, delta);
      return tf.add(tf.mul(0.5, tf.square(within)), tf.mul(delta, tf.sub(error, within)));
    })(options);
  },
  crossEntropy: (options) => ({
    name: "crossEntropy",
    options: freeze({ ...options }),
    compares: ["outputs", "targets"],
    call: (logits, targets) => crossEntropy(logits as tf.Tensor, targets as tf.Tensor),
  }),
  binaryCrossEntropy: pairwise("binaryCrossEntropy", (logits, targets) => {
    // max(x, 0) − x·y + log(1 + e^−|x|), which overflows for no x.
    const positive = tf.sub(tf.relu(logits), tf.mul(logits, targets));
    return tf.add(positive, tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
  }),
});

/**
 * Makes a loss.
 *
 * @param loss its name, a loss, or a function from outputs and targets to one number per sample
 * @param options of the named loss
 * @returns the loss
 * @throws UnknownNameError when no loss of that name is registered
 * @example
 * ```ts
 * import { lossOf } from "./losses.ts";
 * lossOf("huber", { delta: 0.5 });
 * ```
 */
export function lossOf(loss: string | Loss | LossFunction, options: JsonObject = {}): Loss {
  if (typeof loss === "string") return losses.get(loss)(options);
  if (typeof loss !== "function") return loss;
  return { name: loss.name || "custom", options, compares: ["outputs", "targets"], call: loss };
}

/**
 * Lays the numbers of each sample in one row.
 *
 * @param x of shape (samples, …)
 * @returns of shape (samples, numbers)
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { rowsOf } from "./losses.ts";
 * rowsOf(tf.zeros([4, 1, 8])).shape; // [4, 8]
 * ```
 */
export function rowsOf(x: tf.Tensor): tf.Tensor2D {
  const width = x.shape.slice(1).reduce((product, length) => product * length, 1);
  return tf.reshape(x, [-1, width]);
}

/** A loss that compares number by number and takes the mean over each sample. */
function pairwise(
  name: string,
  compare: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
): LossMaker {
  return (options) => ({
    name,
    options: freeze({ ...options }),
    compares: ["outputs", "targets"],
    call: (a, b) => tf.mean(compare(rowsOf(a as tf.Tensor), rowsOf(b as tf.Tensor)), 1),
  });
}

/** Targets are classes (one number per sample) or probabilities (as many as there are logits). */
function crossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const [rows, given] = [rowsOf(logits), rowsOf(targets)];
  const classes = rows.shape[1];
  const wanted = given.shape[1] === classes && classes > 1
    ? given
    : tf.oneHot(tf.cast(tf.reshape(given, [-1]), "int32"), classes);
  return tf.neg(tf.sum(tf.mul(tf.cast(wanted, "float32"), tf.logSoftmax(rows)), 1));
}

function numberOf(
  options: JsonObject,
  { name, otherwise }: { readonly name: string; readonly otherwise: number },
): number {
  const given = options[name];
  return typeof given === "number" ? given : otherwise;
}
