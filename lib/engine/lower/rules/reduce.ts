/**
 * Kernels that combine the elements along axes.
 *
 * @module
 */

import type { ReduceName } from "../../program/infer/reduce.ts";
import type { ReduceAttrs } from "../../program/kernels.ts";
import { sizeOf } from "../../program/program.ts";
import type { GraphBuilder, Operand } from "../graph_builder.ts";
import { at, type LowerRule, type LowerRules, refuseBooleans } from "../rule.ts";

/** Their rules. */
export const REDUCE: LowerRules<ReduceName> = {
  All: ({ inputs, attrs, to }) => logical(to, "ReduceMin", { x: at(inputs, 0).name, attrs }),
  Any: ({ inputs, attrs, to }) => logical(to, "ReduceMax", { x: at(inputs, 0).name, attrs }),
  ArgMax: position("ArgMax"),
  ArgMin: position("ArgMin"),
  Cumsum: ({ inputs, attrs, to }) => {
    const { name, shape, dtype } = at(inputs, 0);
    const x = dtype === "bool" ? to.cast(name, "int32") : name;
    // A scalar has no axis to run along.
    const line = shape.length > 0 ? x : to.reshape(x, [1]);
    const attributes = { exclusive: Number(attrs.exclusive), reverse: Number(attrs.reverse) };
    const sums = to.node("CumSum", [line, to.scalar(attrs.axis, "int32")], attributes);
    return shape.length > 0 ? sums : to.reshape(sums, []);
  },
  FFT: fourier({ inverse: 0 }),
  IFFT: fourier({ inverse: 1 }),
  Max: extreme("ReduceMax"),
  Mean: ({ inputs, attrs, to }) => {
    const { name, dtype } = at(inputs, 0);
    const x = dtype === "float32" ? name : to.cast(name, "float32");
    return reduce(to, "ReduceMean", { x, attrs });
  },
  Min: extreme("ReduceMin"),
  Prod: ({ inputs, attrs, to }) => reduce(to, "ReduceProd", { x: at(inputs, 0).name, attrs }),
  Softmax: ({ inputs, to }) => to.node("Softmax", [at(inputs, 0).name], { axis: -1 }),
  Sum: ({ inputs, attrs, to }) =>
    rowSum(at(inputs, 0), { attrs, to }) ??
      reduce(to, "ReduceSum", { x: at(inputs, 0).name, attrs }),
  TopK: ({ inputs, attrs, to }) => {
    refuseBooleans(inputs);
    const attributes = { axis: -1, largest: 1, sorted: 1 };
    const operands = [at(inputs, 0).name, to.ints([attrs.k])];
    const [values = "", indices = ""] = to.nodes("TopK", operands, { attributes, outputs: 2 });
    return [values, to.cast(indices, "int32")];
  },
};

/** ONNX keeps the parts of a complex number side by side, along a last axis. */
function fourier<K extends "FFT" | "IFFT">(attributes: { readonly inverse: 0 | 1 }): LowerRule<K> {
  return ({ inputs, to }) => {
    const { shape } = at(inputs, 0);
    const length = shape.at(-1) ?? 1;
    const lines = sizeOf(shape) / length;
    const parts = inputs.map(({ name }) => to.reshape(name, [lines, length, 1]));
    const pairs = to.node("Concat", parts, { axis: 2 });
    const turned = to.node("DFT", [pairs], { ...attributes, axis: 1 });
    return [0, 1].map((part) =>
      to.reshape(to.node("Gather", [turned, to.ints([part])], { axis: 2 }), shape)
    );
  };
}

/** Numbers of a matrix up to which a product reads them faster than a sum does. */
const LARGEST_PRODUCT = 2 ** 17;

/** The sum of a matrix's rows, as slopes of biases are: a product with ones takes a tenth of the time. */
function rowSum(
  { name, shape, dtype }: Operand,
  { attrs, to }: { readonly attrs: ReduceAttrs; readonly to: GraphBuilder },
): string | undefined {
  const [rows = 0, columns = 0] = shape;
  const fits = shape.length === 2 && dtype === "float32" && rows > 1 && columns > 1 &&
    rows * columns <= LARGEST_PRODUCT;
  if (!fits || attrs.axis.join() !== "0") return undefined;
  const dims = attrs.keepDims ? [1, rows] : [rows];
  const ones = to.tensor(new Float32Array(rows).fill(1), { type: "float32", dims });
  return to.node("MatMul", [ones, name]);
}

interface Reduction {
  readonly x: string;
  readonly attrs: ReduceAttrs;
}

function reduce(to: GraphBuilder, type: string, { x, attrs }: Reduction): string {
  if (attrs.axis.length === 0) return to.node("Identity", [x]);
  const keepdims = Number(attrs.keepDims);
  // Sums take their axes as an operand since version 13, all others since 18.
  if (type === "ReduceSum") return to.node(type, [x, to.ints(attrs.axis)], { keepdims });
  return to.node(type, [x], { axes: attrs.axis, keepdims });
}

/**
 * The largest or smallest boolean is whether any or all are true. ONNX Runtime passes over what is no
 * number, but a sum of sizes is none just when one of them is none.
 */
function extreme<K extends "Max" | "Min">(type: string): LowerRule<K> {
  return ({ inputs, attrs, to }) => {
    const { name: x, dtype } = at(inputs, 0);
    const reduction = { x, attrs: attrs as ReduceAttrs };
    if (dtype === "bool") return logical(to, type, reduction);
    const found = reduce(to, type, reduction);
    if (dtype !== "float32" || reduction.attrs.axis.length === 0) return found;
    const sizes = reduce(to, "ReduceL1", reduction);
    return to.node("Where", [to.node("IsNaN", [sizes]), sizes, found]);
  };
}

function logical(to: GraphBuilder, type: string, { x, attrs }: Reduction): string {
  return to.cast(reduce(to, type, { x: to.cast(x, "int32"), attrs }), "bool");
}

function position<K extends "ArgMax" | "ArgMin">(type: string): LowerRule<K> {
  return ({ inputs, attrs, to }) => {
    const { axis } = attrs as { readonly axis: number };
    const { name, dtype } = at(inputs, 0);
    const x = dtype === "bool" ? to.cast(name, "int32") : name;
    return to.cast(to.node(type, [x], { axis, keepdims: 0 }), "int32");
  };
}
