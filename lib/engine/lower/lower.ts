/**
 * From a program to an ONNX model: one rule for each kernel.
 *
 * @module
 */

import type { Precision } from "./precision.ts";
import type { KernelName } from "../program/kernels.ts";
import {
  type Constant,
  isSplat,
  type Operation,
  type Program,
  sizeOf,
  type Value,
} from "../program/program.ts";
import { GraphBuilder, type Operand } from "./graph_builder.ts";
import type { OnnxModel, OnnxPort } from "./onnx.ts";
import { type Call, type LowerRule, type LowerRules, MissingRuleError, NoRule } from "./rule.ts";
import { CONVOLUTION } from "./rules/convolution.ts";
import { ELEMENTWISE } from "./rules/elementwise.ts";
import { MATRIX } from "./rules/matrix.ts";
import { MOVEMENT } from "./rules/movement.ts";
import { POOLING } from "./rules/pooling.ts";
import { REDUCE } from "./rules/reduce.ts";

/** A kernel without a rule does not compile. */
const LOWER: LowerRules<KernelName> = {
  ...ELEMENTWISE,
  ...REDUCE,
  ...MOVEMENT,
  ...MATRIX,
  ...CONVOLUTION,
  ...POOLING,
};

/**
 * Lowers a program.
 *
 * @param program a verified program
 * @param precision of products. Default: `float32`
 * @returns an ONNX model with the same names of inputs and outputs
 * @throws MissingRuleError for a case of a kernel that no rule covers
 * @example
 * ```ts
 * import { lower } from "./lower.ts";
 * const value = { dtype: "float32", shape: [2] } as const;
 * const named = [{ name: "x", value }];
 * lower({ inputs: named, constants: [], operations: [], outputs: [{ name: "y", value }] });
 * ```
 */
export function lower(program: Program, precision?: Precision): OnnxModel {
  const to = new GraphBuilder(precision);
  const names = new Map<Value, string>(program.inputs.map(({ name, value }) => [value, name]));
  for (const constant of program.constants) names.set(constant.value, lowerConstant(to, constant));
  for (const operation of program.operations) {
    const outputs = lowerOperation(operation, { to, names });
    operation.outputs.forEach((output, index) => names.set(output, outputs[index] ?? ""));
  }
  const outputs = program.outputs.map((named) => ({
    port: portOf(named),
    value: names.get(named.value) ?? "",
  }));
  return to.finish(program.inputs.map(portOf), outputs);
}

function lowerOperation(
  { kernel, inputs, attrs, outputs, site }: Operation,
  { to, names }: { readonly to: GraphBuilder; readonly names: ReadonlyMap<Value, string> },
): readonly string[] {
  const operands: Operand[] = inputs.map((value) => ({ ...value, name: names.get(value) ?? "" }));
  // Kernel and attributes belong together in an operation, which the table cannot tell.
  const rule = LOWER[kernel] as LowerRule<KernelName>;
  to.begin(kernel, site);
  try {
    return [rule({ kernel, inputs: operands, attrs, outputs, to } as Call<KernelName>)].flat();
  } catch (error) {
    if (!(error instanceof NoRule)) throw error;
    throw new MissingRuleError({ kernel, site, reason: error.message });
  }
}

/** One element that stands for all is spread by the graph, which ONNX Runtime folds. */
function lowerConstant(to: GraphBuilder, constant: Constant): string {
  const { value, data } = constant;
  const { dtype: type, shape } = value;
  if (!isSplat(constant) || sizeOf(shape) === 1) return to.tensor(data, { type, dims: shape });
  to.begin("constant");
  return to.node("Expand", [to.tensor(data, { type, dims: [] }), to.ints(shape)]);
}

function portOf({ name, value }: Program["inputs"][number]): OnnxPort {
  return { name, type: value.dtype, dims: value.shape };
}
