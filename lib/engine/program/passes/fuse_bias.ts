/**
 * Lets matrix products start from what is added to them, which ONNX Runtime does not do by itself.
 *
 * @module
 */

import { type Pass, rewrite, usesOf } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/** A sum of a product of matrices and a bias becomes one operation, across a reshape too. */
export const fuseBias: Pass = {
  name: "fuse biases into products",
  apply: (program) => {
    const origins = new Map<Value, Operation>();
    const uses = usesOf(program);
    /** The operation that gives a value, where nothing else needs the value. */
    function onlyFor(value: Value | undefined): Operation | undefined {
      return value && uses.get(value) === 1 ? origins.get(value) : undefined;
    }
    return rewrite(program, (operation) => {
      for (const output of operation.outputs) origins.set(output, operation);
      if (operation.kernel !== "Add") return [operation];
      const [a, b] = operation.inputs;
      return fused(operation, { product: a, bias: b, onlyFor }) ??
        fused(operation, { product: b, bias: a, onlyFor }) ?? [operation];
    });
  },
};

interface Sum {
  readonly product: Value | undefined;
  readonly bias: Value | undefined;
  readonly onlyFor: (value: Value | undefined) => Operation | undefined;
}

function fused(add: Operation, { product, bias, onlyFor }: Sum): readonly Operation[] | undefined {
  const [sum] = add.outputs;
  const direct = onlyFor(product);
  const reshape = direct?.kernel === "Reshape" ? direct : undefined;
  const origin = reshape ? onlyFor(reshape.inputs[0]) : direct;
  if (!sum || !bias || !product || !isFlatProduct(origin)) return undefined;
  const [flat] = origin.outputs;
  if (!flat || !fits(bias, { flat, sum, product, reshaped: reshape !== undefined })) {
    return undefined;
  }
  const start: Value = reshape ? { ...flat } : sum;
  const { inputs, attrs, site } = origin;
  const both: Operation<"_FusedMatMul"> = {
    kernel: "_FusedMatMul",
    inputs: [...inputs, bias],
    attrs,
    outputs: [start],
    site,
  };
  return reshape ? [both, { ...reshape, inputs: [start], outputs: [sum] }] : [both];
}

function isFlatProduct(operation: Operation | undefined): operation is Operation<"BatchMatMul"> {
  return operation?.kernel === "BatchMatMul" && operation.outputs[0]?.dtype === "float32" &&
    operation.inputs.every(({ shape }) => shape.length === 2);
}

/** The bias has one number for each column; before a reshape, the columns must still be the last axis. */
function fits(
  bias: Value,
  { flat, sum, product, reshaped }: {
    readonly flat: Value;
    readonly sum: Value;
    readonly product: Value;
    readonly reshaped: boolean;
  },
): boolean {
  const columns = flat.shape.at(-1);
  const row = bias.shape.length === 1 && bias.shape[0] === columns;
  const same = !reshaped && bias.shape.join() === flat.shape.join();
  return sum.shape.join() === product.shape.join() && product.shape.at(-1) === columns &&
    (row || same);
}
