/**
 * Types of elements: those of ONNX, and those that models exchange.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { PortType } from "../interface.ts";

type OnnxElements =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | BigInt64Array;

/** A type of elements of an ONNX model. */
export interface ElementType {
  /** As ONNX Runtime calls it. */
  readonly name: string;
  /** What models exchange in its place. */
  readonly port: PortType;
  /** Brings elements of models into it. */
  readonly from: (values: ArrayLike<number>) => OnnxElements;
}

/** By the number that ONNX gives to it. */
export const ELEMENT_TYPES: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, { name: "float32", port: "float32", from: (values) => Float32Array.from(values) }],
  [2, { name: "uint8", port: "int32", from: (values) => Uint8Array.from(values) }],
  [3, { name: "int8", port: "int32", from: (values) => Int8Array.from(values) }],
  [4, { name: "uint16", port: "int32", from: (values) => Uint16Array.from(values) }],
  [5, { name: "int16", port: "int32", from: (values) => Int16Array.from(values) }],
  [6, { name: "int32", port: "int32", from: (values) => Int32Array.from(values) }],
  [7, {
    name: "int64",
    port: "int32",
    from: (values) => BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))),
  }],
  [9, { name: "bool", port: "bool", from: (values) => Uint8Array.from(values, (v) => v ? 1 : 0) }],
  [11, { name: "float64", port: "float32", from: (values) => Float64Array.from(values) }],
]);

/** Bytes of an element of the types that weights have; whole numbers of 64 bits are sizes and indices. */
export const WEIGHT_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 4],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
  [6, 4],
  [10, 2],
  [11, 8],
  [16, 2],
]);

/**
 * Brings a tensor into the type that an ONNX model takes.
 *
 * @param tensor of any type of elements
 * @param type what the model takes
 * @returns what ONNX Runtime takes; the tensor itself when nothing is to do
 * @example
 * ```ts
 * import { ELEMENT_TYPES, toOnnxType } from "./elements.ts";
 * const int64 = ELEMENT_TYPES.get(7);
 * const tensor = { dtype: "float32", shape: [1], data: Float32Array.of(3) } as const;
 * if (int64) toOnnxType(tensor, int64).data; // BigInt64Array [ 3n ]
 * ```
 */
export function toOnnxType(tensor: HostTensor, { name, from }: ElementType): HostTensor {
  if (tensor.dtype === name) return tensor;
  // The engine hands types on to ONNX Runtime as they are, and knows fewer by name.
  return { shape: tensor.shape, dtype: name, data: from(tensor.data) } as unknown as HostTensor;
}

/**
 * Brings what an ONNX model gives into the type that models exchange.
 *
 * @param tensor of any type of elements that ONNX Runtime gives
 * @param to the type that models exchange
 * @returns the tensor itself when nothing is to do
 * @throws RangeError for whole numbers of more than 32 bits
 * @example
 * ```ts
 * import { toPortType } from "./elements.ts";
 * toPortType({ dtype: "float32", shape: [1], data: Float32Array.of(3) }, "float32");
 * ```
 */
export function toPortType({ shape, data, dtype }: HostTensor, to: PortType): HostTensor {
  if (dtype === to) return { shape, data, dtype };
  const values = data as ArrayLike<number | bigint>;
  if (to === "float32") {
    return { dtype: to, shape, data: Float32Array.from(values, Number) };
  }
  const whole = Int32Array.from(values, (value) => {
    const number = Number(value);
    if (number === (number | 0)) return number;
    throw new RangeError(`Cannot take ${value} from an ONNX model: it has more than 32 bits`);
  });
  return { dtype: "int32", shape, data: whole };
}
