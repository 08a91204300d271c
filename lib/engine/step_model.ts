/**
 * What a training step trains: a function with its variables.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A function with variables; models of tf.layers are another way to have both. */
export interface StepModel {
  /** From a batch to predictions, as in training. */
  readonly call: (x: tf.Tensor) => tf.Tensor;
  /** What is trained. */
  readonly trainable: readonly tf.Variable[];
  /** What else the call changes, such as running means. Default: none. */
  readonly others?: readonly tf.Variable[];
  /** What is added to the loss, such as the squares of the weights. Default: nothing. */
  readonly penalty?: () => tf.Tensor;
}

/**
 * Brings both ways to write a model into one form.
 *
 * @param model a model of tf.layers, or a function with its variables
 * @returns a function with its variables; regularizers become its penalty
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { stepModel } from "./step_model.ts";
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * stepModel(model).trainable.length; // kernel and bias
 * ```
 */
export function stepModel(model: LayersModel | StepModel): StepModel {
  return isStepModel(model) ? model : fromLayers(model);
}

function isStepModel(model: LayersModel | StepModel): model is StepModel {
  return Array.isArray(model.trainable);
}

function fromLayers(model: LayersModel): StepModel {
  function variablesOf(weights: LayersModel["weights"]): readonly tf.Variable[] {
    return weights.map((weight) => weight.read() as tf.Variable);
  }
  return {
    call: (x) => model.apply(x, { training: true }) as tf.Tensor,
    trainable: variablesOf(model.trainableWeights),
    others: variablesOf(model.nonTrainableWeights),
    penalty: () => {
      const penalties = model.calculateLosses().map((penalty) => tf.mean(penalty));
      return penalties.reduce((sum: tf.Tensor, next) => tf.add(sum, next), tf.scalar(0));
    },
  };
}
