/**
 * A mean of inputs, of which each sample attends to some more than to others.
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

/** How inputs are attended to. */
export interface AttentionOptions extends MergeOptions {
  /** Length of the query and of the keys; default 16. */
  readonly units?: number;
}

/** The output that says how much each input counts. */
export const ATTENTION = "attention";

/**
 * Takes a mean of inputs of one shape, weighed by how well each answers a learned query.
 *
 * With the numbers of input i in a row xᵢ: uᵢ = tanh(xᵢ·W + b), a = softmax over inputs of uᵢ·q, and
 * y = Σ aᵢ · xᵢ. The output `attention` is a, of shape (inputs). Source: Yang et al., Hierarchical
 * attention networks for document classification, 2016, eq. 8 to 10.
 *
 * @param options length of the query, and what becomes of targets, tags and identifiers
 * @returns a merge for `MergeNode`
 * @throws RangeError for a length that is no whole number from 1
 * @example
 * ```ts
 * import { attention } from "./attention.ts";
 * attention({ units: 8 });
 * ```
 */
export function attention(options: AttentionOptions = {}): Merge<AttentionOptions> {
  const { units = 16 } = options;
  if (!Number.isInteger(units) || units < 1) {
    throw new RangeError(`Cannot attend with ${units} units: give a whole number from 1`);
  }
  return namedMerge("attention", {
    options,
    known: ["units"],
    build: (context) => build(context, units),
  });
}

function build({ inputs, seeds }: BuildContext, units: number): DifferentiableModel {
  const output = sameShape(inputs);
  const width = sizeOf(output.shape);
  const count = Object.keys(inputs).length;
  const parameters = new Parameters(seeds);
  const kernel = parameters.make("kernel", [width, units], { initial: glorotUniform });
  const bias = parameters.make("bias", [units], { initial: zeros });
  const query = parameters.make("query", [units, 1], { initial: glorotUniform });
  const flops = count * (2 * width * units + 2 * units + 2 * width);
  return mergeModel({
    inputs,
    outputs: {
      [OUTPUT]: output,
      [ATTENTION]: { shape: [count], dtype: "float32", range: [0, 1] },
    },
    parameters,
    flops,
    call: (tensors) => {
      const rows = tensors.map((tensor) => tf.reshape(tensor, [-1, width]));
      const scores = rows.map((row) => {
        const key = tf.tanh(tf.add(tf.matMul(row as tf.Tensor2D, kernel as tf.Tensor2D), bias));
        return tf.matMul(key as tf.Tensor2D, query as tf.Tensor2D);
      });
      const shares = tf.softmax(tf.concat(scores, 1));
      const parts = rows.map((row, index) => tf.mul(row, tf.slice(shares, [0, index], [-1, 1])));
      const shape = [-1, ...output.shape.map(Number)];
      return { [OUTPUT]: tf.reshape(tf.addN(parts), shape), [ATTENTION]: shares };
    },
  });
}
