/** Small programs for tests. */
import type { KernelName, Kernels } from "../../../../lib/engine/program/kernels.ts";
import { infer } from "../../../../lib/engine/program/infer/infer.ts";
import { type Pass, runPasses } from "../../../../lib/engine/program/pass.ts";
import { printProgram } from "../../../../lib/engine/program/print.ts";
import type {
  Constant,
  Operation,
  Program,
  Value,
} from "../../../../lib/engine/program/program.ts";

/** A matrix of floats. */
export function matrix(...shape: number[]): Value {
  return { dtype: "float32", shape };
}

/** An operation with inferred outputs. */
export function operation<K extends KernelName>(
  kernel: K,
  inputs: readonly Value[],
  attrs: Kernels[K],
): Operation<K> & { readonly output: Value } {
  const outputs = infer(kernel, { inputs, attrs });
  return { kernel, inputs, attrs, outputs, site: "in a test", output: outputs[0] as Value };
}

/** A program of one input and one output. */
export function programOf(
  { x, operations, y, constants = [] }: {
    readonly x: Value;
    readonly operations: readonly Operation[];
    readonly y: Value;
    readonly constants?: readonly Constant[];
  },
): Program {
  return {
    inputs: [{ name: "x", value: x }],
    constants,
    operations,
    outputs: [{ name: "y", value: y }],
  };
}

/** The lines of a program after passes. */
export function after(program: Program, ...passes: readonly Pass[]): readonly string[] {
  return printProgram(runPasses(program, passes)).split("\n");
}
