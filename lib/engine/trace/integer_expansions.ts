/**
 * Kernels that give whole numbers: bits, shapes and samples.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const INTEGER_EXPANSIONS = {
  BitwiseAnd: ({ a, b }: Inputs): tf.Tensor => {
    const powers = tf.tensor1d(Int32Array.from({ length: 31 }, (_, bit) => 2 ** bit), "int32");
    const bits = [given(a), given(b)].map((x) =>
      tf.mod(tf.floorDiv(tf.expandDims(x, -1), powers), tf.scalar(2, "int32"))
    ) as [tf.Tensor, tf.Tensor];
    const counted = tf.sum(tf.mul(tf.mul(...bits), powers), -1);
    const negative = tf.logicalAnd(tf.less(given(a), 0), tf.less(given(b), 0));
    // The sign is a bit as well.
    const sign = tf.scalar(-(2 ** 31), "int32");
    return tf.add(counted, tf.mul(tf.cast(negative, "int32"), sign));
  },
  BroadcastArgs: ({ s0, s1 }: Inputs): tf.Tensor => {
    const length = Math.max(given(s0).size, given(s1).size);
    const [one, other] = [given(s0), given(s1)].map((shape) =>
      tf.concat([tf.ones([length - shape.size], "int32"), shape])
    ) as [tf.Tensor, tf.Tensor];
    return tf.where(tf.equal(one, 1), other, one);
  },
  /** The largest of logarithms with noise of Gumbel's distribution, which each run draws anew. */
  Multinomial: ({ logits }: Inputs, { numSamples, normalized }: RawAttrs): tf.Tensor => {
    const rows = given(logits);
    const [batch = 0, outcomes = 0] = rows.shape;
    const shares = normalized === true ? tf.log(rows) : rows;
    const drawn = tf.randomUniform([batch, Number(numSamples), outcomes]);
    const noise = tf.neg(tf.log(tf.neg(tf.log(drawn))));
    return tf.argMax(tf.add(tf.expandDims(shares, 1), noise), 2);
  },
};
