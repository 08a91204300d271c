/**
 * Tensors as values of entries: put behind each other, or reduced number by number.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { NumberReducer } from "./reducers.ts";

/**
 * Tells tensors from other values.
 *
 * @param value any
 * @returns whether it has a type, a shape and data
 * @example
 * ```ts
 * import { isTensor } from "./tensor_values.ts";
 * isTensor({ dtype: "float32", shape: [1], data: Float32Array.of(1) }); // true
 * ```
 */
export function isTensor(value: unknown): value is HostTensor {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value &&
    "data" in value && ArrayBuffer.isView(value.data);
}

/**
 * Puts the samples of tensors behind each other.
 *
 * @param tensors of shapes (samples, …) that differ in the number of samples only
 * @returns one of shape (all samples, …)
 * @throws RangeError when samples differ in shape or type
 * @example
 * ```ts
 * import { concatTensors } from "./tensor_values.ts";
 * const one = { dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) } as const;
 * concatTensors([one, one]).shape; // [2, 2]
 * ```
 */
export function concatTensors(tensors: readonly HostTensor[]): HostTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError("Cannot concatenate no tensors");
  for (const { dtype, shape } of tensors) {
    if (dtype === first.dtype && String(shape.slice(1)) === String(first.shape.slice(1))) continue;
    throw new RangeError(
      `Cannot concatenate samples of ${describe(first)} and of ${describe({ dtype, shape })}`,
    );
  }
  const samples = tensors.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const size = tensors.reduce((sum, { data }) => sum + data.length, 0);
  const data = emptyLike(first, size);
  let start = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, start);
    start += tensor.data.length;
  }
  return { dtype: first.dtype, shape: [samples, ...first.shape.slice(1)], data };
}

/**
 * Reduces tensors of one shape, number by number.
 *
 * @param tensors of one shape
 * @param reducer mean, sum, min or max
 * @returns a tensor of that shape and of type float32
 * @throws RangeError when shapes differ
 * @example
 * ```ts
 * import { reduceTensors } from "./tensor_values.ts";
 * const one = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
 * reduceTensors([one, one], "sum").data; // [2, 4]
 * ```
 */
export function reduceTensors(tensors: readonly HostTensor[], reducer: NumberReducer): HostTensor {
  const [first] = tensors;
  if (first === undefined) throw new RangeError("Cannot reduce no tensors");
  const sums = Float64Array.from(first.data);
  for (const tensor of tensors.slice(1)) {
    if (String(tensor.shape) !== String(first.shape)) {
      throw new RangeError(
        `Cannot take the ${reducer} of tensors of ${describe(first)} and of ${describe(tensor)}: ` +
          'use "concat", or a function',
      );
    }
    for (let at = 0; at < sums.length; at++) {
      const [one, other] = [sums[at] as number, tensor.data[at] as number];
      sums[at] = reducer === "min"
        ? Math.min(one, other)
        : reducer === "max"
        ? Math.max(one, other)
        : one + other;
    }
  }
  const count = reducer === "mean" ? tensors.length : 1;
  const data = Float32Array.from(sums, (sum) => sum / count);
  return { dtype: "float32", shape: first.shape, data };
}

/**
 * Keeps some samples of a tensor.
 *
 * @param tensor of shape (samples, …)
 * @param places of the samples wanted
 * @returns of shape (places, …)
 * @example
 * ```ts
 * import { takeSamples } from "./tensor_values.ts";
 * const two = { dtype: "float32", shape: [2, 1], data: Float32Array.of(5, 6) } as const;
 * takeSamples(two, [1]).data; // [6]
 * ```
 */
export function takeSamples(tensor: HostTensor, places: readonly number[]): HostTensor {
  const { dtype, shape: [samples = 0, ...rest] } = tensor;
  const size = samples === 0 ? 0 : tensor.data.length / samples;
  const data = emptyLike(tensor, places.length * size);
  places.forEach((place, at) => {
    data.set(tensor.data.subarray(place * size, (place + 1) * size), at * size);
  });
  return { dtype, shape: [places.length, ...rest], data };
}

function emptyLike({ data }: HostTensor, size: number): HostTensor["data"] {
  return new (data.constructor as new (size: number) => HostTensor["data"])(size);
}

function describe({ dtype, shape }: Pick<HostTensor, "dtype" | "shape">): string {
  return `${dtype} (${["samples", ...shape.slice(1)].join(", ")})`;
}
