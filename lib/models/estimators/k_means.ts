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
}

const RULES: EstimatorRules<KMeansOptions> = {
  clusters: COUNT,
  restarts: COUNT,
  maxSteps: COUNT,
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
    const { clusters = 8, restarts = 10, maxSteps = 300 } = this.config;
    const outputs: Ports<Interface> = {
      [OUTPUT]: { shape: [1], dtype: "float32", range: [0, clusters - 1] },
      distances: { shape: [clusters], dtype: "float32" },
    };
    const plan = { width, clusters, restarts, maxSteps, seeds: context.seeds };
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
  let best: (Centres & { readonly inertia: number }) | undefined;
  for (let start = 0; start < plan.restarts; start++) {
    const seeds = plan.seeds.split("start").split(start);
    const found = descend(table, { centres: plusPlus(table, plan, seeds), plan });
    if (best === undefined || found.inertia < best.inertia) best = found;
  }
  const { centres, counts } = best as Centres;
  return { centres: { ...centres, data: rounded(centres.data) }, counts };
}

/** Lloyd's steps, until no sample changes its cluster. */
function descend(
  { x, weights }: Table,
  { centres: first, plan }: { readonly centres: Rows; readonly plan: Plan },
): Centres & { readonly inertia: number } {
  let centres = first;
  let before: Int32Array | undefined;
  for (let step = 0; step < plan.maxSteps; step++) {
    const { labels } = nearestOf(x, centres);
    if (before !== undefined && labels.every((label, row) => label === before?.[row])) break;
    centres = meansOf({ x, weights }, { labels, centres });
    before = labels;
  }
  const { labels, squares } = nearestOf(x, centres);
  const inertia = squares.reduce((sum, square, row) => sum + square * (weights[row] as number), 0);
  return { centres, counts: countsOf(labels, { weights, clusters: plan.clusters }), inertia };
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
  const centres = plusPlus(table, plan, plan.seeds.split("first"));
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

/** Centres are samples; each next one is drawn by its squared distance to those there are. */
function plusPlus({ x, weights }: Table, { clusters }: Plan, seeds: SeedStream): Rows {
  if (x.rows < clusters) {
    throw new RangeError(
      `KMeans cannot find ${clusters} clusters among ${x.rows} samples: give more samples, or ` +
        "fewer clusters",
    );
  }
  const { columns } = x;
  const data = new Float64Array(clusters * columns);
  const nearest = new Float64Array(x.rows).fill(Infinity);
  const chances = weights.slice();
  for (let centre = 0; centre < clusters; centre++) {
    const chosen = draw(chances, seeds);
    data.set(x.data.subarray(chosen * columns, (chosen + 1) * columns), centre * columns);
    for (let row = 0; row < x.rows; row++) {
      const square = squaredDistance({ of: x, row }, { of: x, row: chosen });
      nearest[row] = Math.min(nearest[row] as number, square);
      chances[row] = (nearest[row] as number) * (weights[row] as number);
    }
  }
  return { rows: clusters, columns, data };
}

/** When all chances are zero, any row will do. */
function draw(chances: Float64Array, seeds: SeedStream): number {
  const sum = chances.reduce((total, chance) => total + chance, 0);
  if (sum === 0) return seeds.below(chances.length);
  let left = seeds.uniform() * sum;
  for (const [row, chance] of chances.entries()) {
    left -= chance;
    if (left < 0 && chance > 0) return row;
  }
  return chances.findLastIndex((chance) => chance > 0);
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
