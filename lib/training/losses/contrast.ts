/**
 * Losses between samples in roles: what belongs together comes near, the rest goes away.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../../core/json.ts";
import { cosineOf, euclidean, unitRows } from "./distance.ts";
import { alignedRows, defineLoss, type Loss, rowsOf } from "./loss.ts";
import { readOptions } from "../options.ts";

/**
 * Contrastive loss: (s·d² + (1 − s)·max(0, margin − d)²) ÷ 2, d the distance of anchor and pair, and s
 * whether they are similar.
 *
 * Compares outputs of the roles `anchor` and `pair`, and either the targets of both, which are similar
 * when no number of them differs by more than the tolerance, or one column that says 1 or 0.
 *
 * Source: Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006.
 *
 * @param options `margin`: how far dissimilar samples have to be, above 0, default 1; `tolerance`: how
 *   much similar targets may differ, default 0
 * @returns the loss
 * @throws RangeError for numbers out of range
 * @example
 * ```ts
 * import { contrastive } from "./contrast.ts";
 * contrastive({ margin: 2, tolerance: 0.05 });
 * ```
 */
export function contrastive(options: JsonObject = {}): Loss {
  const plans = { margin: { otherwise: 1, above: true }, tolerance: { otherwise: 0 } } as const;
  const { margin, tolerance } = readOptions("contrastive", { given: options, plans });
  return defineLoss({
    name: "contrastive",
    options,
    compares: ["outputs.anchor", "outputs.pair", "targets.anchor", "targets.pair"],
    takes: [3, 4],
    call: (anchor, pair, first, second) => {
      const d = euclidean(...alignedRows("contrastive", [anchor as tf.Tensor, pair as tf.Tensor]));
      const s = similar([first as tf.Tensor, second], tolerance);
      const near = tf.mul(s, tf.square(d));
      const far = tf.mul(tf.sub(1, s), tf.square(tf.relu(tf.sub(margin, d))));
      return tf.mul(tf.add(near, far), 0.5);
    },
  });
}

function similar(
  [first, second]: readonly [tf.Tensor, tf.Tensor | undefined],
  tolerance: number,
): tf.Tensor {
  if (second === undefined) return tf.reshape(tf.cast(first, "float32"), [-1]);
  const [one, other] = alignedRows("contrastive", [first, second]);
  const apart = tf.max(tf.abs(tf.sub(one, other)), 1);
  return tf.cast(tf.lessEqual(apart, tolerance), "float32");
}

/**
 * Triplet loss: max(0, d(anchor, positive) − d(anchor, negative) + margin).
 *
 * Source: Schroff, Kalenichenko and Philbin, FaceNet, 2015; swap: Balntas et al., Learning local
 * feature descriptors with triplets, 2016.
 *
 * @param options `margin`: how much nearer the positive has to be, default 1; `distance`: `"euclidean"`
 *   or `"cosine"`; `swap`: take the distance of positive and negative where it is shorter than that of
 *   anchor and negative, default false
 * @returns the loss
 * @throws RangeError for options that it cannot take
 * @example
 * ```ts
 * import { triplet } from "./contrast.ts";
 * triplet({ margin: 0.5, distance: "cosine" });
 * ```
 */
export function triplet(options: JsonObject = {}): Loss {
  const plans = {
    margin: { otherwise: 1 },
    distance: ["euclidean", "cosine"],
    swap: false,
  } as const;
  const { margin, distance, swap } = readOptions("triplet", { given: options, plans });
  const apart = distance === "euclidean"
    ? euclidean
    : (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sub(1, cosineOf(x, y));
  return defineLoss({
    name: "triplet",
    options,
    compares: ["outputs.anchor", "outputs.positive", "outputs.negative"],
    call: (anchor, positive, negative) => {
      const [a, p] = alignedRows("triplet", [anchor as tf.Tensor, positive as tf.Tensor]);
      const [, n] = alignedRows("triplet", [anchor as tf.Tensor, negative as tf.Tensor]);
      const far = swap ? tf.minimum(apart(a, n), apart(p, n)) : apart(a, n);
      return tf.relu(tf.add(tf.sub(apart(a, p), far), margin));
    },
  });
}

/** What takes a place out of a softmax: e to its power is zero. */
const NEVER = -1e9;

/**
 * InfoNCE: cross-entropy of finding the own pair among the pairs of all samples of the batch, by the
 * cosine of their outputs. Padding is nobody's pair.
 *
 * Source: van den Oord, Li and Vinyals, Representation learning with contrastive predictive coding,
 * 2018; both ways: Radford et al., Learning transferable visual models, 2021 (CLIP).
 *
 * @param options `temperature`: what cosines are divided by, above 0, default 0.1; `symmetric`: find the
 *   anchor of each pair as well, and take the mean, default false
 * @returns the loss
 * @throws RangeError for a temperature that is no number above 0
 * @example
 * ```ts
 * import { infoNCE } from "./contrast.ts";
 * infoNCE({ temperature: 0.07, symmetric: true });
 * ```
 */
export function infoNCE(options: JsonObject = {}): Loss {
  const plans = { temperature: { otherwise: 0.1, above: true }, symmetric: false } as const;
  const { temperature, symmetric } = readOptions("infoNCE", { given: options, plans });
  return defineLoss({
    name: "infoNCE",
    options,
    compares: ["outputs.anchor", "outputs.pair", "weights.anchor", "weights.pair"],
    takes: [2, 4],
    call: (anchor, pair, ...weights) => {
      const [a, b] = alignedRows("infoNCE", [anchor as tf.Tensor, pair as tf.Tensor]);
      const cosines = tf.matMul(unitRows(a), unitRows(b), false, true);
      const scores = without(tf.div(cosines, temperature), weights);
      const forth = diagonal(tf.logSoftmax(scores));
      if (!symmetric) return tf.neg(forth);
      const back = diagonal(tf.logSoftmax(tf.transpose(scores)));
      return tf.mul(tf.add(forth, back), -0.5);
    },
  });
}

/** Takes out rows and columns of padding, but for the diagonal. */
function without(scores: tf.Tensor, weights: readonly tf.Tensor[]): tf.Tensor {
  if (weights.length === 0) return scores;
  const there = weights.map((each) => tf.cast(tf.greater(tf.reshape(each, [-1]), 0), "float32"))
    .reduce((mask: tf.Tensor, next) => tf.mul(mask, next));
  const both = tf.mul(rowsOf(there), tf.reshape(there, [1, -1]));
  const kept = tf.maximum(both, tf.eye(scores.shape[0] ?? 1));
  return tf.add(scores, tf.mul(tf.sub(1, kept), NEVER));
}

function diagonal(x: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(x, tf.eye(x.shape[0] ?? 1)), 1);
}
