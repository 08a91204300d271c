/**
 * Decoupled weight decay: weights shrink apart from their slopes. Computes with tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

/** Optimizers that have a learning rate, which tfjs's types do not tell. */
interface WithRate {
  readonly learningRate: number;
}

/**
 * Makes an optimizer shrink the weights that it moves by learning rate · decay before each step.
 *
 * Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2019 (AdamW).
 *
 * @param optimizer any optimizer of tfjs with a learning rate; it is changed
 * @param options the share of the weights, to be multiplied by the learning rate, and names of
 *   variables that do not shrink
 * @returns the same optimizer
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { decoupleDecay } from "./decoupled_decay.ts";
 * decoupleDecay(tf.train.adam(0.001), { decay: 0.01 });
 * ```
 */
export function decoupleDecay(
  optimizer: tf.Optimizer,
  { decay, spared = [] }: { readonly decay: number; readonly spared?: readonly string[] },
): tf.Optimizer {
  const apply = optimizer.applyGradients.bind(optimizer);
  return Object.assign(optimizer, {
    // A number that is no setting tells recorded programs apart.
    decoupledDecay: decay,
    applyGradients: (slopes: Parameters<typeof apply>[0]) => {
      const { learningRate } = optimizer as unknown as WithRate;
      for (const name of movedBy(slopes)) {
        if (!spared.includes(name)) shrink(name, { learningRate, decay });
      }
      apply(slopes);
    },
  });
}

function movedBy(slopes: Parameters<tf.Optimizer["applyGradients"]>[0]): readonly string[] {
  if (!Array.isArray(slopes)) return Object.keys(slopes);
  return slopes.filter(({ tensor }) => tensor !== undefined && tensor !== null)
    .map(({ name }) => name);
}

function shrink(
  name: string,
  { learningRate, decay }: { readonly learningRate: number; readonly decay: number },
): void {
  const weight = tf.engine().registeredVariables[name];
  if (weight === undefined) return;
  tf.tidy(() => {
    // The rate alone, so that a recording finds it and makes an input of it.
    const share = tf.mul(tf.scalar(learningRate), decay);
    weight.assign(tf.sub(weight, tf.mul(weight, share)));
  });
}
