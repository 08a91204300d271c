/**
 * The step of a trainer, compiled: flow, losses, slopes, optimizers and averages as one program.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Accumulation } from "../engine/accumulation.ts";
import { compileObjective, type ObjectiveStep } from "../engine/compile_objective.ts";
import type { LossScale } from "../engine/loss_scale.ts";
import type { Slopes } from "../engine/training_step.ts";
import type { TensorTree } from "../engine/tree.ts";
import { type BuiltGraph, weightsOf } from "../graph/built_graph.ts";
import type { WeightAverages } from "./averages.ts";
import type { BatchTensors } from "./feed.ts";
import type { Stages } from "./gradient_check.ts";
import type { Groups } from "./groups.ts";
import { checkPatterns } from "./parameter_patterns.ts";
import type { Preparation } from "./prepare.ts";
import { adjusted } from "./slopes.ts";
import { objectiveOf } from "./step_objective.ts";
import { compileOptions, type TrainerOptions } from "./trainer_options.ts";
import { isDecayed, type WeightDecay, weightDecayOf } from "./weight_decay.ts";

/** What the step of a trainer is made of. */
export interface TrainingParts {
  readonly options: TrainerOptions;
  readonly groups: Groups;
  readonly averages: WeightAverages | undefined;
  readonly accumulation: Accumulation | undefined;
  readonly lossScale: LossScale | undefined;
}

/**
 * Compiles the step of a trainer.
 *
 * @param preparation the graph, and what is minimised
 * @param parts options, groups, averages, where slopes are gathered, and what keeps them in range
 * @returns the step, which has the values of the weights of now
 * @throws UnknownNameError for a pattern of parameters that means none
 */
export function compileTraining(
  { built, losses, stages, needed }: Preparation,
  { options, groups, averages, accumulation, lossScale }: TrainingParts,
): ObjectiveStep<TensorTree> {
  const { tell = [], clip, weightDecay = 0 } = options;
  const goal = { losses, tell, stages, needed };
  const decay = weightDecayOf(weightDecay);
  const pull = {
    parts: partsOf(groups, stages),
    weights: decayedBy(groups, decay),
    decay: decay.rate,
    clip,
  };
  return compileObjective(
    // Plain records of tensors are trees.
    (batch) => objectiveOf(built, batch as unknown as BatchTensors, goal),
    {
      ...compileOptions(options),
      groups,
      others: [...othersOf(built, groups), ...averages?.variables ?? []],
      adjust: (slopes) => adjusted(slopes, pull),
      ...(averages && { after: (slopes: Slopes) => averages.take(new Set(Object.keys(slopes))) }),
      ...(accumulation && { accumulation }),
      ...(lossScale && { lossScale }),
    },
  );
}

/**
 * Where slopes of several batches are gathered.
 *
 * @param trained what slopes lead to
 * @param batches how many make an update
 * @returns sums of zero
 */
export function accumulationOf(trained: readonly tf.Variable[], batches: number): Accumulation {
  const sums = tf.tidy(() =>
    trained.map((weight) => [weight.name, tf.variable(tf.zerosLike(weight), false)])
  );
  return { batches, sums: Object.fromEntries(sums) };
}

/** Variables that are pulled towards zero. */
function decayedBy(groups: Groups, decay: WeightDecay): readonly tf.Variable[] {
  const all = groups.flatMap(({ nodes }) =>
    nodes.flatMap(({ label, parameters }) =>
      parameters.map(({ name, variable }) => ({ node: label, name, variable }))
    )
  );
  checkPatterns(decay.except, all);
  return all.filter((parameter) => isDecayed(parameter, decay)).map(({ variable }) => variable);
}

/** Names of variables by stage. */
function partsOf(groups: Groups, stages: Stages): readonly ReadonlySet<string>[] {
  const nodes = groups.flatMap(({ nodes }) => nodes);
  const byStage = Map.groupBy(nodes, ({ label }) => stages?.get(label));
  return [...byStage.values()].map((part) =>
    new Set(part.flatMap(({ parameters }) => parameters.map(({ variable }) => variable.name)))
  );
}

/** Frozen weights and running means: inputs of the step, so that other values need no other step. */
function othersOf(built: BuiltGraph, groups: Groups): readonly tf.Variable[] {
  const moved = new Set(groups.flatMap(({ variables }) => variables));
  return weightsOf(built).filter((variable) => !moved.has(variable));
}
