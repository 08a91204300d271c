/**
 * Matrix products.
 *
 * @module
 */

import type { GraphBuilder, Operand } from "../graph_builder.ts";
import { at, type LowerRules, refuseBooleans } from "../rule.ts";

/** Their rules. */
export const MATRIX: LowerRules<"BatchMatMul" | "Einsum" | "_FusedMatMul"> = {
  BatchMatMul: ({ inputs, attrs, to }) => {
    refuseBooleans(inputs);
    const [a, b] = [at(inputs, 0), at(inputs, 1)];
    const flat = a.shape.length === 2 && b.shape.length === 2 && a.dtype === "float32";
    if (flat) {
      const flags = { transA: Number(attrs.transposeA), transB: Number(attrs.transposeB) };
      return to.product("Gemm", [a.name, b.name], flags);
    }
    const left = attrs.transposeA ? turned(to, a) : a.name;
    const operands = [left, attrs.transposeB ? turned(to, b) : b.name];
    return a.dtype === "float32" ? to.product("MatMul", operands) : to.node("MatMul", operands);
  },
  _FusedMatMul: ({ inputs, attrs, to }) => {
    const flags = { transA: Number(attrs.transposeA), transB: Number(attrs.transposeB) };
    return to.product("Gemm", inputs.map(({ name }) => name), flags);
  },
  Einsum: ({ inputs, attrs, to }) => {
    refuseBooleans(inputs);
    return to.node("Einsum", inputs.map(({ name }) => name), { equation: attrs.equation });
  },
};

/** ONNX Runtime fuses such a transposition into the product. */
function turned(to: GraphBuilder, { name, shape }: Operand): string {
  const axes = shape.map((_, index) => index);
  return to.transpose(name, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}
