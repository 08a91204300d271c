/**
 * Gradients of gradients that tfjs lacks, as penalties on slopes need them.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { ConvAttrs } from "../program/geometry.ts";

/** Of `elu`, of average pooling and of convolutions. */
export const SECOND_GRADIENTS: readonly tf.GradConfig[] = [
  {
    kernelName: "AvgPoolGrad",
    gradFunc: (slope, _saved, attrs) => {
      const { filterSize, strides, pad } = attrs as unknown as tf.AvgPoolGradAttrs;
      const of = slope as tf.Tensor4D;
      return {
        dy: () => tf.avgPool(of, filterSize, strides, pad),
        // Averages do not depend on where they are taken.
        input: () => tf.zerosLike(of),
      };
    },
  },
  {
    kernelName: "Conv2DBackpropFilter",
    inputsToSave: ["x", "dy"],
    gradFunc: (slope, saved, attrs) => {
      const [x, dy] = saved as [tf.Tensor, tf.Tensor];
      const filter = slope as tf.Tensor;
      return {
        x: () => convolution("Conv2DBackpropInput", { dy, filter }, { attrs, inputShape: x.shape }),
        dy: () => convolution("Conv2D", { x, filter }, { attrs }),
      };
    },
  },
  {
    // That of tfjs passes over dilations.
    kernelName: "Conv2DBackpropInput",
    inputsToSave: ["dy", "filter"],
    gradFunc: (slope, saved, attrs) => {
      const [dy, filter] = saved as [tf.Tensor, tf.Tensor];
      const x = slope as tf.Tensor;
      const { shape: filterShape } = filter;
      return {
        dy: () => convolution("Conv2D", { x, filter }, { attrs }),
        filter: () => convolution("Conv2DBackpropFilter", { x, dy }, { attrs, filterShape }),
      };
    },
  },
  {
    kernelName: "EluGrad",
    inputsToSave: ["dy", "y"],
    gradFunc: (slope, saved) => {
      const [dy, y] = saved as [tf.Tensor, tf.Tensor];
      const bent = tf.cast(tf.less(y, 0), "float32");
      const steep = tf.add(1, tf.mul(bent, y));
      return {
        dy: () => tf.mul(slope as tf.Tensor, steep),
        y: () => tf.mul(tf.mul(slope as tf.Tensor, dy), bent),
      };
    },
  },
];

interface Convolved {
  /** Of another kernel of the same convolution. */
  readonly attrs: unknown;
  readonly inputShape?: readonly number[];
  readonly filterShape?: readonly number[];
}

/** A kernel of the same convolution. */
function convolution(
  kernelName: "Conv2D" | "Conv2DBackpropFilter" | "Conv2DBackpropInput",
  inputs: tf.NamedTensorMap,
  { attrs, ...shape }: Convolved,
): tf.Tensor {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = attrs as ConvAttrs;
  const all = { strides, pad, dataFormat, dilations, dimRoundingMode, ...shape };
  return tf.engine().runKernel(kernelName, inputs, all as unknown as tf.NamedAttrMap);
}
