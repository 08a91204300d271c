/**
 * Random forests.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../../core/configured.ts";
import type { SeedStream } from "../../core/seed.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import type { Method } from "./fitted_model.ts";
import { checkEstimatorOptions, COUNT, type EstimatorRules } from "./options.ts";
import type { Rows, Table } from "./table.ts";
import { type Labels, learnedWidth, saveLabels, type TaskOptions } from "./task.ts";
import { taskModel, type TaskPlan } from "./task_model.ts";
import { taskTensors } from "./tensors.ts";
import { binRows } from "./trees/bins.ts";
import {
  type Forest,
  FOREST_PARAMETERS,
  forestOf,
  leafOf,
  loadForest,
  saveForest,
} from "./trees/forest.ts";
import { treeTensors } from "./trees/forest_tensors.ts";
import { growTree } from "./trees/tree.ts";

/** How a forest is grown. */
export interface RandomForestOptions extends TaskOptions {
  /** How many trees; default 100. */
  readonly trees?: number;
  /** How many splits lie between root and leaf at most; left out: as many as it takes. */
  readonly maxDepth?: number;
  /** How many different samples a leaf has at least; default 1. */
  readonly minLeaf?: number;
  /** How many features are tried for each split; default all, or √features for classes. */
  readonly features?: number;
  /** Whether each tree has samples of its own, drawn with replacement; default true. */
  readonly bootstrap?: boolean;
}

const RULES: EstimatorRules<RandomForestOptions> = {
  task: "any",
  outputShape: "any",
  classes: "any",
  trees: COUNT,
  maxDepth: COUNT,
  minLeaf: COUNT,
  features: COUNT,
  bootstrap: "any",
};

/**
 * The plan of a random forest: the mean of many trees, each grown of samples and features that are
 * drawn. Classes come with the `probabilities` of all classes.
 *
 * Source: Breiman, Random forests, 2001; features are split in bins (see `trees/bins.ts`).
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { RandomForest } from "./random_forest.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * const plan = new RandomForest({ task: "classification", trees: 50 });
 * plan.build({ inputs, seeds: SeedStream.from(0) });
 * ```
 */
export class RandomForest extends Configured<RandomForestOptions> implements Model {
  readonly name = "randomForest";

  /**
   * @param options task, trees, and when they stop
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: RandomForestOptions = {}) {
    super(checkEstimatorOptions(options, { who: "RandomForest", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    return taskModel(context, {
      who: "RandomForest",
      options: this.config,
      weighted: true,
      method: (plan) => {
        const { classify, width } = plan;
        const usual = classify ? Math.max(Math.floor(Math.sqrt(width)), 1) : width;
        const features = Math.min(this.config.features ?? usual, width);
        return randomForest({ ...this.config, ...plan, features });
      },
    });
  }
}

interface Plan extends Omit<RandomForestOptions, "task">, TaskPlan {
  readonly features: number;
}

interface Learned {
  readonly forest: Forest;
  readonly labels: Labels;
}

function randomForest(plan: Plan): Method<Learned> {
  const { task, width } = plan;
  return {
    fit: (table) => grow(table, plan),
    predict: ({ forest, labels }, x) => task.decode(meanOfTrees(forest, x), labels),
    record: ({ forest, labels }, x) =>
      taskTensors(tf.mean<tf.Tensor2D>(treeTensors(forest, x), 1), labels),
    parameters: FOREST_PARAMETERS,
    save: ({ forest, labels }) => ({ tensors: { ...saveForest(forest), ...saveLabels(labels) } }),
    load: (state) => {
      const labels = task.load(state);
      return { labels, forest: loadForest(state, { outputs: learnedWidth(task, labels), width }) };
    },
  };
}

function grow(table: Table, plan: Plan): Learned {
  const { maxDepth = Infinity, minLeaf = 1, features, bootstrap = true } = plan;
  const { rows: targets, labels } = plan.task.encode(table);
  const bins = binRows(table.x);
  const trees = Array.from({ length: plan.trees ?? 100 }, (_, tree) => {
    const seeds = plan.seeds.split("tree").split(tree);
    const weights = bootstrap ? drawn(table.weights, seeds.split("samples")) : table.weights;
    const rows = Int32Array.from(weights.keys()).filter((row) => (weights[row] as number) > 0);
    const options = { maxDepth, minLeaf, features, seeds: seeds.split("features") };
    return growTree({ bins, targets, weights }, rows, options);
  });
  return { forest: forestOf(trees, targets.columns), labels };
}

/** Each sample counts as often as it was drawn. */
function drawn(weights: Float64Array, seeds: SeedStream): Float64Array {
  const counts = new Float64Array(weights.length);
  for (let draw = 0; draw < weights.length; draw++) {
    const row = seeds.below(weights.length);
    counts[row] = (counts[row] as number) + (weights[row] as number);
  }
  return counts;
}

function meanOfTrees(forest: Forest, x: Rows): Rows {
  const { columns, data: values } = forest.values;
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    for (const root of forest.roots) {
      const leaf = leafOf(forest, root, { x, row });
      for (let at = 0; at < columns; at++) {
        const to = row * columns + at;
        data[to] = (data[to] as number) + (values[leaf * columns + at] as number);
      }
    }
  }
  return { rows: x.rows, columns, data: data.map((sum) => sum / forest.roots.length) };
}
