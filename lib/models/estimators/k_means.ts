/**
 * Clusters around centres.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../../core/configured.ts";
import type { SeedStream } from "../../core/seed.ts";
import { type Interface, OUTPUT, type Ports } from "../interface.ts";
import type { BuildContext, BuiltModel, Model } from "../model.ts";
import { squaredDistance } from "./distance.ts";
import { firstGuesses } from "./first_guesses.ts";
import { estimatorInput, FittedModel, type Method } from "./fitted_model.ts";
import { bitsOf, floats, rounded } from "./learned.ts";
import { checkEstimatorOptions, COUNT, type EstimatorRules } from "./options.ts";
import type { Rows, Table } from "./table.ts";
import { squaredDistances } from "./tensors.ts";

/** How clusters are found. */
export interface KMeansOptions {
  /** How many; default 8. */
  readonly clusters?: number;
  /** From how many first guesses the best result is taken; default 10. */
  readonly restarts?: number;
  /** After how many steps a start is given up; default 300. */
  readonly maxSteps?: number;
  /**
   * A start ends when the squared way of all centres in a step is no more than this share of the mean
   * variance of the features; default 1e-4, as in scikit-learn. 0: when no sample changes its cluster.
   */
  readonly tolerance?: number;
}

const RULES: EstimatorRules<KMeansOptions> = {
  clusters: COUNT,
  restarts: COUNT,
  maxSteps: COUNT,
  tolerance: { least: 0 },
};

/**
 * The plan of k-means: the nearest centre of each sample, and the `distances` to all centres.
 *
 * First guesses are those of k-means++ (Arthur and Vassilvitskii, 2007), improved by Lloyd's steps.
 * `partialFit` moves centres by mini-batches (Sculley, Web-scale k-means clustering, 2010).
 *
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { KMeans } from "./k_means.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * const built = new KMeans({ clusters: 3 }).build({ inputs, seeds: SeedStream.from(0) });
 * built.outputs.distances?.shape; // [3]
 * ```
 */
export class KMeans extends Configured<KMeansOptions> implements Model {
  readonly name = "kMeans";

  /**
   * @param options clusters, restarts and steps
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: KMeansOptions = {}) {
    super(checkEstimatorOptions(options, { who: "KMeans", rules: RULES }));
  }

  build(context: BuildContext): BuiltModel {
    const { input, width } = estimatorInput(context);
    const { clusters = 8, restarts = 10, maxSteps = 300, tolerance = 1e-4 } = this.config;
    const outputs: Ports<Interface> = {
      [OUTPUT]: { shape: [1], dtype: "float32", range: [0, clusters - 1] },
      distances: { shape: [clusters], dtype: "float32" },
    };
    const plan = { width, clusters, restarts, maxSteps, tolerance, seeds: context.seeds };
    return new FittedModel({
      who: "KMeans",
      method: kMeans(plan),
      input,
      outputs,
      weighted: true,
    });
  }
}

interface Plan extends Required<KMeansOptions> {
  readonly width: number;
  readonly seeds: SeedStream;
}

interface Centres {
  readonly centres: Rows;
  /** Sum of the weights of the samples that each centre has seen. */
  readonly counts: Float64Array;
}

function kMeans(plan: Plan): Method<Centres> {
  const { clusters, width } = plan;
  return {
    fit: (table) => bestStart(table, plan),
    partialFit: (table, before) => moveCentres(table, before ?? firstCentres(table, plan)),
    predict: ({ centres }, x) => ({
      [OUTPUT]: { rows: x.rows, columns: 1, data: Float64Array.from(nearestOf(x, centres).labels) },
      distances: distancesTo(x, centres),
    }),
    record: ({ centres }, x) => {
      const squares = squaredDistances(x, centres);
      const nearest = tf.cast(tf.argMin(squares, 1), "float32");
      return { [OUTPUT]: tf.reshape(nearest, [-1, 1]), distances: tf.sqrt(squares) };
    },
    parameters: ["centres"],
    save: ({ centres, counts }) => ({
      tensors: { centres: floats(centres.data, [clusters, width]), counts: bitsOf(counts) },
    }),
    load: (state) => ({
      centres: { rows: clusters, columns: width, data: state.floats("centres", [clusters, width]) },
      counts: state.bits("counts", clusters),
    }),
  };
}

