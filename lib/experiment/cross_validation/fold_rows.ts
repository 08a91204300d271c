/**
 * Which samples each fold learns from and is judged by, in one FeatureSet.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { OneOrMore } from "../../data/select_columns.ts";
import {
  type Fold,
  kFold,
  leaveOneGroupOut,
  timeSeriesFolds,
  type TimeSeriesOptions,
} from "../../data/split/folds.ts";
import { RandomSplitter } from "../../data/split/random_splitter.ts";
import type { SplitSource } from "../../data/split/splitter.ts";

/** k folds; grouped or stratified as the binding says. */
export interface KFolds {
  readonly method?: "kFold";
  /** How many, from 2 on; default 5. */
  readonly n?: number;
  /** Where chance starts; default 13. */
  readonly seed?: number | string;
  /** The share of all samples that each fold is judged by; an equal share when left out. */
  readonly valSize?: number;
}

/** A fold for each group, which it is judged by; the binding says what a group is. */
export interface GroupFolds {
  readonly method: "leaveOneGroupOut";
}

/** Folds that are judged by later samples than those they learn from. */
export interface TimeSeriesFolds extends Omit<TimeSeriesOptions, "folds"> {
  readonly method: "timeSeries";
  /** How many. */
  readonly n: number;
}

/** How folds are made: a number makes as many k folds. */
export type FoldMethod = number | KFolds | GroupFolds | TimeSeriesFolds;

/** What keeps samples together, or spreads them. */
interface FoldColumns {
  readonly groupBy?: OneOrMore<string> | undefined;
  readonly stratifyBy?: OneOrMore<string> | undefined;
}

/** How folds of samples are made. */
export interface FoldOptions extends FoldColumns {
  readonly method: FoldMethod;
}

const METHODS = ["kFold", "leaveOneGroupOut", "timeSeries"];

/**
 * Makes folds of samples.
 *
 * @param source the samples
 * @param options how folds are made, and what keeps samples together or spreads them
 * @returns rows of the table for each fold
 * @throws {RangeError} when there are fewer than two folds, or too few samples or groups
 * @throws {UnknownNameError} for a method or an option that there is not
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { foldRows } from "./fold_rows.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4] }, { features: ["x"] });
 * foldRows(set, { method: 2 }).length; // 2
 * ```
 */
export function foldRows(
  source: SplitSource,
  { method, groupBy, stratifyBy }: FoldOptions,
): readonly Fold<Int32Array>[] {
  const columns = { groupBy, stratifyBy };
  const wanted = typeof method === "number" ? { n: method } : method;
  if (wanted.method === "timeSeries") return timeSeries(source, wanted, columns);
  if (wanted.method === "leaveOneGroupOut") return groupsOut(source, wanted, columns);
  if (wanted.method !== undefined && wanted.method !== "kFold") {
    throw new UnknownNameError("fold method", String(wanted.method), { known: METHODS });
  }
  return kFolds(source, wanted, columns);
}

function kFolds(
  source: SplitSource,
  method: KFolds,
  columns: FoldColumns,
): readonly Fold<Int32Array>[] {
  const { n = 5, seed = 13, valSize } = checkOptions(method, {
    of: "folds",
    known: ["method", "n", "seed", "valSize"],
  });
  const folds = kFold(source, { folds: n, seed, ...columns });
  if (valSize === undefined) return folds;
  if (!(valSize > 0 && valSize * n <= 1 + 1e-9)) {
    throw new RangeError(
      `Cannot judge each of ${n} folds by ${valSize} of all samples: valSize is from 0 to 1/${n}, ` +
        "as each sample is in one fold at most",
    );
  }
  const share = valSize * n;
  if (share > 1 - 1e-9) return folds;
  return folds.map(({ val }) => {
    const splitter = new RandomSplitter({
      ratios: { val: share, rest: 1 - share },
      seed,
      ...columns,
    });
    const chosen = splitter.split({ table: source.table, rows: val }).val;
    const isChosen = new Set(chosen);
    return { train: source.rows.filter((row) => !isChosen.has(row)), val: chosen };
  });
}

function groupsOut(
  source: SplitSource,
  method: GroupFolds,
  { groupBy }: FoldColumns,
): readonly Fold<Int32Array>[] {
  checkOptions(method, { of: "folds", known: ["method"] });
  if (groupBy === undefined) {
    throw new TypeError("Cannot leave groups out that are not known: give the binding groupBy");
  }
  return leaveOneGroupOut(source, groupBy);
}

function timeSeries(
  source: SplitSource,
  { method: _, n, ...options }: TimeSeriesFolds,
  { groupBy, stratifyBy }: FoldColumns,
): readonly Fold<Int32Array>[] {
  if (groupBy !== undefined || stratifyBy !== undefined) {
    throw new RangeError("Cannot group or stratify folds of a time series: time decides");
  }
  return timeSeriesFolds(source, { folds: n, ...options });
}
