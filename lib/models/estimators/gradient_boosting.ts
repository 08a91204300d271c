/**
 * Gradient boosting.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../../core/configured.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import { boost, type Boosted, boostedScores } from "./boost.ts";
import type { Method } from "./fitted_model.ts";
import { floats } from "./learned.ts";
import { checkEstimatorOptions, COUNT, type EstimatorRules, SHARE } from "./options.ts";
import { probabilitiesOf } from "./softmax.ts";
import type { Rows } from "./table.ts";
import { type Labels, learnedWidth, saveLabels, type TaskOptions } from "./task.ts";
import { taskModel, type TaskPlan } from "./task_model.ts";
import { probabilityTensor, taskTensors } from "./tensors.ts";
import { FOREST_PARAMETERS, loadForest, saveForest } from "./trees/forest.ts";
import { treeTensors } from "./trees/forest_tensors.ts";

/** How trees are boosted. */
export interface GradientBoostingOptions extends TaskOptions {
  /** How many rounds, with a tree for each target or class; default 100. */
  readonly rounds?: number;
  /** How much of each tree counts; default 0.1. */
  readonly learningRate?: number;
  /** How many splits lie between root and leaf at most; default 3. */
  readonly maxDepth?: number;
  /** How many different samples a leaf has at least; default 1. */
  readonly minLeaf?: number;
  /** Share of the samples that each round learns from; default 1. */
  readonly subsample?: number;
}

const RULES: EstimatorRules<GradientBoostingOptions> = {
  task: "any",
  outputShape: "any",
  classes: "any",
  rounds: COUNT,
  learningRate: SHARE,
  maxDepth: COUNT,
  minLeaf: COUNT,
  subsample: SHARE,
};

/**
 * The plan of gradient boosting: a sum of small trees, each grown of what the ones before it leave.
 *
 * Numbers are learned by squared errors, two classes by logistic loss, more by softmax; leaves take
 * one Newton step. Classes come with the `probabilities` of all classes.
 *
 * Source: Friedman, Greedy function approximation: a gradient boosting machine, 2001, algorithms 2,
 * 5 and 6; features are split in bins (see `trees/bins.ts`).
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { GradientBoosting } from "./gradient_boosting.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * new GradientBoosting({ rounds: 50 }).build({ inputs, seeds: SeedStream.from(0) });
 * ```
 */
export class GradientBoosting extends Configured<GradientBoostingOptions> implements Model {
  readonly name = "gradientBoosting";

  /**
   * @param options task, rounds, learning rate, and when trees stop
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: GradientBoostingOptions = {}) {
    super(checkEstimatorOptions(options, { who: "GradientBoosting", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    return taskModel(context, {
      who: "GradientBoosting",
      options: this.config,
      weighted: true,
      method: (plan) => boosting({ options: this.config, ...plan }),
    });
  }
}

interface Plan extends TaskPlan {
  readonly options: GradientBoostingOptions;
}

interface Learned {
  readonly boosted: Boosted;
  readonly labels: Labels;
}

function boosting({ options, width, task, classify, seeds }: Plan): Method<Learned> {
  const { rounds = 100, learningRate = 0.1, maxDepth = 3, minLeaf = 1, subsample = 1 } = options;
  const outputsOf = (scores: Rows): Rows => classify ? probabilitiesOf(scores) : scores;
  return {
    fit: (table) => {
      const { rows: targets, labels } = task.encode(table);
      const samples = { x: table.x, targets, weights: table.weights };
      const plan = { rounds, learningRate, maxDepth, minLeaf, subsample, classify, seeds };
      return { boosted: boost(samples, plan), labels };
    },
    predict: ({ boosted, labels }, x) => task.decode(outputsOf(boostedScores(boosted, x)), labels),
    record: ({ boosted: { start, forest }, labels }, x) => {
      const columns = start.length;
      const steps = tf.reshape(treeTensors(forest, x), [
        -1,
        forest.roots.length / columns,
        columns,
      ]);
      const scores = tf.add<tf.Tensor2D>(tf.sum(steps, 1), tf.tensor1d(Float32Array.from(start)));
      return taskTensors(classify ? probabilityTensor(scores) : scores, labels);
    },
    parameters: ["start", ...FOREST_PARAMETERS],
    save: ({ boosted: { start, forest }, labels }) => ({
      tensors: { start: floats(start), ...saveForest(forest), ...saveLabels(labels) },
    }),
    load: (state) => {
      const labels = task.load(state);
      const scores = labels.length === 2 ? 1 : learnedWidth(task, labels);
      return {
        labels,
        boosted: {
          start: state.floats("start", [scores]),
          forest: loadForest(state, { outputs: 1, width }),
        },
      };
    },
  };
}
