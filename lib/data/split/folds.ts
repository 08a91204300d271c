/**
 * Pairs of training and validation samples: k folds, one group left out, time series.
 *
 * @module
 */

import { checkOptions, type OptionRules } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import { filterRows, isAmong, joinRows } from "../rows.ts";
import type { OneOrMore } from "../select_columns.ts";
import { groupsOf } from "./groups.ts";
import { sortedRows } from "./sorted_rows.ts";
import type { SplitSource } from "./splitter.ts";

/** Samples to learn from, and samples to judge by. */
export interface Fold<T> {
  readonly train: T;
  readonly val: T;
}

/** How to make k folds. */
export interface KFoldOptions<C extends string = string> {
  /** How many folds, from 2 on. */
  readonly folds: number;
  /** Columns whose equal values stay together. */
  readonly groupBy?: OneOrMore<C> | undefined;
  /** Columns whose values every fold has in about the same shares. */
  readonly stratifyBy?: OneOrMore<C> | undefined;
  /** Where chance starts; 13 when left out. */
  readonly seed?: number | string | undefined;
}

/** Those options, for those who make folds under another name. */
export const K_FOLD_RULES: OptionRules<KFoldOptions> = {
  of: "kFold()",
  known: ["folds", "groupBy", "stratifyBy", "seed"],
  required: ["folds"],
};

/**
 * Makes k folds: each sample is in the validation samples of exactly one.
 *
 * @param source the samples
 * @param options how many, groups or strata, seed
 * @returns rows of the table for each fold
 * @throws {RangeError} when there are fewer than two folds, or more folds than samples or groups
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { kFold } from "./folds.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4] }, { features: ["x"] });
 * console.log(kFold(set, { folds: 2 }).map(({ val }) => val.length)); // [ 2, 2 ]
 * ```
 */
export function kFold(source: SplitSource, options: KFoldOptions): readonly Fold<Int32Array>[] {
  const { folds, groupBy, stratifyBy, seed = 13 } = checkOptions(options, K_FOLD_RULES);
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(`Cannot make ${folds} folds: at least 2 are needed to train and validate`);
  }
  if (groupBy !== undefined && stratifyBy !== undefined) {
    throw new RangeError("Cannot both group and stratify folds: choose groupBy or stratifyBy");
  }
  const stream = SeedStream.from(seed).split("k folds");
  const dealt = groupBy === undefined
    ? dealInTurn(shuffledRows(source, { stratifyBy, stream }), folds)
    : dealToSmallest(stream.shuffle(groupsOf(source, groupBy).map(({ rows }) => rows)), folds);
  const { rows } = source;
  return dealt.map((val) => complement(rows, val));
}

/**
 * Leaves out each group once.
 *
 * @param source the samples
 * @param by columns whose equal values are a group
 * @returns a fold per group, in the order of their first samples
 * @throws {RangeError} when there is only one group
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { leaveOneGroupOut } from "./folds.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 1] }, { features: ["x"] });
 * console.log(leaveOneGroupOut(set, "x").length); // 2
 * ```
 */
export function leaveOneGroupOut(
  source: SplitSource,
  by: OneOrMore<string>,
): readonly Fold<Int32Array>[] {
  const groups = groupsOf(source, by);
  if (groups.length < 2) {
    throw new RangeError(`Cannot leave a group out: all samples have the same ${String(by)}`);
  }
  const { rows: all } = source;
  return groups.map(({ rows }) => complement(all, rows));
}

/** How to make folds of a time series. */
export interface TimeSeriesOptions<C extends string = string> {
  /** How many folds. */
  readonly folds: number;
  /** The column that orders samples; their present order when left out. */
  readonly by?: C | undefined;
  /** Samples left out between training and validation; 0 when left out. */
  readonly gap?: number | undefined;
  /** The most samples to train on, the latest ones; all earlier ones when left out. */
  readonly maxTrain?: number | undefined;
  /** Samples to validate on in each fold; an equal share when left out. */
  readonly size?: number | undefined;
}

/** Those options, for those who make folds under another name. */
export const TIME_SERIES_RULES: OptionRules<TimeSeriesOptions> = {
  of: "timeSeriesFolds()",
  known: ["folds", "by", "gap", "maxTrain", "size"],
  required: ["folds"],
};

