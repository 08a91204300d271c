/**
 * Computes before a broadcast what does not need one, and leaves broadcasting to what comes after.
 *
 * @module
 */

import { infer } from "../infer/infer.ts";
import { type Pass, rewrite } from "../pass.ts";
import { isSplat, type Operation, sizeOf, type Value } from "../program.ts";

/**
 * tfjs's slopes of sums and means are multiplied with ones to be as large as the operand; what follows
 * is done for the few elements, and sums and products take the few elements as they are.
 */
export const broadcastLate: Pass = {
  name: "broadcast late",
  apply: (program) => {
    const ones = new Set(
      program.constants.filter((constant) => isSplat(constant) && constant.data[0] === 1)
        .map(({ value }) => value),
    );
    const spreads = new Map<Value, Spread>();
    return rewrite(program, (operation) => {
      const [output] = operation.outputs;
      const spread = spreadOf(operation, ones);
      if (!output || !ELEMENTWISE.has(operation.kernel) || output.dtype !== "float32") {
        return [operation];
      }
      if (spread) {
        spreads.set(output, { ...spread, few: spreads.get(spread.few)?.few ?? spread.few });
        return [operation];
      }
      const known = operation.inputs.map((input) => spreads.get(input));
      const sources = operation.inputs.map((input, index) => known[index]?.few ?? input);
      const [first] = known.filter((spread) => spread !== undefined);
      if (!first) return [operation];
      const [few] = infer(operation.kernel, { inputs: sources, attrs: operation.attrs });
      if (!few || sizeOf(few.shape) === sizeOf(output.shape)) {
        return [
          few?.shape.join() === output.shape.join() ? { ...operation, inputs: sources } : operation,
        ];
      }
      spreads.set(output, { few, ones: first.ones });
      return [
        { ...operation, inputs: sources, outputs: [few] },
        { ...operation, kernel: "Multiply", inputs: [few, first.ones], attrs: {} },
      ];
    });
  },
};

/** Kernels that take each element by itself, and broadcast. */
const ELEMENTWISE: ReadonlySet<string> = new Set([
  ...["Abs", "Add", "Exp", "Log", "Maximum", "Minimum", "Multiply", "Neg", "RealDiv", "Reciprocal"],
  ...["Relu", "Rsqrt", "Sqrt", "Square", "Sub"],
]);

/** What was broadcast, and the ones that it was multiplied with. */
interface Spread {
  readonly few: Value;
  readonly ones: Value;
}

function spreadOf(
  { kernel, inputs: [a, b], outputs: [output] }: Operation,
  ones: ReadonlySet<Value>,
): Spread | undefined {
  if (kernel !== "Multiply" || !a || !b || !output) return undefined;
  const [few, full] = ones.has(b) ? [a, b] : [b, a];
  const grows = ones.has(full) && sizeOf(few.shape) < sizeOf(output.shape) &&
    full.shape.join() === output.shape.join();
  return grows ? { few, ones: full } : undefined;
}
