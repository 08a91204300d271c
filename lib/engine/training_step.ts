/**
 * One step of training, written with tfjs: recorded by one engine, run as it is by the others.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { type Accumulation, gather } from "./accumulation.ts";
import { leavesOf, type TensorTree, withLeaves } from "./tree.ts";

/** From targets and predictions to a scalar. */
export type StepLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** What a batch comes to. */
export interface Objective {
  /** What is minimised, a scalar. */
  readonly loss: tf.Tensor;
  /** What else is to be told: scalars, or tensors of shape (samples, …). */
  readonly results?: Readonly<Record<string, tf.Tensor>>;
}

/** Variables and what changes them. */
export interface TrainedGroup {
  readonly optimizer: tf.Optimizer;
  readonly variables: readonly tf.Variable[];
}

/** Slopes by the names of variables. */
export type Slopes = Readonly<Record<string, tf.Tensor>>;

/** What a step does with a batch. */
export interface TrainingStep {
  /** From a batch to what is minimised. */
  readonly objective: (batch: TensorTree) => Objective;
  /** What is trained; no variable is in two groups. */
  readonly groups: readonly TrainedGroup[];
  /** Changes slopes before the optimizers see them, as clipping does. */
  readonly adjust?: ((slopes: Slopes) => Slopes) | undefined;
  /** Called after the optimizers with the slopes that they saw; it may change other variables. */
  readonly after?: ((slopes: Slopes) => void) | undefined;
  /** Where slopes of several batches are gathered; each batch updates when left out. */
  readonly accumulation?: Accumulation | undefined;
  /** Into how many parts a batch is cut; their slopes are averaged before the update. */
  readonly microBatches: number;
}

/** What a step tells. */
export interface Told {
  /** A scalar, not scaled. */
  readonly loss: tf.Tensor;
  /**
   * The sum of the magnitudes of all slopes as they were scaled; there when the loss is. It is not finite
   * as soon as one slope is not.
   */
  readonly magnitude?: tf.Tensor;
  /** Tensors of their own, which belong to the caller. */
  readonly results: Readonly<Record<string, tf.Tensor>>;
}

interface Part extends Told {
  readonly slopes: Slopes;
}

/**
 * Changes the variables of a model and of its optimizers as one batch demands.
 *
 * A variable to which no slope leads stays as it is, and so does what its optimizer keeps of it.
 *
 * @param step objective and groups
 * @param batch tensors with the samples along the first axis
 * @param options how this batch is treated
 * @param options.updates whether it updates weights, or only adds to the slopes that are gathered
 * @param options.scale what the loss is multiplied by while slopes are taken, a scalar
 * @returns the loss before the update, and what else the objective tells
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 * import { takeStep } from "./training_step.ts";
 * const weight = tf.variable(tf.scalar(1));
 * const objective = () => ({ loss: tf.square(weight) });
 * const groups = [{ optimizer: tf.train.sgd(0.1), variables: [weight] }];
 * takeStep({ objective, groups, microBatches: 1 }, { x: tf.tensor1d([1]) });
 * ```
 */
export function takeStep(
  step: TrainingStep,
  batch: TensorTree,
  { updates = true, scale }: { readonly updates?: boolean; readonly scale?: tf.Tensor } = {},
): Told {
  const parts = cut(batch, step.microBatches)
    .map(({ part, share }) => ({ share, ...slopesOf(step, { batch: part, scale }) }));
  const { loss, results, slopes } = parts.map(({ share, ...part }) => scaled(part, share))
    .reduce(joined);
  const { accumulation } = step;
  const gathered = accumulation ? gather(slopes, { accumulation, updates }) : slopes;
  if (updates) update(step, step.adjust?.(gathered) ?? gathered);
  const told = { loss, results: keepOnly(results, parts) };
  const magnitudes = parts.flatMap(({ magnitude }) => magnitude ?? []);
  return magnitudes.length > 0 ? { ...told, magnitude: tf.addN(magnitudes) } : told;
}

function update(step: TrainingStep, slopes: Slopes): void {
  for (const { optimizer, variables } of step.groups) {
    // Optimizers know variables by their places, so that each keeps its own.
    const named = variables.map(({ name }) => ({ name, tensor: slopes[name] as tf.Tensor }));
    if (named.some(({ tensor }) => tensor !== undefined)) optimizer.applyGradients(named);
  }
  step.after?.(slopes);
}

/** Frees what the parts told, when it has been joined. */
function keepOnly(results: Told["results"], parts: readonly Told[]): Told["results"] {
  const kept = new Set(Object.values(results).map((result) => tf.keep(result)));
  const told = parts.flatMap((part) => Object.values(part.results));
  tf.dispose(told.filter((result) => !kept.has(result)));
  return results;
}

function slopesOf(
  { objective, groups }: TrainingStep,
  { batch, scale }: { readonly batch: TensorTree; readonly scale: tf.Tensor | undefined },
): Part {
  const results: Record<string, tf.Tensor> = {};
  const { value, grads } = tf.variableGrads(() => {
    const { loss, results: told = {} } = objective(batch);
    for (const [name, tensor] of Object.entries(told)) results[name] = tf.keep(tf.clone(tensor));
    const mean: tf.Scalar = tf.mean(loss);
    return scale ? tf.mul<tf.Scalar>(mean, scale) : mean;
  }, groups.flatMap(({ variables }) => variables));
  if (scale === undefined) return { loss: value, results, slopes: grads };
  const unscale = (tensor: tf.Tensor): tf.Tensor => tf.div(tensor, scale);
  const magnitude = tf.addN(Object.values(grads).map((slope) => tf.sum(tf.abs(slope))));
  return { loss: unscale(value), results, slopes: mapped(grads, unscale), magnitude };
}

/** Parts of nearly equal size, each with its share of the samples. */
function cut(
  batch: TensorTree,
  count: number,
): readonly { readonly part: TensorTree; readonly share: number }[] {
  if (count === 1) return [{ part: batch, share: 1 }];
  const tensors = leavesOf(batch, "batch").map(({ tensor }) => tensor);
  const rows = tensors[0]?.shape[0] ?? 1;
  const parts = Math.min(count, rows);
  return Array.from({ length: parts }, (_, index) => {
    const begin = Math.round(index * rows / parts);
    const end = Math.round((index + 1) * rows / parts);
    const part = withLeaves(batch, tensors.map((tensor) => tf.slice(tensor, begin, end - begin)));
    return { part, share: (end - begin) / rows };
  });
}

function scaled(part: Part, share: number): Part {
  if (share === 1) return part;
  const scale = (tensor: tf.Tensor): tf.Tensor => tf.mul(tensor, share);
  return {
    loss: scale(part.loss),
    results: mapped(part.results, (result) => result.rank === 0 ? scale(result) : result),
    slopes: mapped(part.slopes, scale),
  };
}

function joined(sum: Part, next: Part): Part {
  const add = (one: tf.Tensor, other: tf.Tensor | undefined): tf.Tensor =>
    other ? tf.add(one, other) : one;
  return {
    loss: tf.add(sum.loss, next.loss),
    results: mapped(sum.results, (result, name) => {
      const other = next.results[name];
      return result.rank === 0 || !other ? add(result, other) : tf.concat([result, other]);
    }),
    slopes: mapped(sum.slopes, (slope, name) => add(slope, next.slopes[name])),
  };
}

function mapped(
  tensors: Readonly<Record<string, tf.Tensor>>,
  change: (tensor: tf.Tensor, name: string) => tf.Tensor,
): Readonly<Record<string, tf.Tensor>> {
  const entries = Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]);
  return Object.fromEntries(entries);
}
