/**
 * The order in which an epoch takes its samples, cut into batches.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import { allRows } from "../rows.ts";
import type { OneOrMore } from "../select_columns.ts";
import { type Group, groupPlaces, groupsOf } from "../split/groups.ts";
import type { SplitSource } from "../split/splitter.ts";

/** How samples are dealt out; `N` are the names of columns. */
export interface DealOptions<N extends string = string> {
  /** Samples per batch; 1 when left out. */
  readonly batchSize?: number | undefined;
  /** Whether every epoch has an order of its own; `false` when left out. */
  readonly shuffle?: boolean | undefined;
  /** Columns whose values are equal throughout a batch. */
  readonly groupBy?: OneOrMore<N> | undefined;
  /** Columns whose values take turns. */
  readonly stratifyBy?: OneOrMore<N> | undefined;
  /** Whether an epoch ends with the round in which a stratum runs out; `true` when left out. */
  readonly strict?: boolean | undefined;
  /** What becomes of a last batch that is not full: `keep` (when left out), `drop` or `pad`. */
  readonly last?: "keep" | "drop" | "pad" | undefined;
  /** The column that says how much each sample counts; all count 1 when left out. */
  readonly weightBy?: N | undefined;
  /** Where chance starts; 13 when left out. */
  readonly seed?: number | string | undefined;
}

/** Names of those options, so that others are refused. */
export const DEAL_OPTIONS: readonly (keyof DealOptions)[] = [
  "batchSize",
  "shuffle",
  "groupBy",
  "stratifyBy",
  "strict",
  "last",
  "weightBy",
  "seed",
];

/** What may become of a last batch that is not full. */
export const LASTS: readonly string[] = ["keep", "drop", "pad"];

/**
 * Refuses options that contradict each other.
 *
 * @param options how samples are dealt out
 * @throws {RangeError} when the size is no size, or samples are to be grouped and stratified
 * @example
 * ```ts
 * import { checkDeal } from "./arrange.ts";
 * checkDeal({ batchSize: 32 });
 * ```
 */
export function checkDeal({ batchSize = 1, groupBy, stratifyBy }: DealOptions): void {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`Cannot make batches of ${batchSize} samples: give a whole number from 1`);
  }
  if (groupBy !== undefined && stratifyBy !== undefined) {
    throw new RangeError("Cannot both group and stratify batches: choose groupBy or stratifyBy");
  }
}

/**
 * Cuts samples into batches.
 *
 * @param source the samples
 * @param deal how they are dealt out
 * @param options chance for this epoch, and what is dealt out: rows of the table (when left out) or
 *   places among the samples, which differ where a row appears several times
 * @returns rows or places of each batch; −1 is padding
 * @throws {RangeError} when there are more strata than places in a batch
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { FeatureSet } from "../feature_set.ts";
 * import { arrange } from "./arrange.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"] });
 * console.log(arrange(set, { batchSize: 2 }, { stream: SeedStream.from(1) }).length); // 2
 * ```
 */
export function arrange(
  source: SplitSource,
  deal: DealOptions,
  options: { stream: SeedStream; of?: "rows" | "places" },
): readonly Int32Array[] {
  const { shuffle = false, groupBy, stratifyBy } = deal;
  const { of = "rows" } = options;
  const gather = of === "rows" ? groupsOf : groupPlaces;
  const mix = ({ rows, value }: Group): Int32Array =>
    shuffle ? options.stream.split(value).shuffledRows(rows) : rows;
  if (groupBy !== undefined) {
    const batches = gather(source, groupBy).flatMap((group) => cut(mix(group), deal));
    if (!shuffle) return batches;
    const order = options.stream.split("order of groups").permutation(batches.length);
    return Array.from(order, (at) => batches[at] as Int32Array);
  }
  if (stratifyBy === undefined) {
    const rows = of === "rows" ? source.rows : allRows(source.rows.length);
    return cut(mix({ value: "all", rows }), deal);
  }
  const strata = gather(source, stratifyBy)
    .map((group) => ({ ...group, rows: mix(group) }));
  return cut(takeTurns(strata, deal), deal);
}

/**
 * Counts the batches of samples that are dealt out without groups and strata.
 *
 * @param total how many samples
 * @param deal how they are dealt out
 * @returns how many batches
 * @example
 * ```ts
 * import { countBatches } from "./arrange.ts";
 * console.log(countBatches(100, { batchSize: 30, last: "drop" })); // 3
 * ```
 */
export function countBatches(total: number, { batchSize = 1, last }: DealOptions): number {
  return last === "drop" ? Math.floor(total / batchSize) : Math.ceil(total / batchSize);
}

function takeTurns(
  strata: readonly Group[],
  { batchSize = 1, strict = true }: DealOptions,
): Int32Array {
  if (strata.length > batchSize) {
    throw new RangeError(
      `Cannot have all of ${strata.length} strata in batches of ${batchSize}: ` +
        `give a batchSize of at least ${strata.length}`,
    );
  }
  const sizes = strata.map(({ rows }) => rows.length);
  // The round in which the first stratum runs out is finished with the others.
  const rounds = sizes.reduce((a, b) => strict ? Math.min(a, b) : Math.max(a, b), sizes[0] ?? 0);
  const total = sizes.reduce((sum, size) => sum + Math.min(size, rounds), 0);
  const order = new Int32Array(strata.length === 0 ? 0 : total);
  let filled = 0;
  for (let round = 0; round < rounds && filled < total; round++) {
    for (const { rows } of strata) {
      if (round < rows.length) order[filled++] = rows[round] as number;
    }
  }
  return order;
}

function cut(rows: Int32Array, { batchSize = 1, last = "keep" }: DealOptions): Int32Array[] {
  const batches: Int32Array[] = [];
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = rows.subarray(start, start + batchSize);
    if (batch.length === batchSize || last === "keep") batches.push(batch);
    else if (last === "pad") {
      const padded = new Int32Array(batchSize).fill(-1);
      padded.set(batch);
      batches.push(padded);
    }
  }
  return batches;
}
