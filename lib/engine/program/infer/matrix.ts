/**
 * Rules of matrix products, convolutions, pooling and resizing.
 *
 * @module
 */

import { broadcast_util } from "@tensorflow/tfjs-core";
import { type ConvAttrs, convInfo, depthwiseInfo } from "../geometry.ts";
import { poolInfo, type PoolingAttrs } from "../geometry.ts";
import type { Value } from "../program.ts";
import { ShapeError } from "../errors.ts";
import type { Kernels } from "../kernels.ts";
import { type InferRules, one, operand } from "./rule.ts";

/** Kernels of this family. */
export type MatrixName =
  | ("AvgPool" | "AvgPool3D" | "AvgPool3DGrad" | "AvgPoolGrad" | "BatchMatMul" | "Conv2D")
  | ("Conv2DBackpropFilter" | "Conv3D" | "Conv3DBackpropFilterV2" | "Conv3DBackpropInputV2")
  | ("Conv2DBackpropInput" | "DepthwiseConv2dNative" | "DepthwiseConv2dNativeBackpropFilter")
  | ("DepthwiseConv2dNativeBackpropInput" | "Einsum" | "FusedConv2D" | "MaxPool" | "MaxPool3D")
  | ("MaxPool3DGrad" | "MaxPoolGrad" | "_FusedMatMul");

/** Their rules. */
export const MATRIX: InferRules<MatrixName> = {
  AvgPool: average,
  AvgPool3D: average,
  AvgPool3DGrad: likeInput,
  AvgPoolGrad: likeInput,
  BatchMatMul: product,
  Conv2D: convolution,
  Conv2DBackpropFilter: (_inputs, { filterShape }) => one("float32", filterShape),
  Conv2DBackpropInput: (_inputs, { inputShape }) => one("float32", inputShape),
  Conv3D: convolution,
  Conv3DBackpropFilterV2: (_inputs, { filterShape }) => one("float32", filterShape),
  Conv3DBackpropInputV2: (_inputs, { inputShape }) => one("float32", inputShape),
  DepthwiseConv2dNative: (inputs, attrs) => {
    const [x, filter] = [operand(inputs, 0), operand(inputs, 1)];
    return one("float32", depthwiseInfo(x.shape, filter.shape, attrs).outShape);
  },
  DepthwiseConv2dNativeBackpropFilter: (_inputs, { filterShape }) => one("float32", filterShape),
  DepthwiseConv2dNativeBackpropInput: (_inputs, { inputShape }) => one("float32", inputShape),
  Einsum: (inputs, { equation }) => {
    const [left = "", right = ""] = equation.replaceAll(" ", "").split("->");
    const sizes = new Map(
      left.split(",").flatMap((letters, index) =>
        [...letters].map((letter, axis) =>
          [letter, operand(inputs, index).shape[axis] ?? 1] as const
        )
      ),
    );
    return one(operand(inputs, 0).dtype, [...right].map((letter) => sizes.get(letter) ?? 1));
  },
  FusedConv2D: convolution,
  MaxPool: maximum,
  MaxPool3D: maximum,
  MaxPool3DGrad: likeInput,
  MaxPoolGrad: likeInput,
  _FusedMatMul: product,
};

function product(
  inputs: readonly Value[],
  { transposeA, transposeB }: Kernels["BatchMatMul"],
): readonly Value[] {
  const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
  const [rows = 0, innerA = 0] = turned(a.shape.slice(-2), transposeA);
  const [innerB = 0, columns = 0] = turned(b.shape.slice(-2), transposeB);
  if (innerA !== innerB) {
    throw new ShapeError(
      `Cannot multiply [${a.shape}] by [${b.shape}] as inner sizes must match: got ${innerA} and ${innerB}`,
    );
  }
  const batch = broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  return one(a.dtype, [...batch, rows, columns]);
}

function convolution(inputs: readonly Value[], attrs: ConvAttrs): readonly Value[] {
  const [x, filter] = [operand(inputs, 0), operand(inputs, 1)];
  return one("float32", convInfo(x.shape, filter.shape, attrs).outShape);
}

function average(inputs: readonly Value[], attrs: PoolingAttrs): readonly Value[] {
  return one("float32", poolInfo(operand(inputs, 0).shape, attrs).outShape);
}

function maximum(inputs: readonly Value[], attrs: PoolingAttrs): readonly Value[] {
  const { dtype, shape } = operand(inputs, 0);
  return one(dtype, poolInfo(shape, attrs).outShape);
}

function likeInput(inputs: readonly Value[]): readonly Value[] {
  return one("float32", operand(inputs, 1).shape);
}

function turned(shape: readonly number[], transpose: boolean): readonly number[] {
  return transpose ? shape.toReversed() : shape;
}
