/**
 * Gradients of kernels that work element by element: of tfjs's own, some forget to sum over axes that
 * were broadcast, and kernels without a slope have none, where zero is meant.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";

type Pair = readonly [tf.Tensor, tf.Tensor];

/** Of `maximum`, `minimum`, `squaredDifference`, and of all that is flat. */
export const ELEMENTWISE_GRADIENTS: readonly tf.GradConfig[] = [
  ofTwo("Maximum", (dy, [a, b]) => chosen(dy, tf.greaterEqual(a, b))),
  ofTwo("Minimum", (dy, [a, b]) => chosen(dy, tf.lessEqual(a, b))),
  ofTwo("SquaredDifference", (dy, [a, b]) => {
    const slope = tf.mul(dy, tf.mul(tf.sub(a, b), 2));
    return [slope, tf.neg(slope)];
  }),
  ...["Equal", "NotEqual", "Greater", "GreaterEqual", "Less", "LessEqual"].map(flatOfTwo),
  ...["LogicalAnd", "LogicalOr", "FloorDiv"].map(flatOfTwo),
  ...["LogicalNot", "All", "Any", "IsNan", "IsInf", "IsFinite"].map(flatOfOne),
  {
    kernelName: "OneHot",
    inputsToSave: ["indices"],
    gradFunc: (_dy, [indices]) => ({ indices: () => flat(indices) }),
  },
];

/**
 * Sums a slope over the axes along which a tensor was broadcast.
 *
 * @param slope of the shape that the operation gave
 * @param shape shape of the operand
 * @returns slope of the operand
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { sumTo } from "./elementwise_gradients.ts";
 * sumTo(ones([2, 3]), [3]); // [2, 2, 2]
 * ```
 */
export function sumTo(slope: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], slope.shape);
  const sum = axes.length > 0 ? tf.sum(slope, axes) : slope;
  return tf.reshape(sum, [...shape]);
}

function ofTwo(
  kernelName: string,
  slopes: (dy: tf.Tensor, operands: Pair) => Pair,
): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      return {
        a: () => sumTo(slopes(dy as tf.Tensor, [a, b])[0], a.shape),
        b: () => sumTo(slopes(dy as tf.Tensor, [a, b])[1], b.shape),
      };
    },
  };
}

function chosen(dy: tf.Tensor, first: tf.Tensor): Pair {
  const factor = tf.cast(first, "float32");
  return [tf.mul(dy, factor), tf.mul(dy, tf.sub(1, factor))];
}

function flatOfTwo(kernelName: string): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (_dy, [a, b]) => ({ a: () => flat(a), b: () => flat(b) }),
  };
}

function flatOfOne(kernelName: string): tf.GradConfig {
  return { kernelName, inputsToSave: ["x"], gradFunc: (_dy, [x]) => ({ x: () => flat(x) }) };
}

function flat(x: tf.Tensor | undefined): tf.Tensor {
  return tf.zeros(x?.shape ?? []);
}
