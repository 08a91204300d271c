/**
 * Rules of kernels that combine the elements along axes.
 *
 * @module
 */

import { ShapeError } from "../errors.ts";
import type { ReduceAttrs } from "../kernels.ts";
import type { Value } from "../program.ts";
import { type InferRules, one, operand, sameFloat } from "./rule.ts";

/** Kernels of this family. */
export type ReduceName =
  | ("All" | "Any" | "ArgMax" | "ArgMin" | "Cumsum" | "FFT" | "IFFT" | "Max" | "Mean" | "Min")
  | ("Prod" | "Softmax" | "Sum" | "TopK");

/** Their rules. */
export const REDUCE: InferRules<ReduceName> = {
  All: reduce,
  Any: reduce,
  ArgMax: (inputs, { axis }) => one("int32", without(operand(inputs, 0).shape, axis)),
  ArgMin: (inputs, { axis }) => one("int32", without(operand(inputs, 0).shape, axis)),
  Cumsum: (inputs) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype === "bool" ? "int32" : dtype, shape);
  },
  FFT: complex,
  IFFT: complex,
  Max: reduce,
  Mean: (inputs, attrs) => one("float32", reduce(inputs, attrs)[0]?.shape ?? []),
  Min: reduce,
  Prod: reduce,
  Softmax: sameFloat,
  Sum: reduce,
  TopK: (inputs, { k }) => {
    const { dtype, shape } = operand(inputs, 0);
    const last = shape.at(-1) ?? 0;
    if (k > last) throw new ShapeError(`Cannot take the top ${k} of ${last} elements`);
    const top = [...shape.slice(0, -1), k];
    return [{ dtype, shape: top }, { dtype: "int32", shape: top }];
  },
};

/** Real and imaginary part. */
function complex(inputs: readonly Value[]): readonly Value[] {
  const [real, imag] = [operand(inputs, 0), operand(inputs, 1)];
  if (real.shape.join() !== imag.shape.join()) {
    throw new ShapeError(`Cannot join parts of [${real.shape}] and [${imag.shape}]`);
  }
  return [...one("float32", real.shape), ...one("float32", real.shape)];
}

function reduce(inputs: readonly Value[], { axis, keepDims }: ReduceAttrs): readonly Value[] {
  const { dtype, shape } = operand(inputs, 0);
  const kept = shape.flatMap((size, index) =>
    axis.includes(index) ? (keepDims ? [1] : []) : [size]
  );
  return one(dtype, kept);
}

function without(shape: readonly number[], axis: number): readonly number[] {
  return shape.filter((_, index) => index !== axis);
}
