/**
 * What an inference rule is, and the rules that many kernels share.
 *
 * @module
 */

import { broadcast_util } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";
import type { KernelName, Kernels } from "../kernels.ts";
import type { DType, Value } from "../program.ts";

/** Types and shapes of the outputs, from those of the inputs and the attributes. */
export type InferRule<K extends KernelName> = (
  inputs: readonly Value[],
  attrs: Kernels[K],
) => readonly Value[];

/** The input at a place, or an error that names the place. */
export function operand(inputs: readonly Value[], index: number): Value {
  const value = inputs[index];
  if (!value) throw new ShapeError(`Cannot find operand ${index}: got ${inputs.length} operands`);
  return value;
}

/** One output. */
export function one(dtype: DType, shape: readonly number[]): readonly Value[] {
  return [{ dtype, shape: [...shape] }];
}

/** Same type and shape as the first input. */
export function same(inputs: readonly Value[]): readonly Value[] {
  const { dtype, shape } = operand(inputs, 0);
  return one(dtype, shape);
}

/** Shape of the first input, 32-bit floats. */
export function sameFloat(inputs: readonly Value[]): readonly Value[] {
  return one("float32", operand(inputs, 0).shape);
}

/** Shape of the first input, booleans. */
export function sameBool(inputs: readonly Value[]): readonly Value[] {
  return one("bool", operand(inputs, 0).shape);
}

/** Two inputs broadcast against each other; type of the first. */
export function broadcast(inputs: readonly Value[]): readonly Value[] {
  return one(operand(inputs, 0).dtype, broadcastShape(inputs));
}

/** Two inputs broadcast against each other; booleans. */
export function broadcastBool(inputs: readonly Value[]): readonly Value[] {
  return one("bool", broadcastShape(inputs));
}

/** Two inputs broadcast against each other; 32-bit floats. */
export function broadcastFloat(inputs: readonly Value[]): readonly Value[] {
  return one("float32", broadcastShape(inputs));
}

/** Shape of two operands broadcast against each other. */
export function broadcastShape(inputs: readonly Value[]): readonly number[] {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  return broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
}

/** Rules of a family of kernels; none may be missing. */
export type InferRules<Names extends KernelName> = { readonly [K in Names]: InferRule<K> };
