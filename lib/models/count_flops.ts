/**
 * How much a model computes, found by recording it.
 *
 * @module
 */

import type { KernelName } from "../engine/program/kernels.ts";
import { type Operation, sizeOf } from "../engine/program/program.ts";
import { type CallParts, type ModelCall, recordCall, SAMPLES } from "./record_call.ts";

/** How many products one number of the output is the sum of. */
type Terms = (operation: Operation) => number;

/** Kernels that take the time of a model; beside them all others count for nothing. */
const TERMS: { readonly [K in KernelName]?: Terms } = {
  BatchMatMul: termsOfProduct,
  _FusedMatMul: termsOfProduct,
  Conv2D: termsOfConvolution,
  Conv3D: termsOfConvolution,
  FusedConv2D: termsOfConvolution,
  DepthwiseConv2dNative: ({ inputs: [, filter] }) => sizeOf(filter?.shape.slice(0, 2) ?? []),
  Conv2DBackpropInput: ({ inputs: [, filter] }) =>
    sizeOf(filter?.shape.slice(0, 2) ?? []) * (filter?.shape.at(-1) ?? 1),
};

/**
 * Counts the operations of products and convolutions: two for each product.
 *
 * @param call from inputs to outputs, with tfjs
 * @param parts what stands at the inputs, and the variables that it uses
 * @returns operations for one sample
 * @throws ShapeError when an input has an open length
 * @throws TracedReadError when the function reads values
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { countFlops } from "./count_flops.ts";
 * const kernel = tf.ones([4, 3]);
 * const inputs = { x: { shape: [4], dtype: "float32" } } as const;
 * countFlops(({ x }) => ({ output: tf.matMul(x!, kernel) }), { inputs, parameters: [] }); // 24
 * ```
 */
export function countFlops(call: ModelCall, parts: CallParts): number {
  const { operations } = recordCall(call, parts);
  const all = operations.reduce((sum, operation) => {
    const terms = TERMS[operation.kernel]?.(operation) ?? 0;
    return sum + 2 * terms * sizeOf(operation.outputs[0]?.shape ?? []);
  }, 0);
  return Math.round(all / SAMPLES);
}

function termsOfProduct({ inputs: [a], attrs }: Operation): number {
  const { transposeA } = attrs as Operation<"BatchMatMul">["attrs"];
  return a?.shape.at(transposeA ? -2 : -1) ?? 1;
}

function termsOfConvolution({ inputs: [, filter] }: Operation): number {
  return sizeOf(filter?.shape.slice(0, -1) ?? []);
}
