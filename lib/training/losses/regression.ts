/**
 * Losses between numbers: how far predictions are from what was measured.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../../core/json.ts";
import { type Loss, pairwise } from "./loss.ts";
import { readOptions } from "../options.ts";

/**
 * Mean squared error: (x − y)².
 *
 * @param options none
 * @returns the loss
 * @example
 * ```ts
 * import { mse } from "./regression.ts";
 * mse().name; // "mse"
 * ```
 */
export function mse(options: JsonObject = {}): Loss {
  readOptions("mse", { given: options, plans: {} });
  return pairwise({ name: "mse", options }, (x, y) => tf.squaredDifference(x, y));
}

/**
 * Mean absolute error: |x − y|.
 *
 * @param options none
 * @returns the loss
 * @example
 * ```ts
 * import { mae } from "./regression.ts";
 * mae().name; // "mae"
 * ```
 */
export function mae(options: JsonObject = {}): Loss {
  readOptions("mae", { given: options, plans: {} });
  return pairwise({ name: "mae", options }, (x, y) => tf.abs(tf.sub(x, y)));
}

/**
 * Huber's loss: e²/2 where e = |x − y| is at most δ, and δ·(e − δ/2) beyond.
 *
 * Source: Huber, Robust estimation of a location parameter, 1964.
 *
 * @param options `delta`: where squares end and lines begin, above 0; default 1
 * @returns the loss
 * @throws RangeError for a delta that is no number above 0
 * @example
 * ```ts
 * import { huber } from "./regression.ts";
 * huber({ delta: 0.5 });
 * ```
 */
export function huber(options: JsonObject = {}): Loss {
  const plans = { delta: { otherwise: 1, above: true } } as const;
  const { delta } = readOptions("huber", { given: options, plans });
  return pairwise({ name: "huber", options }, (x, y) => {
    const error = tf.abs(tf.sub(x, y));
    const within = tf.minimum(error, delta);
    return tf.add(tf.mul(0.5, tf.square(within)), tf.mul(delta, tf.sub(error, within)));
  });
}
