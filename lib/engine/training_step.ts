/**
 * One step of training, written with tfjs: recorded by one engine, run as it is by the others.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { StepModel } from "./step_model.ts";

/** From targets and predictions to a scalar. */
export type StepLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** What a step does with a batch. */
export interface TrainingStep {
  readonly model: StepModel;
  readonly loss: StepLoss;
  readonly optimizer: tf.Optimizer;
  /** Into how many parts a batch is cut; their gradients are averaged before the update. */
  readonly microBatches: number;
}

/** Samples with their targets. */
export interface StepBatch {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
}

interface Slopes {
  readonly value: tf.Tensor;
  readonly grads: tf.NamedTensorMap;
}

/**
 * Changes the variables of a model and of its optimizer as one batch demands.
 *
 * @param step model, loss and optimizer
 * @param batch samples and targets, with the samples along the first axis
 * @returns the loss before the update, a scalar
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 * import { takeStep } from "./training_step.ts";
 * const weight = tf.variable(tf.scalar(1));
 * const model = { call: (x: tf.Tensor) => tf.mul(x, weight), trainable: [weight] };
 * const [loss, optimizer] = [tf.losses.meanSquaredError, tf.train.sgd(0.1)];
 * const batch = { x: tf.tensor1d([1]), y: tf.tensor1d([2]) };
 * takeStep({ model, loss, optimizer, microBatches: 1 }, batch);
 * ```
 */
export function takeStep(step: TrainingStep, batch: StepBatch): tf.Tensor {
  const { value, grads } = cut(batch, step.microBatches)
    .map(({ part, share }) => scaled(slopes(step, part), share))
    .reduce(summed);
  step.optimizer.applyGradients(grads);
  return value;
}

function slopes({ model, loss, optimizer }: TrainingStep, { x, y }: StepBatch): Slopes {
  return optimizer.computeGradients(() => {
    const mean = tf.mean(loss(y, model.call(x)));
    return (model.penalty ? tf.add(mean, model.penalty()) : mean) as tf.Scalar;
  }, [...model.trainable]);
}

/** Parts of nearly equal size, each with its share of the samples. */
function cut(
  batch: StepBatch,
  count: number,
): readonly { readonly part: StepBatch; readonly share: number }[] {
  if (count === 1) return [{ part: batch, share: 1 }];
  const rows = batch.x.shape[0] ?? 1;
  const parts = Math.min(count, rows);
  return Array.from({ length: parts }, (_, index) => {
    const [begin, end] = [index, index + 1].map((at) => Math.round(at * rows / parts)) as [
      number,
      number,
    ];
    const part = {
      x: tf.slice(batch.x, begin, end - begin),
      y: tf.slice(batch.y, begin, end - begin),
    };
    return { part, share: (end - begin) / rows };
  });
}

function scaled({ value, grads }: Slopes, share: number): Slopes {
  if (share === 1) return { value, grads };
  const entries = Object.entries(grads).map(([name, slope]) => [name, tf.mul(slope, share)]);
  return { value: tf.mul(value, share), grads: Object.fromEntries(entries) };
}

function summed(sum: Slopes, next: Slopes): Slopes {
  const entries = Object.entries(sum.grads).map(([name, slope]) => {
    const other = next.grads[name];
    return [name, other ? tf.add(slope, other) : slope];
  });
  return { value: tf.add(sum.value, next.value), grads: Object.fromEntries(entries) };
}
