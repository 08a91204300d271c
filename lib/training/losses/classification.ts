/**
 * Losses between scores and classes. All take scores before any softmax or sigmoid.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../../core/json.ts";
import { defineLoss, type Loss, pairwise, PREDICTION, rowsOf } from "./loss.ts";
import { readOptions } from "../options.ts";

/**
 * Cross-entropy: −Σ p log softmax(x), over the last axis of the scores; the mean where each sample has
 * several places, as the steps of a sequence.
 *
 * Targets are classes, one number for each place, or probabilities, one for each score.
 *
 * @param options `smoothing`: share of the probability that all classes get alike (Szegedy et al.,
 *   Rethinking the Inception architecture, 2016), 0 to 1, default 0; `ignore`: a class that marks places
 *   which do not count, default −100, as in PyTorch
 * @returns the loss
 * @throws RangeError for a smoothing that is no share
 * @example
 * ```ts
 * import { crossEntropy } from "./classification.ts";
 * crossEntropy({ smoothing: 0.1 });
 * ```
 */
export function crossEntropy(options: JsonObject = {}): Loss {
  const plans = {
    smoothing: { otherwise: 0, most: 1 },
    ignore: { otherwise: -100, least: -Infinity },
  } as const;
  const { smoothing, ignore } = readOptions("crossEntropy", { given: options, plans });
  return defineLoss({
    name: "crossEntropy",
    options,
    compares: PREDICTION,
    classes: { ignore },
    call: (scores, targets) => {
      const { logarithms, wanted, counts } = places(scores as tf.Tensor, {
        targets: targets as tf.Tensor,
        ignore,
      });
      const own = tf.sum(tf.mul(wanted, logarithms), 2);
      const smooth = smoothing === 0
        ? own
        : tf.add(tf.mul(own, 1 - smoothing), tf.mul(tf.mean(logarithms, 2), smoothing));
      if (counts === undefined) return tf.neg(tf.mean(smooth, 1));
      const sum = tf.maximum(tf.sum(counts, 1), 1);
      return tf.neg(tf.div(tf.sum(tf.mul(smooth, counts), 1), sum));
    },
  });
}

interface Places {
  /** Logarithms of probabilities, of shape (samples, places, classes). */
  readonly logarithms: tf.Tensor;
  /** Probabilities, of the same shape. */
  readonly wanted: tf.Tensor;
  /** 1 for places that count, of shape (samples, places); left out where all do. */
  readonly counts: tf.Tensor | undefined;
}

function places(
  scores: tf.Tensor,
  { targets, ignore }: { readonly targets: tf.Tensor; readonly ignore: number },
): Places {
  const classes = scores.shape.at(-1) ?? 1;
  const given = rowsOf(targets);
  const count = (rowsOf(scores).shape[1] ?? 0) / classes;
  const logarithms = tf.logSoftmax(tf.reshape(scores, [-1, count, classes]));
  if (classes > 1 && given.shape[1] === count) {
    const marked = tf.cast(given, "float32");
    const kept = tf.cast(tf.notEqual(marked, ignore), "float32");
    const wanted = tf.oneHot(tf.cast(marked, "int32"), classes);
    return { logarithms, wanted: tf.cast(wanted, "float32"), counts: kept };
  }
  if (classes > 1 && given.shape[1] === count * classes) {
    const wanted = tf.reshape(tf.cast(given, "float32"), [-1, count, classes]);
    return { logarithms, wanted, counts: undefined };
  }
  throw new RangeError(
    `Cannot compute the loss "crossEntropy" of scores [${scores.shape}] and targets ` +
      `[${targets.shape}]: it takes two classes or more along the last axis, and ${count} classes ` +
      `or ${count * classes} probabilities per sample`,
  );
}

/**
 * Cross-entropy of yes and no, each number on its own: log(1 + eˣ) − x·y, which overflows for no x.
 *
 * @param options `positiveWeight`: how much more a yes counts than a no, above 0; default 1
 * @returns the loss
 * @throws RangeError for a weight that is no number above 0
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "./classification.ts";
 * binaryCrossEntropy({ positiveWeight: 9 }); // a tenth of the samples are positive
 * ```
 */
export function binaryCrossEntropy(options: JsonObject = {}): Loss {
  const name = "binaryCrossEntropy";
  const plans = { positiveWeight: { otherwise: 1, above: true } } as const;
  const { positiveWeight } = readOptions(name, { given: options, plans });
  return pairwise({ name, options }, (x, y) => {
    // log(1 + e⁻ˣ) is that of eˣ without x; its slope at zero is a half, that of −|x| would be none.
    if (positiveWeight === 1) return tf.sub(tf.softplus(x), tf.mul(x, y));
    const factor = tf.add(tf.mul(y, positiveWeight - 1), 1);
    return tf.add(
      tf.mul(tf.sub(1, y), x),
      tf.mul(factor, tf.softplus(tf.neg(x))),
    );
  });
}

/**
 * Hinge loss: max(0, margin − y·x) for one score and y of ±1 (0 stands for −1), and
 * Σ max(0, margin − x_y + x_i) ÷ classes over the other classes for several scores and one class.
 *
 * Sources: Cortes and Vapnik, Support-vector networks, 1995; Crammer and Singer, On the algorithmic
 * implementation of multiclass kernel-based vector machines, 2001 (as PyTorch's `MultiMarginLoss`).
 *
 * @param options `margin`: how far right has to be from wrong, above 0, default 1; `squared`: the square
 *   of each term, default false
 * @returns the loss
 * @throws RangeError for a margin that is no number above 0
 * @example
 * ```ts
 * import { hinge } from "./classification.ts";
 * hinge({ squared: true });
 * ```
 */
export function hinge(options: JsonObject = {}): Loss {
  const plans = { margin: { otherwise: 1, above: true }, squared: false } as const;
  const { margin, squared } = readOptions("hinge", { given: options, plans });
  const short = (distance: tf.Tensor): tf.Tensor => {
    const lack = tf.relu(tf.sub(margin, distance));
    return squared ? tf.square(lack) : lack;
  };
  const signs = pairwise({ name: "hinge", options }, (x, y) => {
    const sign = tf.sub(tf.mul(tf.cast(tf.greater(y, 0), "float32"), 2), 1);
    return short(tf.mul(sign, x));
  });
  return defineLoss({
    ...signs,
    classes: {},
    call: (scores, targets) => {
      const [x, y] = [rowsOf(scores as tf.Tensor), rowsOf(targets as tf.Tensor)];
      const classes = x.shape[1];
      if (classes === 1 || y.shape[1] !== 1) return signs.call(x, y);
      const own = tf.oneHot(tf.cast(tf.reshape(y, [-1]), "int32"), classes);
      const right = tf.cast(own, "float32");
      const score = tf.sum(tf.mul(x, right), 1, true);
      return tf.mean(tf.mul(short(tf.sub(score, x)), tf.sub(1, right)), 1);
    },
  });
}
