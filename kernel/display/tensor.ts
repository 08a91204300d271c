/**
 * Tensors of TensorFlow.js, known by their shape: the library is not loaded.
 *
 * @module
 */

import { textBundle } from "./bundle.ts";
import { countText } from "./count_text.ts";
import type { Formatter } from "./formatter.ts";
import { describeThrown } from "./inspect.ts";
import { describeStatistics } from "./tensor_statistics.ts";
import { tensorText, type TensorValues } from "./tensor_text.ts";

/** What is read of a tensor. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly size: number;
  readonly isDisposed: boolean;
  /** Asynchronous, because a device may still compute. */
  data(): Promise<TensorValues>;
}

/** Larger tensors show shape and type alone: to copy them from a device takes too long. */
const MAX_SIZE = 1_000_000;

/** Tensors of TensorFlow.js, variables included. */
export const tensorFormatter: Formatter<Tensor> = {
  name: "tensor",
  // The device may have work in front of the copy.
  budget: 2_000,
  accepts: (value): value is Tensor =>
    "dtype" in value && typeof value.dtype === "string" &&
    "shape" in value && Array.isArray(value.shape) &&
    "isDisposed" in value && typeof value.isDisposed === "boolean" &&
    "data" in value && typeof value.data === "function",
  async format(tensor) {
    const heading = describeTensor(tensor);
    if (tensor.isDisposed) return textBundle(`${heading}, disposed: its values are gone`);
    if (tensor.size > MAX_SIZE) {
      return textBundle(`${heading}, ${countText(tensor.size)} elements`);
    }
    try {
      const values = await tensor.data();
      const lines = [
        heading,
        describeStatistics(values, tensor.dtype),
        tensorText(values, tensor),
      ];
      return textBundle(lines.filter((line) => line !== "").join("\n"));
    } catch (error) {
      return textBundle(`${heading}, whose values cannot be read: ${describeThrown(error)}`);
    }
  },
};

function describeTensor(tensor: Tensor): string {
  const kind = "trainable" in tensor ? "Variable" : "Tensor";
  return `${kind} [${tensor.shape.join(", ")}] ${tensor.dtype}`;
}
