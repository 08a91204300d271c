/** Gradients of all kinds of kernels, and what their cases are made of. */
import * as tf from "../../../lib/tf.ts";
import { floats, type RuleCase } from "./rule_cases.ts";

type Fn = RuleCase["fn"];

/** A case of sums of many products. */
export function named(name: string, arguments_: readonly tf.Tensor[], fn: Fn): RuleCase {
  return { name, arguments: arguments_, fn, tolerance: 1e-4 };
}

/** Gradients of a weighted sum, so that every element of the output has a slope of its own. */
export function slopes(fn: (...tensors: tf.Tensor[]) => tf.Tensor): Fn {
  return (...tensors) =>
    tf.grads((...inner: tf.Tensor[]) => {
      const y = fn(...inner);
      return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape)));
    })(tensors);
}

const positive = { low: 0.3, high: 2 };

export const GRADIENTS: readonly RuleCase[] = [
  ...Object.entries({
    abs: tf.abs,
    cos: tf.cos,
    elu: tf.elu,
    erf: tf.erf,
    exp: tf.exp,
    log: tf.log,
    log1p: tf.log1p,
    expm1: tf.expm1,
    reciprocal: tf.reciprocal,
    relu: tf.relu,
    rsqrt: tf.rsqrt,
    selu: tf.selu,
    sigmoid: tf.sigmoid,
    sin: tf.sin,
    softplus: tf.softplus,
    sqrt: tf.sqrt,
    square: tf.square,
    tan: tf.tan,
    tanh: tf.tanh,
    softmax: tf.softmax,
    logSoftmax: tf.logSoftmax,
  }).map(([name, fn]) =>
    named(`gradient of ${name}`, [floats([3, 4], positive)], slopes((x) => fn(x as tf.Tensor)))
  ),
  ...Object.entries({
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    div: tf.div,
    pow: tf.pow,
    atan2: tf.atan2,
  }).map(([name, fn]) =>
    named(
      `gradients of ${name}`,
      [floats([3, 4], positive), floats([4], { ...positive, seed: 5 })],
      slopes((a, b) => fn(a as tf.Tensor, b as tf.Tensor)),
    )
  ),
  // tfjs forgets to sum these over broadcast axes.
  ...Object.entries({ maximum: tf.maximum, minimum: tf.minimum }).map(([name, fn]) =>
    named(
      `gradients of ${name}`,
      [floats([3, 4]), floats([3, 4], { seed: 5 })],
      slopes((a, b) => fn(a as tf.Tensor, b as tf.Tensor)),
    )
  ),
  ...[[], [5], [2, 3, 2]].map((shape) =>
    named(`gradient of elu of [${shape}]`, [floats(shape)], slopes((x) => tf.elu(x as tf.Tensor)))
  ),
  named("gradient of sum", [floats([3, 4])], slopes((x) => tf.sum(x as tf.Tensor, 1))),
  named("gradient of mean", [floats([3, 4])], slopes((x) => tf.mean(x as tf.Tensor, 0))),
  named("gradient of max", [floats([3, 4])], slopes((x) => tf.max(x as tf.Tensor, 1))),
  named("gradient of cumsum", [floats([3, 4])], slopes((x) => tf.cumsum(x as tf.Tensor, 1))),
  named("gradient of gather", [floats([4, 3])], (x) => {
    const rows = tf.tensor1d([1, 3, 1], "int32");
    return slopes((x) => tf.gather(x as tf.Tensor, rows))(x as tf.Tensor);
  }),
  named("gradients of where", [floats([3, 2]), floats([3, 2], { seed: 4 })], (a, b) => {
    const chosen = tf.greater(tf.tensor1d([1, -1]), 0);
    return slopes((a, b) => tf.where(chosen, a as tf.Tensor, b as tf.Tensor))(
      a as tf.Tensor,
      b as tf.Tensor,
    );
  }),
  named(
    "gradients of matMul in batches",
    [floats([2, 3, 4]), floats([2, 5, 4])],
    slopes((a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, false, true)),
  ),
  named(
    "gradient of a second derivative",
    [floats([3], positive)],
    (x) =>
      tf.grad((y: tf.Tensor) => tf.sum(tf.grad((z: tf.Tensor) => tf.sum(tf.pow(z, 3)))(y)))(
        x as tf.Tensor,
      ),
  ),
  named("gradient that the function defines", [floats([3])], (x) => {
    const clipped = tf.customGrad((y: tf.Tensor | tf.GradSaveFunc) => ({
      value: tf.square(y as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => tf.clipByValue(dy, -0.1, 0.1),
    }));
    return tf.grad((y: tf.Tensor) => tf.sum(clipped(y)))(x as tf.Tensor);
  }),
  named(
    "gradient of softmaxCrossEntropy",
    [floats([4, 3])],
    (x) => {
      const labels = tf.oneHot(tf.tensor1d([0, 2, 1, 1], "int32"), 3);
      return tf.grad((y: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, y))(x as tf.Tensor);
    },
  ),
  named("gradients of other losses", [floats([4, 3], positive)], (x) => {
    const labels = floats([4, 3], { low: 0.1, high: 0.9, seed: 6 });
    const { absoluteDifference, huberLoss, meanSquaredError, hingeLoss } = tf.losses;
    return [absoluteDifference, huberLoss, meanSquaredError, hingeLoss].map((loss) =>
      tf.grad((y: tf.Tensor) => loss(labels, y) as tf.Tensor)(x as tf.Tensor)
    );
  }),
];
