/**
 * A weighted sum of inputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { OUTPUT } from "../../models/interface.ts";
import { type BuildContext, type DifferentiableModel, ShapeError } from "../../models/model.ts";
import { Parameters } from "../../models/parameters.ts";
import type { Merge } from "../merge_node.ts";
import type { MergeOptions } from "../merge_strategy.ts";
import { mergeModel, namedMerge, sameShape } from "./merge_model.ts";

/** How inputs are weighed. */
export interface WeightedOptions extends MergeOptions {
  /** A number for each input; left out: equal ones that add up to 1. */
  readonly weights?: readonly number[];
  /** Whether weights are trained, `weights` being their first ratios; default false. */
  readonly learned?: boolean;
}

/**
 * Adds inputs of one shape, each times its weight.
 *
 * Fixed weights are taken as they are. Learned ones are softmax(s) of a trained number s for each
 * input, so that they stay positive and add up to 1: y = Σ softmax(s)ᵢ · xᵢ (Peters et al., Deep
 * contextualized word representations, 2018, eq. 1, without its scale γ).
 *
 * @param options weights, and what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @throws RangeError for weights that are no numbers, or for learned ones that are not positive
 * @example
 * ```ts
 * import { weighted } from "./weighted.ts";
 * weighted({ weights: [0.7, 0.3] });
 * weighted({ weights: [2, 1, 1], learned: true });
 * ```
 */
export function weighted(options: WeightedOptions = {}): Merge<WeightedOptions> {
  const { weights = [], learned = false } = options;
  const bad = weights.find((weight) => !Number.isFinite(weight) || (learned && weight <= 0));
  if (bad !== undefined) {
    const wanted = learned ? "positive numbers, their first ratios" : "numbers";
    throw new RangeError(`Cannot weigh an input by ${bad}: give ${wanted}`);
  }
  return namedMerge("weighted", {
    options,
    known: ["weights", "learned"],
    build: (context) => build(context, options),
  });
}

function build({ inputs, seeds }: BuildContext, options: WeightedOptions): DifferentiableModel {
  const outputs = { [OUTPUT]: sameShape(inputs) };
  const count = Object.keys(inputs).length;
  const weights = options.weights ?? Array.from({ length: count }, () => 1 / count);
  if (weights.length !== count) {
    throw new ShapeError(OUTPUT, {
      expected: `a weight for each of ${count} inputs`,
      found: `${weights.length} weights`,
    });
  }
  if (options.learned !== true) {
    return mergeModel({
      inputs,
      outputs,
      call: (tensors) => ({
        [OUTPUT]: tf.addN(tensors.map((tensor, index) => tf.mul(tensor, weights[index] ?? 0))),
      }),
    });
  }
  const parameters = new Parameters(seeds);
  const scores = parameters.make("scores", [count], {
    initial: () => Float32Array.from(weights, Math.log),
  });
  return mergeModel({
    inputs,
    outputs,
    parameters,
    call: (tensors) => {
      const shares = tf.unstack(tf.softmax(scores));
      const parts = tensors.map((tensor, index) => tf.mul(tensor, shares[index] as tf.Scalar));
      return { [OUTPUT]: tf.addN(parts) };
    },
  });
}
