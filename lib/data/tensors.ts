/**
 * Columns as tensors of tfjs, and tensors as columns. The library is handed in, never imported.
 *
 * @module
 */

import { Column, type NumberArray } from "./column.ts";

/** A tensor as columns read it: the first axis counts samples. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** @returns its values, the last axis fastest */
  dataSync(): ArrayLike<number> | readonly string[];
}

/** What makes tensors: tfjs itself. */
export interface TensorMaker<T> {
  /** Makes a tensor of values and a shape. */
  tensor(values: never, shape: number[], dtype: never): T;
}

/**
 * Makes a tensor of a column.
 *
 * @param tf tfjs
 * @param column any column; missing samples become NaN, and are refused where there is no such number
 * @returns a tensor of shape (samples, …shape of one sample), of the nearest kind that tfjs has:
 *   `float32`, `int32`, `bool` or `string`
 * @throws {TypeError} when samples of whole numbers, truth values or texts are missing
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { buildColumn } from "./build_column.ts";
 * import { toTensor } from "./tensors.ts";
 * function volts(): tf.Tensor {
 *   return toTensor(tf, buildColumn("volt", [3.1, 3.2]));
 * }
 * ```
 */
export function toTensor<T>(tf: TensorMaker<T>, column: Column): T {
  const dtype = kindOf(column);
  if (column.valid !== undefined && dtype !== "float32") {
    throw new TypeError(
      `Cannot make a tensor of ${column.nullCount} missing samples of ${column.dtype}: ` +
        `fill them with "simpleImputer" first, or take the samples that are there`,
    );
  }
  const shape = [column.length, ...column.shape];
  return tf.tensor(valuesOf(column, dtype) as never, shape, dtype as never);
}

/**
 * Makes a column of a tensor; its values are copied.
 *
 * @param tensor of shape (samples, …shape of one sample)
 * @returns the column
 * @throws {TypeError} when it is a single number, or complex
 * @example
 * ```ts
 * import type { Tensor } from "@tensorflow/tfjs-core";
 * import { fromTensor } from "./tensors.ts";
 * function shapeOf(tensor: Tensor): readonly number[] {
 *   return fromTensor(tensor).shape;
 * }
 * ```
 */
export function fromTensor(tensor: TensorLike): Column {
  const [length, ...shape] = tensor.shape;
  if (length === undefined || tensor.dtype === "complex64") {
    throw new TypeError(
      `Cannot make a column of a tensor of ${tensor.dtype} and shape [${
        tensor.shape.join(", ")
      }]: ` +
        `its first axis is to count samples, and its values are to be real`,
    );
  }
  const data = tensor.dataSync();
  switch (tensor.dtype) {
    case "string": {
      const levels = [...new Set(data as readonly string[])];
      const places = new Map(levels.map((level, place) => [level, place]));
      const values = Int32Array.from(data as readonly string[], (text) => places.get(text) ?? 0);
      return new Column({ dtype: "utf8", shape, values, levels });
    }
    case "bool":
      return new Column({
        dtype: "bool",
        shape,
        values: Uint8Array.from(data as ArrayLike<number>),
      });
    case "int32":
      return new Column({
        dtype: "int32",
        shape,
        values: Int32Array.from(data as ArrayLike<number>),
      });
    default:
      return new Column({
        dtype: "float32",
        shape,
        values: Float32Array.from(data as ArrayLike<number>),
      });
  }
}

type TensorKind = "float32" | "int32" | "bool" | "string";

function kindOf({ dtype }: Column): TensorKind {
  if (dtype === "utf8") return "string";
  if (dtype === "bool") return "bool";
  // 32 bits without a sign would overflow.
  return dtype.startsWith("float") || dtype === "uint32" ? "float32" : "int32";
}

function valuesOf(column: Column, kind: TensorKind): NumberArray | readonly string[] {
  const { values, valid, levels = [], size } = column;
  if (kind === "string") return Array.from(values, (place) => levels[place] ?? "");
  if (kind === "bool") return Uint8Array.from(values);
  if (kind === "int32") return Int32Array.from(values);
  if (valid === undefined) return Float32Array.from(values);
  return Float32Array.from(values, (value, at) => valid[Math.floor(at / size)] === 0 ? NaN : value);
}
