/**
 * Layer normalisation.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { ones, zeros } from "../initializers.ts";
import type { Parameters } from "../parameters.ts";
import { type Block, step } from "./block.ts";

/** What keeps the quotient finite where all numbers are equal. */
const EPSILON = 1e-5;

/**
 * Brings the last axis to mean 0 and variance 1, then scales and shifts it.
 *
 * Source: Ba, Kiros and Hinton, Layer normalization, 2016.
 *
 * @param parameters where its weights are made
 * @param options begins the names of its weights, and the length of the last axis
 * @returns a block that keeps shapes
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { Parameters } from "../parameters.ts";
 * import { layerNorm } from "./layer_norm.ts";
 * layerNorm(new Parameters(SeedStream.from(1)), { name: "norm", width: 64 });
 * ```
 */
export function layerNorm(
  parameters: Parameters,
  { name, width }: { readonly name: string; readonly width: number },
): Block {
  const scale = parameters.make(`${name}.scale`, [width], { initial: ones });
  const shift = parameters.make(`${name}.shift`, [width], { initial: zeros });
  return step((x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(normal, scale), shift);
  });
}
