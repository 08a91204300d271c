/**
 * Predictions from the nearest samples.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../../core/configured.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import { squaredDistance } from "./distance.ts";
import type { Method } from "./fitted_model.ts";
import { floats } from "./learned.ts";
import { checkEstimatorOptions, COUNT, type EstimatorRules } from "./options.ts";
import { appendRows, type Rows } from "./table.ts";
import { type Labels, learnedWidth, saveLabels, type TaskOptions } from "./task.ts";
import { matrixOf, squaredDistances, taskTensors } from "./tensors.ts";
import { taskModel, type TaskPlan } from "./task_model.ts";

/** How neighbours are asked. */
export interface KNearestNeighborsOptions extends TaskOptions {
  /** How many; default 5, and all when there are fewer samples. */
  readonly neighbors?: number;
  /** Whether all count the same, or by 1 / distance; default `uniform`. */
  readonly weigh?: "uniform" | "distance";
}

const RULES: EstimatorRules<KNearestNeighborsOptions> = {
  task: "any",
  outputShape: "any",
  classes: "any",
  neighbors: COUNT,
  weigh: "any",
};

/**
 * The plan of k nearest neighbours: the mean of their targets, or the shares of their classes.
 *
 * Distances are Euclidean, so features want one scale. Among equally near samples the first ones
 * count. Weights of samples cannot be honoured; `partialFit` adds samples.
 *
 * Source: Cover and Hart, Nearest neighbor pattern classification, 1967.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { KNearestNeighbors } from "./k_nearest_neighbors.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * const plan = new KNearestNeighbors({ task: "classification", neighbors: 3 });
 * plan.build({ inputs, seeds: SeedStream.from(0) });
 * ```
 */
export class KNearestNeighbors extends Configured<KNearestNeighborsOptions> implements Model {
  readonly name = "kNearestNeighbors";

  /**
   * @param options task, number of neighbours and how they count
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: KNearestNeighborsOptions = {}) {
    super(checkEstimatorOptions(options, { who: "KNearestNeighbors", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    return taskModel(context, {
      who: "KNearestNeighbors",
      options: this.config,
      weighted: false,
      method: (plan) => neighbors({ ...this.config, ...plan }),
    });
  }
}

type Plan = Omit<KNearestNeighborsOptions, "task"> & TaskPlan;

interface Memory {
  readonly x: Rows;
  readonly y: Rows;
  readonly labels: Labels;
}

function neighbors(plan: Plan): Method<Memory> {
  const { task, width } = plan;
  return {
    fit: (table) => {
      const { rows, labels } = task.encode(table);
      return { x: table.x, y: rows, labels };
    },
    partialFit: (table, before) => {
      const { rows, labels } = task.encode(table, before?.labels);
      if (before === undefined) return { x: table.x, y: rows, labels };
      return { x: appendRows(before.x, table.x), y: appendRows(before.y, rows), labels };
    },
    predict: (memory, x) => task.decode(ask(memory, { x, plan }), memory.labels),
    record: ({ x: known, y, labels }, x) => {
      const count = Math.min(plan.neighbors ?? 5, known.rows);
      const { values, indices } = tf.topk(tf.neg(squaredDistances(x, known)), count);
      const shares = shareTensor(tf.neg(values), plan.weigh ?? "uniform");
      const near = tf.gather<tf.Tensor>(matrixOf(y), indices);
      return taskTensors(tf.sum(tf.mul(near, tf.expandDims(shares, 2)), 1), labels);
    },
    parameters: ["inputs", "targets"],
    save: ({ x, y, labels }) => ({
      tensors: {
        inputs: floats(x.data, [x.rows, x.columns]),
        targets: floats(y.data, [y.rows, y.columns]),
        ...saveLabels(labels),
      },
    }),
    load: (state) => {
      const labels = task.load(state);
      const data = state.floats("inputs", [null, width]);
      const [rows, columns] = [data.length / width, learnedWidth(task, labels)];
      return {
        labels,
        x: { rows, columns: width, data },
        y: { rows, columns, data: state.floats("targets", [rows, columns]) },
      };
    },
  };
}

function ask(
  memory: Memory,
  { x, plan }: { readonly x: Rows; readonly plan: Plan },
): Rows {
  const { columns } = memory.y;
  const count = Math.min(plan.neighbors ?? 5, memory.x.rows);
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    const near = nearest(memory.x, { to: { of: x, row }, count });
    const shares = sharesOf(near, plan.weigh ?? "uniform");
    for (const [at, { row: from }] of near.entries()) {
      for (let column = 0; column < columns; column++) {
        const value = memory.y.data[from * columns + column] as number;
        const to = row * columns + column;
        data[to] = (data[to] as number) + (shares[at] as number) * value;
      }
    }
  }
  return { rows: x.rows, columns, data };
}

interface Neighbor {
  readonly row: number;
  readonly distance: number;
}

/** Keeps a short sorted list, into which few rows get. */
function nearest(
  among: Rows,
  { to, count }: {
    readonly to: { readonly of: Rows; readonly row: number };
    readonly count: number;
  },
): readonly Neighbor[] {
  const found: Neighbor[] = [];
  for (let row = 0; row < among.rows; row++) {
    const distance = squaredDistance({ of: among, row }, to);
    if (found.length === count && distance >= (found[count - 1] as Neighbor).distance) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1] as Neighbor).distance > distance) place--;
    found.splice(place, 0, { row, distance });
    if (found.length > count) found.pop();
  }
  return found;
}

/** As `sharesOf`, of the squares of all distances. */
function shareTensor(squares: tf.Tensor, weigh: "uniform" | "distance"): tf.Tensor {
  if (weigh === "uniform") return tf.mul(tf.onesLike(squares), 1 / (squares.shape[1] ?? 1));
  const here = tf.cast(tf.equal(squares, 0), "float32");
  const anyHere = tf.max(here, 1, true);
  const far = tf.rsqrt(tf.maximum(squares, Number.EPSILON ** 2));
  const weights = tf.add(here, tf.mul(tf.sub(1, anyHere), far));
  return tf.div(weights, tf.sum(weights, 1, true));
}

/** A sample in the very place of another is the only one that counts. */
function sharesOf(near: readonly Neighbor[], weigh: "uniform" | "distance"): readonly number[] {
  const here = weigh === "distance" && near.some(({ distance }) => distance === 0);
  const weights = near.map(({ distance }) => {
    if (here) return distance === 0 ? 1 : 0;
    return weigh === "distance" ? 1 / Math.sqrt(distance) : 1;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
