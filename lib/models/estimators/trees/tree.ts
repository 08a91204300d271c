/**
 * A decision tree that is grown split by split.
 *
 * @module
 */

import type { SeedStream } from "../../../core/seed.ts";
import type { Rows } from "../table.ts";
import type { Bins } from "./bins.ts";
import { bestSplit, Histogram, type Split } from "./best_split.ts";

/** A tree as arrays with one entry per node; node 0 is the root. */
export interface Tree {
  /** The feature that a node asks for; −1 at a leaf. */
  readonly features: readonly number[];
  /** Up to which value a row goes left; float32. */
  readonly thresholds: readonly number[];
  /** The left child; the right one comes next to it. */
  readonly children: readonly number[];
  /** What a leaf predicts; float32. */
  readonly values: readonly (readonly number[])[];
}

/** When trees stop, and what they look at. */
export interface GrowOptions {
  /** How many splits lie between the root and a leaf at most. */
  readonly maxDepth: number;
  /** How many different samples a leaf has at least. */
  readonly minLeaf: number;
  /** How many features are tried for each split. */
  readonly features: number;
  /** Draws which. */
  readonly seeds: SeedStream;
  /** What a leaf of these rows predicts; left out: their weighted mean. */
  readonly leaf?: (rows: Int32Array) => readonly number[];
}

/** What a tree learns from. */
export interface GrowData {
  readonly bins: Bins;
  /** One row per sample. */
  readonly targets: Rows;
  readonly weights: Float64Array;
}

interface Place {
  readonly node: number;
  readonly rows: Int32Array;
  readonly depth: number;
}

/**
 * Grows a tree whose splits lower the weighted squared error most. For classes, which are rows of
 * zeros and a one, that is the Gini impurity.
 *
 * Source: Breiman et al., Classification and regression trees, 1984.
 *
 * @param data features in bins, targets and weights
 * @param rows which samples to learn from, each once
 * @param options when to stop
 * @returns the tree
 * @example
 * ```ts
 * import { SeedStream } from "../../../core/seed.ts";
 * import { binRows } from "./bins.ts";
 * import { growTree } from "./tree.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([1, 2]) };
 * const data = { bins: binRows(x), targets: x, weights: new Float64Array([1, 1]) };
 * const options = { maxDepth: 3, minLeaf: 1, features: 1, seeds: SeedStream.from(0) };
 * growTree(data, Int32Array.of(0, 1), options).values; // [[], [1], [2]]
 * ```
 */
export function growTree(data: GrowData, rows: Int32Array, options: GrowOptions): Tree {
  const { leaf = (own) => meanOf(data, own), maxDepth } = options;
  const histogram = new Histogram(data);
  const features: number[] = [];
  const thresholds: number[] = [];
  const children: number[] = [];
  const values: (readonly number[])[] = [];
  const add = (): number => {
    features.push(-1);
    thresholds.push(0);
    children.push(-1);
    return values.push([]) - 1;
  };
  const open: Place[] = [{ node: add(), rows, depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { node, depth } = place;
    const split = depth < maxDepth
      ? bestSplit(data, place.rows, { ...options, histogram })
      : undefined;
    if (split === undefined) {
      values[node] = leaf(place.rows).map(Math.fround);
      continue;
    }
    features[node] = split.feature;
    thresholds[node] = data.bins.thresholds[split.feature]?.[split.bin] ?? 0;
    const left = children[node] = add();
    const right = add();
    const [below, above] = sides(data.bins, { rows: place.rows, split });
    open.push({ node: right, rows: above, depth: depth + 1 });
    open.push({ node: left, rows: below, depth: depth + 1 });
  }
  return { features, thresholds, children, values };
}

function meanOf({ targets: { columns, data }, weights }: GrowData, rows: Int32Array): number[] {
  const sums = new Array<number>(columns).fill(0);
  let weight = 0;
  for (const row of rows) {
    const own = weights[row] as number;
    weight += own;
    for (let at = 0; at < columns; at++) {
      sums[at] = (sums[at] as number) + own * (data[row * columns + at] as number);
    }
  }
  return sums.map((sum) => sum / weight);
}

function sides(
  { codes }: Bins,
  { rows, split }: { readonly rows: Int32Array; readonly split: Split },
): readonly [Int32Array, Int32Array] {
  const bins = codes[split.feature] as Uint8Array;
  const sorted = new Int32Array(rows.length);
  let left = 0;
  let right = rows.length;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] as number;
    if ((bins[row] as number) <= split.bin) sorted[left++] = row;
    else sorted[--right] = row;
  }
  return [sorted.subarray(0, left), sorted.subarray(left).reverse()];
}
