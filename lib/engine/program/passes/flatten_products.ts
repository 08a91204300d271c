/**
 * Turns products of batches of one into products of matrices, which start from a bias.
 *
 * @module
 */

import { type Pass, rewrite } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/** tfjs's fused products, which layers use outside of training, always have a batch. */
export const flattenProducts: Pass = {
  name: "flatten products of one batch",
  apply: (program) =>
    rewrite(program, (operation) => {
      const { inputs, outputs: [output], site } = operation;
      if (operation.kernel !== "BatchMatMul" || !output || ![...inputs, output].every(isOne)) {
        return [operation];
      }
      const product: Value = matrixOf(output);
      const moved = inputs.map((input) => reshape(input, { to: matrixOf(input), site }));
      return [
        ...moved,
        { ...operation, inputs: moved.flatMap(({ outputs }) => outputs), outputs: [product] },
        reshape(product, { to: output, site }),
      ];
    }),
};

function isOne({ shape }: Value): boolean {
  return shape.length > 2 && shape.slice(0, -2).every((size) => size === 1);
}

function matrixOf({ dtype, shape }: Value): Value {
  return { dtype, shape: shape.slice(-2) };
}

function reshape(
  from: Value,
  { to, site }: { readonly to: Value; readonly site: string },
): Operation<"Reshape"> {
  return { kernel: "Reshape", inputs: [from], attrs: { shape: to.shape }, outputs: [to], site };
}
