/**
 * Tensors of tfjs and arrays of elements.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { type Elements, elementsOf, type Value } from "./program/program.ts";
import type { HostTensor } from "./run/onnx_runtime.ts";
import { isDType } from "./trace/recorder.ts";

/**
 * Finds the elements of a tensor where they are.
 *
 * @param tensor any tensor whose backend reads at once
 * @returns its type, shape and elements; those of the portable backend are not copied,
 * and those that it keeps in arrays of another type are converted once
 * @throws TypeError for strings and complex numbers
 * @example
 * ```ts
 * import { tensor1d } from "../tf.ts";
 * import { hostOf } from "./host_tensor.ts";
 * const data = Float32Array.of(1, 2);
 * hostOf(tensor1d(data)).data.buffer === data.buffer; // true
 * ```
 */
export function hostOf(tensor: tf.Tensor): HostTensor {
  return withElements(tensor, converted.get(tensor.dataId) ?? tensor.dataSync() as Elements);
}

/**
 * Reads a tensor of any backend.
 *
 * @param tensor any tensor
 * @returns its type, shape and elements
 * @throws TypeError for strings and complex numbers
 * @example
 * ```ts
 * import { tensor1d } from "../tf.ts";
 * import { readHost } from "./host_tensor.ts";
 * (await readHost(tensor1d([1, 2]))).shape; // [2]
 * ```
 */
export async function readHost(tensor: tf.Tensor): Promise<HostTensor> {
  return withElements(tensor, await tensor.data() as Elements);
}

/**
 * Makes a tensor of the backend in use.
 *
 * @param host type, shape and elements
 * @returns a tensor that shares the elements, as far as its backend can
 * @example
 * ```ts
 * import "../tf.ts";
 * import { tensorOf } from "./host_tensor.ts";
 * tensorOf({ dtype: "float32", shape: [1], data: Float32Array.of(1) });
 * ```
 */
export function tensorOf({ data, shape, dtype }: HostTensor): tf.Tensor {
  return tf.tensor(data, [...shape], dtype);
}

/**
 * Type and shape of a tensor.
 *
 * @param tensor any tensor
 * @returns what a program needs to know of it
 * @throws TypeError for strings and complex numbers
 * @example
 * ```ts
 * import { scalar } from "../tf.ts";
 * import { typeOf } from "./host_tensor.ts";
 * typeOf(scalar(1)).dtype; // "float32"
 * ```
 */
export function typeOf({ dtype, shape }: tf.Tensor): Value {
  if (isDType(dtype)) return { dtype, shape };
  throw new TypeError(`Cannot compile for a tensor of ${dtype}: use float32, int32 or bool`);
}

/** Kinds of arrays by the types of their elements. */
const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Elements in arrays of the right kind, as long as tensors live: batches repeat from step to step. */
const converted = new WeakMap<tf.Tensor["dataId"], Elements>();

/** The portable backend keeps the elements of some casts in arrays of the former type. */
function withElements(tensor: tf.Tensor, data: Elements): HostTensor {
  const type = typeOf(tensor);
  if (data instanceof ARRAYS[type.dtype]) return { ...type, data };
  const elements = elementsOf(type.dtype, data);
  converted.set(tensor.dataId, elements);
  return { ...type, data: elements };
}
