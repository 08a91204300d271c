/**
 * Drops operations that give what they take.
 *
 * @module
 */

import { type Pass, rewrite } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/** Reshapes to the same shape, chains of reshapes, and transpositions that keep the order. */
export const dropNoOps: Pass = {
  name: "drop operations without effect",
  apply: (program) => {
    const reshaped = new Map<Value, Value>();
    return rewrite(program, (operation, { replace }) => {
      const [input] = operation.inputs;
      const [output] = operation.outputs;
      if (!input || !output) return [operation];
      if (keepsOrder(operation)) return drop(output, input);
      if (operation.kernel !== "Reshape") return [operation];
      const source = reshaped.get(input) ?? input;
      if (source.shape.join() === output.shape.join()) return drop(output, source);
      reshaped.set(output, source);
      return [{ ...operation, inputs: [source] }];

      function drop(from: Value, to: Value): readonly Operation[] {
        replace(from, to);
        return [];
      }
    });
  },
};

function keepsOrder(operation: Operation): boolean {
  if (operation.kernel !== "Transpose") return false;
  const { perm } = operation.attrs as Operation<"Transpose">["attrs"];
  return perm.every((axis, index) => axis === index);
}
