/**
 * Types and shapes of what an operation gives, for every kernel.
 *
 * @module
 */

import type { KernelName, Kernels } from "../kernels.ts";
import type { Value } from "../program.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { MATRIX } from "./matrix.ts";
import { MOVEMENT } from "./movement.ts";
import { REDUCE } from "./reduce.ts";
import type { InferRules } from "./rule.ts";

/** A kernel without a rule does not compile. */
const INFER: InferRules<KernelName> = { ...ELEMENTWISE, ...REDUCE, ...MOVEMENT, ...MATRIX };

/**
 * Infers the outputs of an operation.
 *
 * @param kernel name of the kernel
 * @param options what it is applied to
 * @param options.inputs its inputs in order
 * @param options.attrs its attributes
 * @returns new values
 * @throws ShapeError when the inputs do not go together
 * @example
 * ```ts
 * import { infer } from "./infer.ts";
 * const x = { dtype: "float32", shape: [2, 3] } as const;
 * infer("Sum", { inputs: [x], attrs: { axis: [1], keepDims: false } }); // float32 [2]
 * ```
 */
export function infer<K extends KernelName>(
  kernel: K,
  { inputs, attrs }: { readonly inputs: readonly Value[]; readonly attrs: Kernels[K] },
): readonly Value[] {
  return INFER[kernel](inputs, attrs);
}
