/**
 * The split of some samples that lowers their squared error most.
 *
 * @module
 */

import type { SeedStream } from "../../../core/seed.ts";
import type { GrowData } from "./tree.ts";

/** Rows of bins up to this one go left. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
}

/** Which splits are allowed. */
export interface SplitOptions {
  /** How many different samples each side has at least. */
  readonly minLeaf: number;
  /** How many features are tried. */
  readonly features: number;
  /** Draws which. */
  readonly seeds: SeedStream;
}

interface Sums {
  weight: number;
  count: number;
  readonly targets: Float64Array;
}

/**
 * Finds the best split: that of the greatest Σ (Σ w·y)² / Σ w over both sides and all targets.
 *
 * Features are tried in a drawn order until as many as wanted could be split at all.
 *
 * @param data features in bins, targets and weights
 * @param rows the samples to split
 * @param options which splits are allowed
 * @returns nothing when no split helps
 * @example
 * ```ts
 * import { SeedStream } from "../../../core/seed.ts";
 * import { bestSplit } from "./best_split.ts";
 * import { binRows } from "./bins.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([1, 2]) };
 * const data = { bins: binRows(x), targets: x, weights: new Float64Array([1, 1]) };
 * const options = { minLeaf: 1, features: 1, seeds: SeedStream.from(0) };
 * bestSplit(data, Int32Array.of(0, 1), options); // { feature: 0, bin: 0 }
 * ```
 */
export function bestSplit(
  data: GrowData,
  rows: Int32Array,
  { minLeaf, features, seeds }: SplitOptions,
): Split | undefined {
  if (rows.length < 2 * minLeaf) return undefined;
  const count = data.bins.codes.length;
  const order = features < count
    ? seeds.permutation(count)
    : Int32Array.from(data.bins.codes.keys());
  const whole = sumsOf(data, rows);
  // Splits that differ from none by roundings only do not help.
  let most = scoreOf(whole) + 1e-10 * spreadOf(data, rows);
  let best: Split | undefined;
  let tried = 0;
  for (const feature of order) {
    if (tried === features) break;
    const found = bestOf(data, { rows, feature, whole, minLeaf });
    if (found === undefined) continue;
    tried++;
    if (found.score <= most) continue;
    most = found.score;
    best = { feature, bin: found.bin };
  }
  return best;
}

/** Undefined when all rows lie in one bin. */
function bestOf(
  data: GrowData,
  { rows, feature, whole, minLeaf }: {
    readonly rows: Int32Array;
    readonly feature: number;
    readonly whole: Sums;
    readonly minLeaf: number;
  },
): { readonly bin: number; readonly score: number } | undefined {
  const { bins: { codes, thresholds }, targets: { columns, data: y }, weights } = data;
  const bins = codes[feature] as Uint8Array;
  const length = (thresholds[feature]?.length ?? 0) + 1;
  const sums = new Float64Array(length * columns);
  const weight = new Float64Array(length);
  const counts = new Int32Array(length);
  for (const row of rows) {
    const bin = bins[row] as number;
    const own = weights[row] as number;
    counts[bin] = (counts[bin] as number) + 1;
    weight[bin] = (weight[bin] as number) + own;
    for (let at = 0; at < columns; at++) {
      const to = bin * columns + at;
      sums[to] = (sums[to] as number) + own * (y[row * columns + at] as number);
    }
  }
  const left: Sums = { weight: 0, count: 0, targets: new Float64Array(columns) };
  let best: { bin: number; score: number } | undefined;
  for (let bin = 0; bin < length - 1; bin++) {
    if (counts[bin] === 0) continue;
    left.count += counts[bin] as number;
    left.weight += weight[bin] as number;
    for (let at = 0; at < columns; at++) {
      left.targets[at] = (left.targets[at] as number) + (sums[bin * columns + at] as number);
    }
    if (left.count === rows.length) break;
    const allowed = left.count >= minLeaf && rows.length - left.count >= minLeaf;
    const score = allowed ? scoreOf(left) + scoreOf(rest(whole, left)) : -Infinity;
    if (best === undefined || score > best.score) best = { bin, score };
  }
  return best;
}

function sumsOf({ targets: { columns, data }, weights }: GrowData, rows: Int32Array): Sums {
  const sums: Sums = { weight: 0, count: rows.length, targets: new Float64Array(columns) };
  for (const row of rows) {
    const own = weights[row] as number;
    sums.weight += own;
    for (let at = 0; at < columns; at++) {
      sums.targets[at] = (sums.targets[at] as number) + own * (data[row * columns + at] as number);
    }
  }
  return sums;
}

function spreadOf({ targets: { columns, data }, weights }: GrowData, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) {
    for (let at = 0; at < columns; at++) {
      sum += (weights[row] as number) * (data[row * columns + at] as number) ** 2;
    }
  }
  return sum;
}

function rest(whole: Sums, left: Sums): Sums {
  const targets = whole.targets.map((sum, at) => sum - (left.targets[at] as number));
  return { weight: whole.weight - left.weight, count: whole.count - left.count, targets };
}

function scoreOf({ targets, weight }: Sums): number {
  let squares = 0;
  for (const sum of targets) squares += sum * sum;
  return squares / weight;
}
