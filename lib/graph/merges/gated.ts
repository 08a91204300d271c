/**
 * A mean of inputs with a gate for every number.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { OUTPUT } from "../../models/interface.ts";
import { glorotUniform, zeros } from "../../models/initializers.ts";
import type { BuildContext, DifferentiableModel } from "../../models/model.ts";
import { Parameters } from "../../models/parameters.ts";
import { sizeOf } from "../../models/ports.ts";
import type { Merge } from "../merge_node.ts";
import type { MergeOptions } from "../merge_strategy.ts";
import { mergeModel, namedMerge, sameShape } from "./merge_model.ts";

/**
 * Takes a mean of inputs of one shape, in which all inputs together decide how much each number of
 * each input counts.
 *
 * With the numbers of input i in a row xᵢ: zᵢ = [x₁ … xₙ]·Wᵢ + bᵢ, g = softmax over inputs of zᵢ,
 * number by number, and y = Σ gᵢ ⊙ xᵢ. For two inputs g is σ(z₁ − z₂) and its complement, the gate
 * of Arevalo et al., Gated multimodal units for information fusion, 2017, eq. 3.
 *
 * @param options what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @example
 * ```ts
 * import { gated } from "./gated.ts";
 * gated();
 * ```
 */
export function gated(options: MergeOptions = {}): Merge {
  return namedMerge("gated", { options, build });
}

function build({ inputs, seeds }: BuildContext): DifferentiableModel {
  const output = sameShape(inputs);
  const width = sizeOf(output.shape);
  const count = Object.keys(inputs).length;
  const parameters = new Parameters(seeds);
  const kernel = parameters.make("kernel", [count * width, count * width], {
    initial: glorotUniform,
  });
  const bias = parameters.make("bias", [count * width], { initial: zeros });
  return mergeModel({
    inputs,
    outputs: { [OUTPUT]: output },
    parameters,
    flops: 2 * (count * width) ** 2 + 2 * count * width,
    call: (tensors) => {
      const together = tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1, width])), 1);
      const scores = tf.add(tf.matMul(together as tf.Tensor2D, kernel as tf.Tensor2D), bias);
      // The softmax of tfjs takes the last axis, so that inputs come last.
      const gates = tf.softmax(tf.transpose(tf.reshape(scores, [-1, count, width]), [0, 2, 1]));
      const values = tf.transpose(tf.reshape(together, [-1, count, width]), [0, 2, 1]);
      const shape = [-1, ...output.shape.map(Number)];
      return { [OUTPUT]: tf.reshape(tf.sum(tf.mul(gates, values), 2), shape) };
    },
  });
}
