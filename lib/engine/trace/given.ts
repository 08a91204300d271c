/**
 * Operands of kernels that are expanded.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";

/** Inputs by the names that tfjs gives them. */
export type Inputs = Readonly<Record<string, tf.Tensor>>;

/** The operand, or an error where tfjs passed none. */
export function given(tensor: tf.Tensor | undefined): tf.Tensor {
  if (!tensor) throw new RangeError("Cannot expand a kernel: an input is missing");
  return tensor;
}
