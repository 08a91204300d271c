/**
 * Rules of matrix products, convolutions, pooling and resizing.
 *
 * @module
 */

import { broadcast_util } from "@tensorflow/tfjs-core";
import { convInfo, depthwiseInfo, poolInfo } from "../geometry.ts";
import { ShapeError } from "../errors.ts";
import { type InferRules, one, operand } from "./rule.ts";

/** Kernels of this family. */
export type MatrixName =
  | ("AvgPool" | "AvgPoolGrad" | "BatchMatMul" | "Conv2D" | "Conv2DBackpropFilter")
  | ("Conv2DBackpropInput" | "DepthwiseConv2dNative" | "DepthwiseConv2dNativeBackpropFilter")
  | ("DepthwiseConv2dNativeBackpropInput" | "Einsum" | "MaxPool" | "MaxPoolGrad");

/** Their rules. */
export const MATRIX: InferRules<MatrixName> = {
  AvgPool: (inputs, attrs) => one("float32", poolInfo(operand(inputs, 0).shape, attrs).outShape),
  AvgPoolGrad: (inputs) => one("float32", operand(inputs, 1).shape),
  BatchMatMul: (inputs, { transposeA, transposeB }) => {
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
  },
  Conv2D: (inputs, attrs) => {
    const [x, filter] = [operand(inputs, 0), operand(inputs, 1)];
    return one("float32", convInfo(x.shape, filter.shape, attrs).outShape);
  },
  Conv2DBackpropFilter: (_inputs, { filterShape }) => one("float32", filterShape),
  Conv2DBackpropInput: (_inputs, { inputShape }) => one("float32", inputShape),
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
  MaxPool: (inputs, attrs) => {
    const { dtype, shape } = operand(inputs, 0);
    return one(dtype, poolInfo(shape, attrs).outShape);
  },
  MaxPoolGrad: (inputs) => one("float32", operand(inputs, 1).shape),
};

function turned(shape: readonly number[], transpose: boolean): readonly number[] {
  return transpose ? shape.toReversed() : shape;
}
