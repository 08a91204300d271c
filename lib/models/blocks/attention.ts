/**
 * Attention of the steps of a sequence to each other.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Initializer } from "../initializers.ts";
import type { Parameters } from "../parameters.ts";
import { type Block, dropout } from "./block.ts";
import { dense } from "./dense.ts";

/** How attention is made. */
export interface AttentionOptions {
  /** Begins the names of its weights. */
  readonly name: string;
  readonly width: number;
  /** How many parts of the width attend on their own. */
  readonly heads: number;
  readonly steps: number;
  /** Whether a step sees itself and what is before it only. */
  readonly causal: boolean;
  /** Share of the attention that is dropped in training. */
  readonly dropout: number;
  /** First values of queries, keys and values, and of the projection behind them. */
  readonly initial: Initializer;
  readonly projection: Initializer;
}

/** So little that nothing is left of it after the exponential, and finite. */
const MASKED = -1e9;

/**
 * Multi-head self-attention: softmax(Q·Kᵀ ÷ √(width of a head))·V, then a projection.
 *
 * Source: Vaswani et al., Attention is all you need, 2017.
 *
 * @param parameters where its weights are made
 * @param options width, heads, mask, dropout, first values
 * @returns a block from (samples, steps, width) to the same shape
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { glorotUniform } from "../initializers.ts";
 * import { Parameters } from "../parameters.ts";
 * import { attention } from "./attention.ts";
 * const initial = { initial: glorotUniform, projection: glorotUniform };
 * const options = { name: "attention", width: 8, heads: 2, steps: 5, causal: true, dropout: 0 };
 * attention(new Parameters(SeedStream.from(1)), { ...options, ...initial });
 * ```
 */
export function attention(
  parameters: Parameters,
  { name, width, heads, steps, causal, ...options }: AttentionOptions,
): Block {
  const { initial, projection } = options;
  const queries = dense(parameters, {
    name: `${name}.queriesKeysValues`,
    from: width,
    to: 3 * width,
    rows: steps,
    initial,
  });
  const project = dense(parameters, {
    name: `${name}.projection`,
    from: width,
    to: width,
    rows: steps,
    initial: projection,
  });
  const drop = dropout(options.dropout);
  const each = width / heads;
  return {
    flops: queries.flops + project.flops + 4 * steps * steps * width,
    call: (x, context) => {
      const length = x.shape[1] ?? 0;
      const [q, k, v] = tf.split(queries.call(x, context), 3, -1).map((part) =>
        tf.transpose(tf.reshape(part, [-1, length, heads, each]), [0, 2, 1, 3])
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(each));
      const seen = causal ? tf.add(scores, maskOfFuture(length)) : scores;
      const mixed = tf.matMul(drop.call(tf.softmax(seen), context), v);
      const rows = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [-1, length, width]);
      return project.call(rows, context);
    },
  };
}

/** Nothing up to the diagonal, and beyond it what no exponential survives. */
function maskOfFuture(length: number): tf.Tensor2D {
  const mask = Float32Array.from(
    { length: length * length },
    (_, at) => at % length > Math.floor(at / length) ? MASKED : 0,
  );
  return tf.tensor2d(mask, [length, length]);
}
