/**
 * Lets nothing but the activation read what comes before it: ONNX Runtime then does both at once.
 *
 * @module
 */

import { type Pass, rewrite, usesOf } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/**
 * The slope of a rectifier reads its result, which is positive where its operand is; and a rectifier
 * comes before a reshape, next to the product that was reshaped.
 */
export const fuseActivation: Pass = {
  name: "put activations next to products",
  apply: (program) => {
    const uses = usesOf(program);
    const reshapes = new Map<Value, Operation>();
    /** Operands of rectifiers with the results. */
    const rectified = new Map<Value, Value>();
    return rewrite(program, (operation) => {
      const [input] = operation.inputs;
      const [output] = operation.outputs;
      if (!input || !output) return [operation];
      if (operation.kernel === "Reshape") reshapes.set(output, operation);
      const result = isStep(operation) ? rectified.get(input) : undefined;
      if (result) return [{ ...operation, inputs: [result] }];
      if (operation.kernel !== "Relu") return [operation];
      rectified.set(input, output);
      const reshape = reshapes.get(input);
      const [source] = reshape?.inputs ?? [];
      if (!reshape || !source || uses.get(source) !== 1) return [operation];
      const flat: Value = { ...source };
      return [
        { ...operation, inputs: [source], outputs: [flat] },
        { ...reshape, inputs: [flat], outputs: [output] },
      ];
    });
  },
};

function isStep(operation: Operation): boolean {
  if (operation.kernel !== "Step") return false;
  const { alpha } = operation.attrs as Operation<"Step">["attrs"];
  return alpha === 0;
}
