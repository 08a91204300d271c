/** Functions of tensors that every engine must agree on. */
import * as tf from "../../../lib/tf.ts";
import { floats, integers } from "../../lib/engine/rule_cases.ts";

/** A function with its arguments. */
export interface EngineCase {
  readonly arguments: readonly tf.Tensor[];
  readonly fn: (...tensors: tf.Tensor[]) => tf.Tensor | readonly tf.Tensor[];
}

const image = floats([2, 6, 6, 3]);
const matrix = floats([3, 4]);

/** A sample of the rules: forward passes. */
export const FORWARD: Readonly<Record<string, EngineCase>> = {
  "arithmetic with broadcasting": {
    arguments: [matrix, floats([4], { seed: 2, low: 0.5 })],
    fn: (a, b) => [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.div(a, b), tf.maximum(a, b)],
  },
  "elementwise functions": {
    arguments: [floats([3, 4], { low: 0.1, high: 2 })],
    fn: (x) => [tf.exp(x), tf.log(x), tf.sqrt(x), tf.tanh(x), tf.sigmoid(x), tf.relu(tf.neg(x))],
  },
  "comparisons and choices": {
    arguments: [matrix, floats([3, 4], { seed: 9 })],
    fn: (a, b) => [tf.greater(a, b), tf.where(tf.less(a, b), a, b), tf.cast(a, "int32")],
  },
  "reductions": {
    arguments: [floats([2, 3, 4])],
    fn: (x) => [tf.sum(x, 1), tf.mean(x, [0, 2]), tf.max(x, -1), tf.argMax(x, 2), tf.logSumExp(x)],
  },
  "products of matrices": {
    arguments: [floats([2, 3, 4]), floats([2, 5, 4], { seed: 2 })],
    fn: (a, b) => [tf.matMul(a, b, false, true), tf.einsum("bij,bkj->bik", a, b)],
  },
  "convolutions": {
    arguments: [image, floats([3, 3, 3, 4], { seed: 2 }), floats([3, 3, 3, 2], { seed: 3 })],
    fn: (x, filter, depthwise) => [
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "valid"),
      tf.depthwiseConv2d(x as tf.Tensor4D, depthwise as tf.Tensor4D, 1, "same"),
    ],
  },
  "pooling": {
    arguments: [image],
    fn: (x) => [
      tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"),
      tf.avgPool(x as tf.Tensor4D, 2, 2, "valid"),
    ],
  },
  "normalisation": {
    arguments: [matrix],
    fn: (x) => [tf.softmax(x), tf.logSoftmax(x), tf.sub(x, tf.moments(x, 1, true).mean)],
  },
  "movement": {
    arguments: [floats([2, 3, 4])],
    fn: (x) => [
      tf.transpose(x, [2, 0, 1]),
      tf.reverse(x, 1),
      tf.concat([x, x], 1),
      tf.slice(x, [0, 1, 1], [2, 2, 2]),
      tf.pad(x, [[0, 0], [1, 0], [0, 2]]),
      tf.tile(x, [1, 2, 1]),
    ],
  },
  "picking": {
    arguments: [matrix, integers([2], { low: 0, high: 3 })],
    fn: (x, at) => [tf.gather(x, at), tf.oneHot(at, 4), tf.topk(x, 2).values, tf.cumsum(x, 1)],
  },
};

function slope(fn: (x: tf.Tensor) => tf.Tensor): EngineCase["fn"] {
  return (x) => tf.grad((x) => tf.sum(tf.square(fn(x))))(x as tf.Tensor);
}

/** Gradients. */
export const GRADIENTS: Readonly<Record<string, EngineCase>> = {
  "a dense layer": {
    arguments: [matrix],
    fn: slope((x) => tf.relu(tf.add(tf.matMul(x, floats([4, 2], { seed: 3 })), 0.1))),
  },
  "softmax cross-entropy": {
    arguments: [matrix],
    fn: slope((x) => tf.losses.softmaxCrossEntropy(tf.oneHot([0, 3, 1], 4), x)),
  },
  "layer normalisation": {
    arguments: [matrix],
    fn: slope((x) => {
      const { mean, variance } = tf.moments(x, 1, true);
      return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-3)));
    }),
  },
  "sigmoid gates": {
    arguments: [matrix],
    fn: slope((x) => tf.mul(tf.sigmoid(x), tf.tanh(tf.slice(x, [0, 0], [3, 4])))),
  },
  "the input of a convolution": {
    arguments: [image],
    fn: slope((x) =>
      tf.conv2d(x as tf.Tensor4D, floats([3, 3, 3, 2], { seed: 4 }) as tf.Tensor4D, 1, "same")
    ),
  },
  "the filter of a convolution": {
    arguments: [floats([3, 3, 3, 2])],
    fn: slope((filter) => tf.conv2d(image as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid")),
  },
  "maximum pooling": {
    arguments: [image],
    fn: slope((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid")),
  },
  "rows of an embedding": {
    arguments: [matrix],
    fn: slope((x) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32"))),
  },
};
