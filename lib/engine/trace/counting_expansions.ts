/**
 * Kernels that count, search and look up: comparisons of all with all, summed.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { given, type Inputs } from "./given.ts";

/** By kernel name. */
export const COUNTING_EXPANSIONS = {
  Bincount: ({ x, weights }: Inputs, { size }: RawAttrs): tf.Tensor =>
    counted(given(x), { weights: given(weights), size: Number(size), binary: false }),
  DenseBincount: ({ x, weights }: Inputs, { size, binaryOutput }: RawAttrs): tf.Tensor =>
    counted(given(x), {
      weights: given(weights),
      size: Number(size),
      binary: binaryOutput === true,
    }),
  SearchSorted: ({ sortedSequence, values }: Inputs, { side }: RawAttrs): tf.Tensor => {
    const sorted = tf.expandDims(given(sortedSequence), 1);
    const sought = tf.expandDims(given(values), 2);
    const before = side === "left" ? tf.less(sorted, sought) : tf.lessEqual(sorted, sought);
    return tf.sum(tf.cast(before, "int32"), 2);
  },
  SparseToDense: (inputs: Inputs, { outputShape }: RawAttrs): tf.Tensor => {
    const [indices, values] = [given(inputs.sparseIndices), given(inputs.sparseValues)];
    const shape = outputShape as number[];
    const places = tf.reshape(indices, [-1, shape.length]);
    const updates = tf.broadcastTo(values, [places.shape[0] ?? 0]);
    const dense = tf.broadcastTo(given(inputs.defaultValue), shape);
    return tf.tensorScatterUpdate(dense, places, updates);
  },
};

interface Counting {
  readonly weights: tf.Tensor;
  readonly size: number;
  /** Whether only the presence of a number counts. */
  readonly binary: boolean;
}

/** Numbers that are too large to be counted have no one in their row. */
function counted(x: tf.Tensor, { weights, size, binary }: Counting): tf.Tensor {
  const hot = tf.cast(tf.oneHot(tf.cast(x, "int32") as tf.Tensor1D, size), "float32");
  if (binary) return tf.max(hot, -2);
  return tf.sum(weights.size > 0 ? tf.mul(hot, tf.expandDims(weights, -1)) : hot, -2);
}
