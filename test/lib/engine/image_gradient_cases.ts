/** Functions with kernels whose gradients tfjs lacks: images that are moved, and slopes of slopes. */
import * as tf from "../../../lib/tf.ts";
import { type GradientCase, spaced } from "./finite_differences.ts";
import { floats } from "./rule_cases.ts";

type Cases = readonly GradientCase[];
type Image = tf.Tensor4D;

/** The slope of a sum of squares, so that it depends on where it is taken. */
function slope(fn: (x: tf.Tensor) => tf.Tensor): (x: tf.Tensor) => tf.Tensor {
  return tf.grad((x: tf.Tensor) => tf.sum(tf.square(fn(x))));
}

const image = floats([2, 5, 4, 2]);
const boxes = tf.tensor2d([[0.07, 0.12, 0.83, 0.71], [0.31, 0.22, 1.43, 0.61]]);
const owners = tf.tensor1d([1, 0], "int32");
/** It takes every place from between the elements, where the slope does not jump. */
const turn = tf.tensor2d([[0.47, 0.06, 1.13, 0.05, 0.61, 1.17, 0.003, 0.002]]);

/** Of images, by kernel. */
export const WARPED: Readonly<Record<string, Cases>> = {
  CropAndResize: (["bilinear", "nearest"] as const).map((method) => ({
    at: method === "bilinear" ? [image, boxes] : [image],
    fn: (x, at = boxes) =>
      tf.image.cropAndResize(x as Image, at as tf.Tensor2D, owners, [3, 2], method, 0.5),
    step: 0.004,
  })),
  RotateWithOffset: [{ at: [image], fn: (x) => tf.image.rotateWithOffset(x as Image, 0.4) }],
  SparseToDense: [{
    at: [floats([2]), tf.scalar(0.3)],
    fn: (values, rest) =>
      tf.sparseToDense(
        tf.tensor2d([[0, 1], [2, 3]], [2, 2], "int32"),
        values as tf.Tensor,
        [3, 4],
        rest as tf.Scalar,
      ),
  }],
  Transform: [{
    at: [floats([1, 5, 4, 2]), turn],
    fn: (x, by) =>
      tf.image.transform(x as Image, by as tf.Tensor2D, "bilinear", "constant", 0, [3, 2]),
    step: 0.004,
  }],
};

type Convolution = (x: tf.Tensor, filter: tf.Tensor) => tf.Tensor;

function convolution(x: tf.Tensor, filter: tf.Tensor): tf.Tensor {
  return tf.conv2d(x as Image, filter as Image, 1, "same");
}

/** The slope of a sum of squares towards the filter. */
function slopeOfFilter(fn: Convolution): Convolution {
  return (x, filter) => tf.grad((filter: tf.Tensor) => tf.sum(tf.square(fn(x, filter))))(filter);
}

/** The slope of a sum of squares towards what a filter slides over. */
function slopeOfInput(fn: Convolution): Convolution {
  return (x, filter) => tf.grad((x: tf.Tensor) => tf.sum(tf.square(fn(x, filter))))(x);
}

/** Every other element along two axes is zero, as between those of a filter with dilations. */
function withGaps(filter: tf.Tensor): tf.Tensor {
  const [height = 0, width = 0, ...channels] = filter.shape;
  const apart = tf.reshape(filter, [height, 1, width, 1, tf.util.sizeFromShape(channels)]);
  const gaps = tf.pad(apart, [[0, 0], [0, 1], [0, 0], [0, 1], [0, 0]]);
  const whole = tf.reshape(gaps, [2 * height, 2 * width, ...channels]);
  return tf.slice(whole, [0, 0], [2 * height - 1, 2 * width - 1]);
}

/** Convolutions with dilations, which tfjs differentiates only when they are written as zeros. */
const dilatedCases = (["same", "valid"] as const).map((pad) => ({
  at: [floats([1, 4, 5, 2]), floats([2, 2, 2, 3])],
  fn: (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as Image, filter as Image, 1, pad, "NHWC", 2),
  peer: (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as Image, withGaps(filter) as Image, 1, pad),
}));

/** The same for filters over volumes that are one deep. */
function wide(filter: tf.Tensor): tf.Tensor5D {
  return tf.expandDims(withGaps(tf.squeeze(filter, [0])));
}

/** Slopes of convolutions towards their inputs, for filters with dilations. */
export const DILATED: Readonly<Record<string, Cases>> = {
  Conv2DBackpropInput: dilatedCases.map(({ at, fn, peer }) => ({
    at,
    fn: slopeOfInput(fn),
    peer: slopeOfInput(peer),
  })),
  Conv3DBackpropInputV2: [{
    at: [floats([1, 3, 4, 3, 2]), floats([1, 2, 2, 2, 2])],
    fn: slopeOfInput((x, filter) =>
      tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, "same", "NDHWC", [1, 2, 2])
    ),
    peer: slopeOfInput((x, filter) => tf.conv3d(x as tf.Tensor5D, wide(filter), 1, "same")),
  }],
};

/** Of slopes, by the kernel of the slope. */
export const SECOND: Readonly<Record<string, Cases>> = {
  AvgPoolGrad: [{
    at: [floats([1, 4, 4, 2])],
    fn: slope((x) => tf.avgPool(x as Image, 2, 2, "valid")),
  }],
  Conv2DBackpropFilter: [
    { at: [floats([1, 4, 4, 2]), floats([2, 2, 2, 3])], fn: slopeOfFilter(convolution) },
    ...dilatedCases.map(({ at, fn, peer }) => ({
      at,
      fn: slopeOfFilter(fn),
      peer: slopeOfFilter(peer),
    })),
  ],
  EluGrad: [{ at: [spaced([6])], fn: slope(tf.elu) }],
};

const positive = floats([5], { low: 0.4, high: 1.6 });

/** Functions that can be differentiated twice, on any engine that has their kernels. */
const TWICE: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  exp: tf.exp,
  log: tf.log,
  logSoftmax: (x) => tf.logSoftmax(x),
  logSumExp: (x) => tf.logSumExp(x),
  max: (x) => tf.max(tf.mul(x, x)),
  norm: (x) => tf.norm(x),
  pow: (x) => tf.pow(x, 3.1),
  rsqrt: tf.rsqrt,
  selu: (x) => tf.selu(tf.neg(x)),
  sigmoid: tf.sigmoid,
  sigmoidCrossEntropy: (x) => tf.losses.sigmoidCrossEntropy(tf.onesLike(x), x),
  softmax: (x) => tf.softmax(x),
  softplus: tf.softplus,
  sqrt: tf.sqrt,
  tanh: tf.tanh,
};

/** The slope of each of them, as a function. */
export const SLOPES: Readonly<Record<string, Cases>> = Object.fromEntries(
  Object.entries(TWICE).map(([name, fn]) => [name, [{ at: [positive], fn: slope(fn) }]]),
);
