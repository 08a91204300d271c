/**
 * Gradients of gradients that tfjs lacks, as penalties on slopes need them.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

/** Of `elu`, of average pooling and of filters. */
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
      const [x, dy] = saved as [tf.Tensor4D, tf.Tensor4D];
      const { strides, pad, dataFormat, dimRoundingMode } =
        attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const filter = slope as tf.Tensor4D;
      const more = { strides, pad, dataFormat, dimRoundingMode, inputShape: x.shape };
      return {
        x: () =>
          tf.engine().runKernel(
            "Conv2DBackpropInput",
            { dy, filter },
            more as unknown as tf.NamedAttrMap,
          ),
        dy: () => tf.conv2d(x, filter, strides, pad, dataFormat, 1, dimRoundingMode),
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
