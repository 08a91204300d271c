/**
 * Losses between distributions and between directions.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../../core/json.ts";
import { alignedRows, defineLoss, type Loss, PREDICTION } from "./loss.ts";
import { readOptions } from "../options.ts";
import { cosineOf } from "./distance.ts";

/** What keeps logarithms of probabilities finite; its product with zero is zero. */
const LEAST = 1e-30;

/**
 * Kullback–Leibler divergence of the softmax of scores from probabilities: Σ p (log p − log softmax(x)).
 *
 * Source: Kullback and Leibler, On information and sufficiency, 1951.
 *
 * @param options none
 * @returns the loss
 * @example
 * ```ts
 * import { klDivergence } from "./divergence.ts";
 * klDivergence().compares; // ["outputs", "targets"]
 * ```
 */
export function klDivergence(options: JsonObject = {}): Loss {
  const name = "klDivergence";
  readOptions(name, { given: options, plans: {} });
  return defineLoss({
    name,
    options,
    compares: PREDICTION,
    call: (scores, probabilities) => {
      const [x, p] = alignedRows(name, [scores as tf.Tensor, probabilities as tf.Tensor]);
      const wanted = tf.log(tf.clipByValue(p, LEAST, Infinity));
      return tf.sum(tf.mul(p, tf.sub(wanted, tf.logSoftmax(x))), 1);
    },
  });
}

/**
 * Cosine distance: 1 − x·y ÷ (|x| |y|).
 *
 * @param options none
 * @returns the loss
 * @example
 * ```ts
 * import { cosine } from "./divergence.ts";
 * cosine().name; // "cosine"
 * ```
 */
export function cosine(options: JsonObject = {}): Loss {
  readOptions("cosine", { given: options, plans: {} });
  return defineLoss({
    name: "cosine",
    options,
    compares: PREDICTION,
    call: (outputs, targets) => {
      const rows = alignedRows("cosine", [outputs as tf.Tensor, targets as tf.Tensor]);
      return tf.sub(1, cosineOf(...rows));
    },
  });
}