function bestStart(table: Table, plan: Plan): Centres {
  const enough = plan.tolerance * meanVariance(table.x);
  let best: (Centres & { readonly inertia: number }) | undefined;
  for (let start = 0; start < plan.restarts; start++) {
    const seeds = plan.seeds.split("start").split(start);
    const found = descend(table, {
      centres: firstGuesses(table, { ...plan, seeds }),
      plan,
      enough,
    });
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  const { centres, counts } = best as Centres;
  return { centres: { ...centres, data: rounded(centres.data) }, counts };
}

/** Lloyd's steps, until centres hardly move. */
function descend(
  { x, weights }: Table,
  { centres: first, plan, enough }: {
    readonly centres: Rows;
    readonly plan: Plan;
    /** The squared way of all centres in the last step. */
    readonly enough: number;
  },
): Centres & { readonly inertia: number } {
  let centres = first;
  for (let step = 0; step < plan.maxSteps; step++) {
    const before = centres;
    centres = meansOf({ x, weights }, { labels: nearestOf(x, before).labels, centres: before });
    if (wayBetween(before, centres) <= enough) break;
  }
  const { labels, squares } = nearestOf(x, centres);
  const inertia = squares.reduce((sum, square, row) => sum + square * (weights[row] as number), 0);
  return { centres, counts: countsOf(labels, { weights, clusters: plan.clusters }), inertia };
}

function meanVariance({ rows, columns, data }: Rows): number {
  const [sums, squares] = [new Float64Array(columns), new Float64Array(columns)];
  for (const [at, value] of data.entries()) {
    sums[at % columns] = (sums[at % columns] as number) + value;
  }
  for (const [at, value] of data.entries()) {
    const gap = value - (sums[at % columns] as number) / rows;
    squares[at % columns] = (squares[at % columns] as number) + gap * gap;
  }
  return squares.reduce((sum, square) => sum + square, 0) / (rows * columns);
}

/** The squared way of all centres. */
function wayBetween(before: Rows, after: Rows): number {
  return before.data.reduce((sum, value, at) => sum + (value - (after.data[at] as number)) ** 2, 0);
}

/** A centre that no sample is nearest to stays where it is. */
function meansOf(
  { x, weights }: Pick<Table, "x" | "weights">,
  { labels, centres }: { readonly labels: Int32Array; readonly centres: Rows },
): Rows {
  const { columns } = x;
  const counts = countsOf(labels, { weights, clusters: centres.rows });
  const data = centres.data.map((value, at) =>
    (counts[Math.floor(at / columns)] as number) > 0 ? 0 : value
  );
  for (const [row, label] of labels.entries()) {
    const share = (weights[row] as number) / (counts[label] as number);
    for (let at = 0; at < columns; at++) {
      const to = label * columns + at;
      data[to] = (data[to] as number) + share * (x.data[row * columns + at] as number);
    }
  }
  return { ...centres, data };
}

function countsOf(
  labels: Int32Array,
  { weights, clusters }: { readonly weights: Float64Array; readonly clusters: number },
): Float64Array {
  const counts = new Float64Array(clusters);
  for (const [row, label] of labels.entries()) {
    counts[label] = (counts[label] as number) + (weights[row] as number);
  }
  return counts;
}

function firstCentres(table: Table, plan: Plan): Centres {
  const centres = firstGuesses(table, { ...plan, seeds: plan.seeds.split("first") });
  return { centres, counts: new Float64Array(plan.clusters) };
}

/** Each sample draws its centre a little: by its share of all that the centre has seen. */
function moveCentres({ x, weights }: Table, { centres, counts }: Centres): Centres {
  const { columns } = x;
  const [moved, seen] = [centres.data.slice(), counts.slice()];
  const { labels } = nearestOf(x, centres);
  for (const [row, label] of labels.entries()) {
    const weight = weights[row] as number;
    seen[label] = (seen[label] as number) + weight;
    const share = weight / (seen[label] as number);
    for (let at = 0; at < columns; at++) {
      const to = label * columns + at;
      const value = moved[to] as number;
      moved[to] = value + share * ((x.data[row * columns + at] as number) - value);
    }
  }
  return { centres: { ...centres, data: rounded(moved) }, counts: seen };
}

function nearestOf(
  x: Rows,
  centres: Rows,
): { readonly labels: Int32Array; readonly squares: Float64Array } {
  const labels = new Int32Array(x.rows);
  const squares = new Float64Array(x.rows).fill(Infinity);
  for (let row = 0; row < x.rows; row++) {
    for (let centre = 0; centre < centres.rows; centre++) {
      const square = squaredDistance({ of: x, row }, { of: centres, row: centre });
      if (square >= (squares[row] as number)) continue;
      squares[row] = square;
      labels[row] = centre;
    }
  }
  return { labels, squares };
}

function distancesTo(x: Rows, centres: Rows): Rows {
  const data = new Float64Array(x.rows * centres.rows);
  for (let row = 0; row < x.rows; row++) {
    for (let centre = 0; centre < centres.rows; centre++) {
      const square = squaredDistance({ of: x, row }, { of: centres, row: centre });
      data[row * centres.rows + centre] = Math.sqrt(square);
    }
  }
  return { rows: x.rows, columns: centres.rows, data };
}
