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
  /** Where sums over bins are kept; one for a whole tree. */
  readonly histogram: Histogram;
}

interface Sums {
  weight: number;
  count: number;
  readonly targets: Float64Array;
}

/** Sums over the rows of each bin, in arrays that are used again for every node and feature. */
export class Histogram {
  readonly counts: Int32Array;
  readonly weights: Float64Array;
  /** Of shape (bins, targets). */
  readonly targets: Float64Array;
  /** The bins that hold rows, in order; only as many as `add` says. */
  readonly held: Int32Array;
  /** Sums over the bins that go left. */
  readonly left: Sums;
  /** A bit for each bin that holds rows. */
  readonly #bits: Int32Array;

  /** @param data whose most bins of a feature there must be room for */
  constructor({ bins, targets }: GrowData) {
    const most = 1 + Math.max(0, ...bins.thresholds.map(({ length }) => length));
    this.counts = new Int32Array(most);
    this.weights = new Float64Array(most);
    this.targets = new Float64Array(most * targets.columns);
    this.held = new Int32Array(most);
    this.left = { weight: 0, count: 0, targets: new Float64Array(targets.columns) };
    this.#bits = new Int32Array((most + 31) >> 5);
  }

  /**
   * Sums up rows.
   *
   * @param data bins, targets and weights
   * @param rows which
   * @param bins the bin of each row of the data
   * @returns how many bins hold rows: near the leaves far fewer than there are
   */
  add(
    { targets: { columns, data }, weights }: GrowData,
    rows: Int32Array,
    bins: Uint8Array,
  ): number {
    const bits = this.#bits;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place] as number;
      const bin = bins[row] as number;
      bits[bin >> 5] = (bits[bin >> 5] as number) | (1 << (bin & 31));
      const own = weights[row] as number;
      this.counts[bin] = (this.counts[bin] as number) + 1;
      this.weights[bin] = (this.weights[bin] as number) + own;
      for (let at = 0; at < columns; at++) {
        const to = bin * columns + at;
        const value = own * (data[row * columns + at] as number);
        this.targets[to] = (this.targets[to] as number) + value;
      }
    }
    return this.#list();
  }

  /** Empties the bins that hold rows. */
  clear(count: number, columns: number): void {
    for (let place = 0; place < count; place++) {
      const bin = this.held[place] as number;
      this.counts[bin] = 0;
      this.weights[bin] = 0;
      for (let at = bin * columns; at < (bin + 1) * columns; at++) this.targets[at] = 0;
    }
  }

  /** Turns bits into places, and forgets them. */
  #list(): number {
    let count = 0;
    for (let word = 0; word < this.#bits.length; word++) {
      for (let left = this.#bits[word] as number; left !== 0; left &= left - 1) {
        this.held[count++] = (word << 5) + 31 - Math.clz32(left & -left);
      }
      this.#bits[word] = 0;
    }
    return count;
  }
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
 * import { bestSplit, Histogram } from "./best_split.ts";
 * import { binRows } from "./bins.ts";
 * const x = { rows: 2, columns: 1, data: new Float64Array([1, 2]) };
 * const data = { bins: binRows(x), targets: x, weights: new Float64Array([1, 1]) };
 * const histogram = new Histogram(data);
 * const options = { minLeaf: 1, features: 1, seeds: SeedStream.from(0), histogram };
 * bestSplit(data, Int32Array.of(0, 1), options); // { feature: 0, bin: 0 }
 * ```
 */
export function bestSplit(
  data: GrowData,
  rows: Int32Array,
  { minLeaf, features, seeds, histogram }: SplitOptions,
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
    const found = bestOf(data, { rows, feature, whole, minLeaf, histogram });
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
  { rows, feature, whole, minLeaf, histogram }: {
    readonly rows: Int32Array;
    readonly feature: number;
    readonly whole: Sums;
    readonly minLeaf: number;
    readonly histogram: Histogram;
  },
): { readonly bin: number; readonly score: number } | undefined {
  const { bins: { codes }, targets: { columns } } = data;
  const held = histogram.add(data, rows, codes[feature] as Uint8Array);
  const { counts, weights, targets, left } = histogram;
  left.weight = 0;
  left.count = 0;
  left.targets.fill(0);
  let best = -1;
  let most = -Infinity;
  for (let place = 0; place < held - 1; place++) {
    const bin = histogram.held[place] as number;
    left.count += counts[bin] as number;
    left.weight += weights[bin] as number;
    for (let at = 0; at < columns; at++) {
      left.targets[at] = (left.targets[at] as number) + (targets[bin * columns + at] as number);
    }
    const allowed = left.count >= minLeaf && rows.length - left.count >= minLeaf;
    const score = allowed ? scoreOfBoth(left, whole) : -Infinity;
    if (best >= 0 && score <= most) continue;
    best = bin;
    most = score;
  }
  histogram.clear(held, columns);
  return best < 0 ? undefined : { bin: best, score: most };
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

function scoreOfBoth(left: Sums, whole: Sums): number {
  let below = 0;
  let above = 0;
  for (let at = 0; at < whole.targets.length; at++) {
    const own = left.targets[at] as number;
    const other = (whole.targets[at] as number) - own;
    below += own * own;
    above += other * other;
  }
  return below / left.weight + above / (whole.weight - left.weight);
}

function scoreOf({ targets, weight }: Sums): number {
  let squares = 0;
  for (const sum of targets) squares += sum * sum;
  return squares / weight;
}
