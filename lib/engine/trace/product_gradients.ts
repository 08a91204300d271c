/**
 * Gradients of products: of matrices whose batches broadcast, of dilated convolutions, and of einsum.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { ConvAttrs } from "../program/geometry.ts";
import { sumTo } from "./elementwise_gradients.ts";

/** Of `matMul`, `conv2d`, `depthwiseConv2d` and `einsum`. */
export const PRODUCT_GRADIENTS: readonly tf.GradConfig[] = [
  {
    kernelName: "BatchMatMul",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      const slope = dy as tf.Tensor;
      const towardsA = () =>
        transposeA
          ? tf.matMul(b, slope, transposeB, true)
          : tf.matMul(slope, b, false, !transposeB);
      const towardsB = () =>
        transposeB
          ? tf.matMul(slope, a, true, transposeA)
          : tf.matMul(a, slope, !transposeA, false);
      return { a: () => sumTo(towardsA(), a.shape), b: () => sumTo(towardsB(), b.shape) };
    },
  },
  convolution("Conv2D"),
  convolution("DepthwiseConv2dNative"),
  convolution("Conv3D"),
  {
    kernelName: "Conv3DBackpropInputV2",
    inputsToSave: ["dy", "filter"],
    gradFunc: (slope, saved, attrs) => {
      const [dy, filter] = saved as [tf.Tensor, tf.Tensor];
      const { strides, pad, dilations = 1 } = attrs as unknown as tf.Conv3DAttrs;
      const [dx, kernel] = [slope as tf.Tensor5D, filter as tf.Tensor5D];
      const more = { strides, pad, dilations, filterShape: filter.shape };
      const all = more as unknown as tf.NamedAttrMap;
      return {
        dy: () => tf.conv3d(dx, kernel, strides, pad, "NDHWC", dilations),
        filter: () => tf.engine().runKernel("Conv3DBackpropFilterV2", { x: dx, dy }, all),
      };
    },
  },
  {
    kernelName: "Einsum",
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const { equation } = attrs as unknown as tf.EinsumAttrs;
      const slope = dy as tf.Tensor;
      return Object.fromEntries(
        saved.map((_, index) => [index, () => unsum(slope, { equation, operands: saved, index })]),
      );
    },
  },
];

/** tfjs refuses dilations here, which the kernels for the gradients do support. */
function convolution(kernelName: "Conv2D" | "Conv3D" | "DepthwiseConv2dNative"): tf.GradConfig {
  const version = kernelName === "Conv3D" ? "V2" : "";
  return {
    kernelName,
    inputsToSave: ["x", "filter"],
    gradFunc: (dy, saved, raw) => {
      const [x, filter] = saved as [tf.Tensor, tf.Tensor];
      const attrs = raw as unknown as ConvAttrs;
      function gradient(kind: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor {
        const all = { ...attrs, ...more } as unknown as tf.NamedAttrMap;
        return tf.engine().runKernel(`${kernelName}Backprop${kind}${version}`, inputs, all);
      }
      const slope = dy as tf.Tensor;
      return {
        x: () => gradient("Input", { dy: slope, filter }, { inputShape: x.shape }),
        filter: () => gradient("Filter", { x, dy: slope }, { filterShape: filter.shape }),
      };
    },
  };
}

interface Contraction {
  readonly equation: string;
  readonly operands: readonly tf.Tensor[];
  readonly index: number;
}

/** The slope contracted with all other operands; axes that only this operand has are repeated. */
function unsum(dy: tf.Tensor, { equation, operands, index }: Contraction): tf.Tensor {
  const [left = "", right = ""] = equation.replaceAll(" ", "").split("->");
  const labels = left.split(",");
  const own = labels[index] ?? "";
  const x = operands[index];
  if (!x) throw new RangeError(`Cannot differentiate ${equation}: operand ${index} is missing`);
  const others = labels.flatMap((letters, at) =>
    at === index ? [] : [{ letters, tensor: operands[at] as tf.Tensor }]
  );
  const known = new Set([right, ...others.map(({ letters }) => letters)].join(""));
  const found = [...own].filter((letter) => known.has(letter)).join("");
  const inputs = [right, ...others.map(({ letters }) => letters)].join(",");
  const sum = tf.einsum(`${inputs}->${found}`, dy, ...others.map(({ tensor }) => tensor));
  const shape = [...own].map((letter, axis) => known.has(letter) ? x.shape[axis] ?? 1 : 1);
  return tf.broadcastTo(tf.reshape(sum, shape), x.shape);
}
