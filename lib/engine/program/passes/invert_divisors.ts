/**
 * Lets updates multiply with the reciprocals of scalars instead of dividing by them.
 *
 * @module
 */

import { loopedOperations } from "../fused_loop.ts";
import { type Pass, rewrite } from "../pass.ts";
import { type Constant, elementsOf, type Operation, sizeOf, type Value } from "../program.ts";

/**
 * Divisions take most of the time of Adam's loop, two of three of them by scalars. Results may differ
 * in the last bit, which matters to nothing that loops do: none of their kernels jumps.
 *
 * @param outputs names of outputs that loops may give
 * @returns the pass, for the end
 * @example
 * ```ts
 * import { invertDivisors } from "./invert_divisors.ts";
 * invertDivisors(new Set(["new weight"])).name;
 * ```
 */
export function invertDivisors(outputs: ReadonlySet<string>): Pass {
  return {
    name: "multiply updates with reciprocals",
    apply: (program) => {
      const looped = new Set(loopedOperations(program, outputs).flatMap(({ outputs }) => outputs));
      const numbers = new Map(program.constants.map(({ value, data }) => [value, data[0]]));
      const reciprocals = new Map<Value, Value>();
      const constants: Constant[] = [];
      const rewritten = rewrite(program, (operation) => {
        const { kernel, inputs: [dividend, divisor], outputs: [output] } = operation;
        if (kernel !== "RealDiv" || !dividend || !divisor || !output) return [operation];
        if (!looped.has(output) || sizeOf(divisor.shape) !== 1) return [operation];
        const known = reciprocals.get(divisor);
        const reciprocal = known ?? { dtype: divisor.dtype, shape: divisor.shape };
        const inputs = [dividend, reciprocal];
        const product: Operation = { ...operation, kernel: "Multiply", inputs };
        if (known) return [product];
        reciprocals.set(divisor, reciprocal);
        const number = numbers.get(divisor);
        if (number === undefined) return [inverse(divisor, { reciprocal, operation }), product];
        constants.push({ value: reciprocal, data: elementsOf(divisor.dtype, [1 / number]) });
        return [product];
      });
      return { ...rewritten, constants: [...program.constants, ...constants] };
    },
  };
}

function inverse(
  divisor: Value,
  { reciprocal, operation }: { readonly reciprocal: Value; readonly operation: Operation },
): Operation<"Reciprocal"> {
  const { site } = operation;
  return { kernel: "Reciprocal", inputs: [divisor], attrs: {}, outputs: [reciprocal], site };
}
