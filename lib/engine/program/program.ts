/**
 * A program: what a traced function computes, as a value.
 *
 * @module
 */

import type { KernelName, Kernels } from "./kernels.ts";

/** Types of elements that a program computes with. */
export type DType = "float32" | "int32" | "bool";

/** Elements of a constant, an input or an output; booleans are bytes of 0 and 1. */
export type Elements = Float32Array | Int32Array | Uint8Array;

/** One tensor of a program; two values are the same only when they are the same object. */
export interface Value {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A tensor that is known when the program is made. */
export interface Constant {
  readonly value: Value;
  /** All elements in row-major order, or a single one that stands for all of them. */
  readonly data: Elements;
}

/** One operation. */
export interface Operation<K extends KernelName = KernelName> {
  readonly kernel: K;
  readonly inputs: readonly Value[];
  readonly attrs: Kernels[K];
  readonly outputs: readonly Value[];
  /** Where in user code or in which layer it was called. */
  readonly site: string;
}

/** A value with the name under which it enters or leaves the program. */
export interface Named {
  readonly name: string;
  readonly value: Value;
}

/** Operations in the order in which they run, with what they take and give. */
export interface Program {
  readonly inputs: readonly Named[];
  readonly constants: readonly Constant[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Named[];
}

/**
 * Counts the elements of a shape.
 *
 * @param shape sizes of the axes
 * @returns their product, 1 for a scalar
 * @example
 * ```ts
 * import { sizeOf } from "./program.ts";
 * sizeOf([2, 3]); // 6
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Tells whether a constant repeats one element.
 *
 * @param constant a constant of a program
 * @returns true when `data[0]` is every element
 * @example
 * ```ts
 * import { isSplat } from "./program.ts";
 * isSplat({ value: { dtype: "float32", shape: [2] }, data: Float32Array.of(1) }); // true
 * ```
 */
export function isSplat({ value, data }: Constant): boolean {
  return data.length === 1 && sizeOf(value.shape) >= 1;
}

/**
 * Makes elements of a type.
 *
 * @param dtype type of the elements
 * @param values numbers to convert, or a count of zeros
 * @returns a typed array
 * @example
 * ```ts
 * import { elementsOf } from "./program.ts";
 * elementsOf("bool", [1, 0]); // Uint8Array
 * ```
 */
export function elementsOf(dtype: DType, values: ArrayLike<number> | number): Elements {
  const Kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  return typeof values === "number" ? new Kind(values) : Kind.from(values);
}
