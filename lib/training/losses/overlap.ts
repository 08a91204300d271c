/**
 * Losses between masks: how much of them overlaps.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../../core/json.ts";
import { alignedRows, defineLoss, type Loss, PREDICTION } from "./loss.ts";
import { readOptions } from "../options.ts";

/**
 * Dice loss: 1 − (2 Σ p·y + s) ÷ (Σ p + Σ y + s), p the sigmoid of the scores of a sample.
 *
 * Source: Milletari, Navab and Ahmadi, V-Net, 2016 (without squares below, as Sudre et al., 2017).
 *
 * @param options `smooth`: s, which makes two empty masks equal, above 0, default 1; `takes`: `"scores"`,
 *   or `"probabilities"` where the model gives these
 * @returns the loss
 * @throws RangeError for options that it cannot take
 * @example
 * ```ts
 * import { dice } from "./overlap.ts";
 * dice({ takes: "probabilities" });
 * ```
 */
export function dice(options: JsonObject = {}): Loss {
  const plans = {
    smooth: { otherwise: 1, above: true },
    takes: ["scores", "probabilities"],
  } as const;
  const { smooth, takes } = readOptions("dice", { given: options, plans });
  return defineLoss({
    name: "dice",
    options,
    compares: PREDICTION,
    call: (outputs, targets) => {
      const [x, y] = alignedRows("dice", [outputs as tf.Tensor, targets as tf.Tensor]);
      const p = takes === "scores" ? tf.sigmoid(x) : x;
      const common = tf.add(tf.mul(2, tf.sum(tf.mul(p, y), 1)), smooth);
      const all = tf.add(tf.add(tf.sum(p, 1), tf.sum(y, 1)), smooth);
      return tf.sub(1, tf.div(common, all));
    },
  });
}
