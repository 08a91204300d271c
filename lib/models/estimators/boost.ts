/**
 * Rounds of boosting: trees that are grown of slopes.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import { rounded } from "./learned.ts";
import { probabilitiesOf } from "./softmax.ts";
import type { Rows } from "./table.ts";
import { binRows } from "./trees/bins.ts";
import { type Forest, forestOf, leafOf } from "./trees/forest.ts";
import { growTree, type Tree } from "./trees/tree.ts";

/** A sum of trees. */
export interface Boosted {
  /** Where each score starts. */
  readonly start: Float64Array;
  /** Trees round by round, one for each score; the learning rate is in their leaves. */
  readonly forest: Forest;
}

/** What is boosted. */
export interface BoostSamples {
  readonly x: Rows;
  /** Numbers, or a one in the column of the class. */
  readonly targets: Rows;
  readonly weights: Float64Array;
}

/** How it is boosted. */
export interface BoostPlan {
  readonly rounds: number;
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly subsample: number;
  /** Whether targets are classes. */
  readonly classify: boolean;
  readonly seeds: SeedStream;
}

/**
 * Grows trees round by round.
 *
 * @param samples features, targets and weights
 * @param plan rounds and their size
 * @returns where scores start, and the trees
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { boost } from "./boost.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([1, 2]) };
 * const samples = { x, targets: x, weights: new Float64Array([1, 1]) };
 * const size = { rounds: 3, learningRate: 0.5, maxDepth: 1, minLeaf: 1, subsample: 1 };
 * boost(samples, { ...size, classify: false, seeds: SeedStream.from(0) }).start; // [1.5]
 * ```
 */
export function boost({ x, targets, weights }: BoostSamples, plan: BoostPlan): Boosted {
  const wanted = plan.classify && targets.columns === 2 ? lastColumn(targets) : targets;
  const { rows, columns } = wanted;
  const start = startOf(wanted, { weights, classify: plan.classify });
  const scores = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) scores.set(start, row * columns);
  // Scores of K > 2 classes can all shift together, which Friedman's step takes into account.
  const share = plan.learningRate * (plan.classify && columns > 1 ? (columns - 1) / columns : 1);
  const bins = binRows(x);
  const trees: Tree[] = [];
  for (let round = 0; round < plan.rounds; round++) {
    const seeds = plan.seeds.split("round").split(round);
    const chosen = chosenRows(rows, { share: plan.subsample, seeds: seeds.split("samples") });
    const guess = guesses({ rows, columns, data: scores.slice() }, plan.classify);
    for (let column = 0; column < columns; column++) {
      const { slopes, bends } = slopesOf({ wanted, guess, column, classify: plan.classify });
      const tree = growTree({ bins, targets: slopes, weights }, chosen, {
        maxDepth: plan.maxDepth,
        minLeaf: plan.minLeaf,
        features: x.columns,
        seeds: seeds.split("features").split(column),
        leaf: (own) => [share * stepOf(own, { slopes, bends, weights })],
      });
      trees.push(tree);
      const one = forestOf([tree], 1);
      for (let row = 0; row < rows; row++) {
        const at = row * columns + column;
        const leaf = leafOf(one, 0, { x, row });
        scores[at] = (scores[at] as number) + (one.values.data[leaf] as number);
      }
    }
  }
  return { start, forest: forestOf(trees, 1) };
}

/**
 * Adds trees up.
 *
 * @param boosted where scores start, and the trees
 * @param x one row per sample
 * @returns a column for each score
 * @example
 * ```ts
 * import { boostedScores } from "./boost.ts";
 * import { forestOf } from "./trees/forest.ts";
 * const boosted = { start: new Float64Array([7]), forest: forestOf([], 1) };
 * const x = { rows: 1, columns: 1, data: new Float64Array([0]) };
 * console.log(boostedScores(boosted, x).data[0]); // 7
 * ```
 */
export function boostedScores({ start, forest }: Boosted, x: Rows): Rows {
  const columns = start.length;
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    data.set(start, row * columns);
    for (const [tree, root] of forest.roots.entries()) {
      const at = row * columns + tree % columns;
      const leaf = leafOf(forest, root, { x, row });
      data[at] = (data[at] as number) + (forest.values.data[leaf] as number);
    }
  }
  return { rows: x.rows, columns, data };
}

/** Of two classes the second one alone has a score. */
function lastColumn({ rows, columns, data }: Rows): Rows {
  return { rows, columns: 1, data: data.filter((_, at) => at % columns === columns - 1) };
}

/** The mean, or the scores that give each class its share. */
function startOf(
  { rows, columns, data }: Rows,
  { weights, classify }: { readonly weights: Float64Array; readonly classify: boolean },
): Float64Array {
  const sums = new Float64Array(columns);
  let weight = 0;
  for (let row = 0; row < rows; row++) {
    weight += weights[row] as number;
    for (let at = 0; at < columns; at++) {
      sums[at] = (sums[at] as number) + (weights[row] as number) *
          (data[row * columns + at] as number);
    }
  }
  const means = sums.map((sum) => sum / weight);
  if (!classify) return rounded(means);
  // A class that no sample has yet would start at −∞.
  const share = (mean: number): number => Math.min(Math.max(mean, 1e-6), 1 - 1e-6);
  if (columns > 1) return rounded(means.map((mean) => Math.log(share(mean))));
  return rounded(means.map((mean) => Math.log(share(mean) / (1 - share(mean)))));
}

function chosenRows(
  rows: number,
  { share, seeds }: { readonly share: number; readonly seeds: SeedStream },
): Int32Array {
  if (share >= 1) return Int32Array.from({ length: rows }, (_, row) => row);
  return seeds.permutation(rows).slice(0, Math.max(1, Math.floor(share * rows))).sort();
}

function guesses(scores: Rows, classify: boolean): Rows {
  if (!classify) return scores;
  const chances = probabilitiesOf(scores);
  return scores.columns === 1 ? lastColumn(chances) : chances;
}

function slopesOf(
  { wanted, guess, column, classify }: {
    readonly wanted: Rows;
    readonly guess: Rows;
    readonly column: number;
    readonly classify: boolean;
  },
): { readonly slopes: Rows; readonly bends: Float64Array } {
  const { rows, columns } = wanted;
  const data = new Float64Array(rows);
  const bends = new Float64Array(rows).fill(1);
  for (let row = 0; row < rows; row++) {
    const [goal, own] = [wanted, guess].map((of) => of.data[row * columns + column] as number) as [
      number,
      number,
    ];
    data[row] = goal - own;
    if (classify) bends[row] = own * (1 - own);
  }
  return { slopes: { rows, columns: 1, data }, bends };
}

/** One Newton step. */
function stepOf(
  rows: Int32Array,
  { slopes, bends, weights }: {
    readonly slopes: Rows;
    readonly bends: Float64Array;
    readonly weights: Float64Array;
  },
): number {
  let [slope, bend] = [0, 0];
  for (const row of rows) {
    slope += (weights[row] as number) * (slopes.data[row] as number);
    bend += (weights[row] as number) * (bends[row] as number);
  }
  return bend < 1e-150 ? 0 : slope / bend;
}
