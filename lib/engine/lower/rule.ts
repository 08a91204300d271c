/**
 * What a lowering rule is.
 *
 * @module
 */

import { type RefusedKernel, RefusedKernelError } from "../program/refused_kernel.ts";
import type { KernelName, Kernels } from "../program/kernels.ts";
import type { Value } from "../program/program.ts";
import type { GraphBuilder, Operand } from "./graph_builder.ts";

/** An operation that is to become nodes. */
export interface Call<K extends KernelName> {
  readonly kernel: K;
  readonly inputs: readonly Operand[];
  readonly attrs: Kernels[K];
  readonly outputs: readonly Value[];
  /** Where nodes go. */
  readonly to: GraphBuilder;
}

/** Adds the nodes of an operation; returns the names of its outputs, one or all. */
export type LowerRule<K extends KernelName> = (call: Call<K>) => string | readonly string[];

/** Rules of a family of kernels; none may be missing. */
export type LowerRules<Names extends KernelName> = { readonly [K in Names]: LowerRule<K> };

/** A case of a kernel that ONNX cannot express, or that has no rule. */
export class MissingRuleError extends RefusedKernelError {
  override readonly name = "MissingRuleError";

  /** @param refused the kernel, its place, and why */
  constructor(refused: RefusedKernel) {
    super("lower", refused);
  }
}

/** A case without a rule, thrown inside of rules, which do not know the call site. */
export class NoRule extends Error {}

/** Throws where ONNX has an operator for numbers only, and tfjs's own answer would mean little. */
export function refuseBooleans(inputs: readonly Operand[]): void {
  if (inputs.some(({ dtype }) => dtype === "bool")) {
    throw new NoRule(
      "ONNX has no such operator for booleans; cast them to float32 or int32 before",
    );
  }
}

/** The operand at a place. */
export function at(inputs: readonly Operand[], index: number): Operand {
  const operand = inputs[index];
  if (!operand) throw new RangeError(`Cannot find operand ${index}: got ${inputs.length}`);
  return operand;
}

/** The only result of an operation. */
export function result(outputs: readonly Value[]): Value {
  const [value] = outputs;
  if (!value) throw new RangeError("Cannot lower an operation without results");
  return value;
}