/**
 * Makes folds whose validation samples are later than their training samples.
 *
 * @param source the samples
 * @param options how many, the order, the gap
 * @returns rows of the table for each fold, the earliest first
 * @throws {RangeError} when there are too few samples, or a number is negative or none of whole samples
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { timeSeriesFolds } from "./folds.ts";
 * const set = FeatureSet.fromColumns("a", { t: [1, 2, 3, 4, 5, 6] }, { features: ["t"] });
 * console.log(timeSeriesFolds(set, { folds: 2 }).map(({ train }) => train.length)); // [ 2, 4 ]
 * ```
 */
export function timeSeriesFolds(
  source: SplitSource,
  options: TimeSeriesOptions,
): readonly Fold<Int32Array>[] {
  const { folds, by, gap = 0, maxTrain = Infinity } = checkOptions(options, TIME_SERIES_RULES);
  checkCounts({ folds, gap, maxTrain, size: options.size ?? 1 });
  const order = by === undefined ? source.rows : sortedRows(source, by);
  const size = options.size ?? Math.floor(order.length / (folds + 1));
  const first = order.length - folds * size;
  if (size < 1 || first - gap < 1) {
    throw new RangeError(
      `Cannot make ${folds} folds of ${size} samples with a gap of ${gap} out of ${order.length}: ` +
        `make fewer or smaller ones`,
    );
  }
  return Array.from({ length: folds }, (_, at) => {
    const start = first + at * size;
    const end = start - gap;
    return {
      train: order.slice(Math.max(0, end - maxTrain), end),
      val: order.slice(start, start + size),
    };
  });
}

/** The least that each number may be: a gap below 0 would let training samples be validated on. */
const LEAST = { folds: 1, gap: 0, maxTrain: 1, size: 1 } as const;

function checkCounts(counts: Readonly<Record<keyof typeof LEAST, number>>): void {
  for (const [name, least] of Object.entries(LEAST)) {
    const count = counts[name as keyof typeof LEAST];
    if (count >= least && (Number.isInteger(count) || count === Infinity)) continue;
    throw new RangeError(
      `Cannot make folds of a time series with ${name}: ${count}; give a whole number from ${least} on`,
    );
  }
}

/** Strata follow each other. */
function shuffledRows(
  { table, rows }: SplitSource,
  { stratifyBy, stream }: { stratifyBy: OneOrMore<string> | undefined; stream: SeedStream },
): Int32Array {
  const strata = stratifyBy === undefined
    ? [{ value: "all", rows }]
    : groupsOf({ table, rows }, stratifyBy);
  return joinRows(strata.map(({ value, rows }) => stream.split(value).shuffledRows(rows)));
}

/** One after the other: strata, which follow each other, are spread evenly. */
function dealInTurn(rows: Int32Array, folds: number): readonly Int32Array[] {
  checkUnits(folds, { count: rows.length, what: "samples" });
  return Array.from({ length: folds }, (_, fold) => {
    const own = new Int32Array(Math.ceil((rows.length - fold) / folds));
    for (let at = 0; at < own.length; at++) own[at] = rows[fold + at * folds] as number;
    return own;
  });
}

/** The largest groups first, each to the fold with the fewest samples. */
function dealToSmallest(groups: readonly Int32Array[], folds: number): readonly Int32Array[] {
  checkUnits(folds, { count: groups.length, what: "groups" });
  const dealt = Array.from({ length: folds }, () => ({ size: 0, groups: [] as Int32Array[] }));
  for (const rows of groups.toSorted((a, b) => b.length - a.length)) {
    const smallest = dealt.reduce((least, fold) => fold.size < least.size ? fold : least);
    smallest.groups.push(rows);
    smallest.size += rows.length;
  }
  return dealt.map(({ groups }) => joinRows(groups));
}

function checkUnits(folds: number, { count, what }: { count: number; what: string }): void {
  if (count >= folds) return;
  throw new RangeError(`Cannot make ${folds} folds of ${count} ${what}: make fewer folds`);
}

function complement(rows: Int32Array, val: Int32Array): Fold<Int32Array> {
  const isChosen = isAmong(val);
  return { train: filterRows(rows, (row) => !isChosen(row)), val };
}
