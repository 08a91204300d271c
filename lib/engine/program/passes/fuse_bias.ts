/**
 * Lets products and convolutions start from what is added to them, which ONNX Runtime does not do by
 * itself.
 *
 * @module
 */

import { type Pass, rewrite, usesOf } from "../pass.ts";
import type { Operation, Value } from "../program.ts";

/** A sum of a product or convolution and a bias becomes one operation, across a reshape too. */
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
  const kernel = origin && fusedKernel(origin);
  if (!sum || !bias || !product || !kernel) return undefined;
  const [flat] = origin.outputs;
  const rowsOnly = reshape !== undefined || kernel === "FusedConv2D";
  if (!flat || !fits(bias, { flat, sum, product, rowsOnly })) return undefined;
  const start: Value = reshape ? { ...flat } : sum;
  const both: Operation = {
    ...origin,
    kernel,
    inputs: [...origin.inputs, bias],
    outputs: [start],
  };
  return reshape ? [both, { ...reshape, inputs: [start], outputs: [sum] }] : [both];
}

/** The kernel that starts from a bias, for products of matrices and convolutions with channels last. */
function fusedKernel(operation: Operation): "_FusedMatMul" | "FusedConv2D" | undefined {
  const { kernel, inputs, outputs: [output] } = operation;
  if (kernel === "BatchMatMul") {
    const flat = inputs.every(({ shape }) => shape.length === 2);
    return flat && output?.dtype === "float32" ? "_FusedMatMul" : undefined;
  }
  const { dataFormat } = operation.attrs as Partial<Operation<"Conv2D">["attrs"]>;
  return kernel === "Conv2D" && dataFormat !== "NCHW" ? "FusedConv2D" : undefined;
}

/** The bias has one number for each column; before a reshape, the columns must still be the last axis. */
function fits(
  bias: Value,
  { flat, sum, product, rowsOnly }: {
    readonly flat: Value;
    readonly sum: Value;
    readonly product: Value;
    readonly rowsOnly: boolean;
  },
): boolean {
  const columns = flat.shape.at(-1);
  const row = bias.shape.length === 1 && bias.shape[0] === columns;
  const same = !rowsOnly && bias.shape.join() === flat.shape.join();
  return sum.shape.join() === product.shape.join() && product.shape.at(-1) === columns &&
    (row || same);
}
