/**
 * Activations by name.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Registry } from "../core/registry.ts";

/** From a tensor to one of the same shape. */
export type ActivationFunction = (x: tf.Tensor) => tf.Tensor;

/** Names of the activations that are built in. */
export type ActivationName =
  | "linear"
  | "relu"
  | "leakyRelu"
  | "elu"
  | "selu"
  | "gelu"
  | "silu"
  | "softplus"
  | "sigmoid"
  | "tanh"
  | "softmax";

/** Activations; register your own by name, so that saved models can name it. */
export const activations: Registry<ActivationFunction> = new Registry<ActivationFunction>(
  "activation",
  {
    linear: (x) => x,
    relu: (x) => tf.relu(x),
    leakyRelu: (x) => tf.leakyRelu(x, 0.01),
    elu: (x) => tf.elu(x),
    selu: (x) => tf.selu(x),
    gelu,
    silu: (x) => tf.mul(x, tf.sigmoid(x)),
    softplus: (x) => tf.softplus(x),
    sigmoid: (x) => tf.sigmoid(x),
    tanh: (x) => tf.tanh(x),
    softmax: (x) => tf.softmax(x),
  },
);

/** x · Φ(x), with the exact normal distribution (Hendrycks and Gimpel, 2016). */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
