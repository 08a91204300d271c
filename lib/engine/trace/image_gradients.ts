/**
 * Gradients that tfjs lacks of kernels that are recorded as several simpler ones: those of the simpler
 * ones.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { RawAttrs } from "./attributes.ts";
import { COUNTING_EXPANSIONS } from "./counting_expansions.ts";
import type { Inputs } from "./given.ts";
import { WARP_EXPANSIONS } from "./warp_expansions.ts";
import { WINDOW_EXPANSIONS } from "./window_expansions.ts";

/** Of crops, rotations and other transforms of images, and of matrices of which few elements are known. */
export const IMAGE_GRADIENTS: readonly tf.GradConfig[] = [
  expanded("CropAndResize", {
    smooth: ["image", "boxes"],
    fixed: ["boxInd"],
    expansion: WINDOW_EXPANSIONS.CropAndResize,
  }),
  expanded("RotateWithOffset", {
    smooth: ["image"],
    fixed: [],
    expansion: WARP_EXPANSIONS.RotateWithOffset,
  }),
  expanded("SparseToDense", {
    smooth: ["sparseValues", "defaultValue"],
    fixed: ["sparseIndices"],
    expansion: COUNTING_EXPANSIONS.SparseToDense,
  }),
  expanded("Transform", {
    smooth: ["image", "transforms"],
    fixed: [],
    expansion: WARP_EXPANSIONS.Transform,
  }),
];

interface Expanded {
  /** Names of the operands that have a slope. */
  readonly smooth: readonly string[];
  /** Names of whole numbers. */
  readonly fixed: readonly string[];
  readonly expansion: (inputs: Inputs, attrs: RawAttrs) => tf.Tensor;
}

function expanded(kernelName: string, { smooth, fixed, expansion }: Expanded): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: [...smooth, ...fixed],
    gradFunc: (dy, saved, attrs) => {
      const operands = saved.slice(0, smooth.length);
      const others = fixed.map((name, index) => [name, saved[smooth.length + index]]);
      const { state } = tf.engine();
      const tape = state.activeTape;
      const slopes = tf.grads((...inner: tf.Tensor[]) => {
        const inputs = [...smooth.map((name, index) => [name, inner[index]]), ...others];
        return expansion(Object.fromEntries(inputs), attrs as unknown as RawAttrs);
      })(operands, dy as tf.Tensor);
      // A gradient within a gradient would leave the outer one without its tape.
      state.activeTape = tape;
      return Object.fromEntries([
        ...smooth.map((name, index) => [name, () => slopes[index]]),
        ...others.map(([name, tensor]) => [name, () => tf.zeros((tensor as tf.Tensor).shape)]),
      ]);
    },
  };
}
