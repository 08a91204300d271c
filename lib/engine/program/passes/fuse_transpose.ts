/**
 * Lets matrix products read their operands transposed.
 *
 * @module
 */

import { type Pass, rewrite, usesOf } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/**
 * A transposition of the last two axes before a product becomes a flag of the product; one after a
 * product, which nothing else needs, swaps the operands.
 */
export const fuseTranspose: Pass = {
  name: "fuse transpositions into products",
  apply: (program) => {
    const sources = new Map<Value, Value>();
    const products = new Map<Value, Operation<"BatchMatMul">>();
    const uses = usesOf(program);
    return rewrite(program, (operation) => {
      const [output] = operation.outputs;
      const [input] = operation.inputs;
      if (output && input && swapsLastAxes(operation)) {
        const product = uses.get(input) === 1 ? products.get(input) : undefined;
        if (product) return [turned(product, operation)];
        sources.set(output, input);
      }
      if (!isProduct(operation)) return [operation];
      if (output) products.set(output, operation);
      const [a, b] = operation.inputs;
      const [turnedA, turnedB] = [a && sources.get(a), b && sources.get(b)];
      if (!a || !b || (!turnedA && !turnedB)) return [operation];
      const { transposeA, transposeB } = operation.attrs;
      const product = {
        ...operation,
        inputs: [turnedA ?? a, turnedB ?? b],
        attrs: {
          transposeA: transposeA !== (turnedA !== undefined),
          transposeB: transposeB !== (turnedB !== undefined),
        },
      };
      if (output) products.set(output, product);
      return [product];
    });
  },
};

/** (A B)ᵀ = Bᵀ Aᵀ */
function turned(product: Operation<"BatchMatMul">, { outputs }: Operation): Operation {
  const { transposeA, transposeB } = product.attrs;
  const attrs = { transposeA: !transposeB, transposeB: !transposeA };
  return { ...product, inputs: product.inputs.toReversed(), attrs, outputs };
}

function isProduct(operation: Operation): operation is Operation<"BatchMatMul"> {
  return operation.kernel === "BatchMatMul";
}

function isTransposition(operation: Operation): operation is Operation<"Transpose"> {
  return operation.kernel === "Transpose";
}

function swapsLastAxes(operation: Operation): boolean {
  if (!isTransposition(operation)) return false;
  const { perm } = operation.attrs;
  const rank = perm.length;
  const swapped = perm.map((_, index) => index < rank - 2 ? index : 2 * rank - 3 - index);
  return rank >= 2 && perm.join() === swapped.join();
}
