/**
 * Folds as splits: registered under names, recorded and replayed like any other.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import type { ColumnSelection, OneOrMore } from "../select_columns.ts";
import {
  type Fold,
  kFold,
  type KFoldOptions,
  leaveOneGroupOut,
  timeSeriesFolds,
  type TimeSeriesOptions,
} from "./folds.ts";
import { groupColumns } from "./groups.ts";
import { type SplitSource, type Splitter, splitters } from "./splitter.ts";

/** The name of a split of a fold: `fold_0_train`, `fold_0_val`, `fold_1_train`, … */
export type FoldName = `fold_${number}_${"train" | "val"}`;

/**
 * Splits into k folds, two splits for each. Training samples of one fold are validation samples of
 * others, so these splits share samples.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { KFoldSplitter } from "./fold_splitter.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4] }, { features: ["x"] })
 *   .split(new KFoldSplitter({ folds: 2 }));
 * console.log(set.getSplit("fold_0_train").length); // 2
 * ```
 */
export class KFoldSplitter extends Configured<KFoldOptions> implements Splitter<FoldName> {
  readonly name = "kFold";
  readonly mayOverlap = true;

  /** @param options how many, groups or strata, seed */
  constructor(options: KFoldOptions) {
    super({ ...options, seed: options.seed ?? 13 });
  }

  /** The columns whose values decide. */
  get reads(): ColumnSelection | undefined {
    return groupColumns(this.config.groupBy ?? this.config.stratifyBy);
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(kFold(source, this.config));
  }
}

/** Options of `LeaveOneGroupOutSplitter`. */
export interface GroupOutOptions {
  /** Columns whose equal values are a group. */
  readonly groupBy: OneOrMore<string>;
}

/** Splits so that each group is left out once: two splits for each group. */
export class LeaveOneGroupOutSplitter extends Configured<GroupOutOptions>
  implements Splitter<FoldName> {
  readonly name = "leaveOneGroupOut";
  readonly mayOverlap = true;

  /** @param options columns whose equal values are a group */
  constructor(options: GroupOutOptions) {
    super(options);
  }

  /** The columns whose values decide. */
  get reads(): ColumnSelection | undefined {
    return groupColumns(this.config.groupBy);
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(leaveOneGroupOut(source, this.config.groupBy));
  }
}

/** Splits so that validation samples are later than training samples: two splits for each fold. */
export class TimeSeriesSplitter extends Configured<TimeSeriesOptions>
  implements Splitter<FoldName> {
  readonly name = "timeSeries";
  readonly mayOverlap = true;

  /** @param options how many, the column that orders samples, the gap */
  constructor(options: TimeSeriesOptions) {
    super(options);
  }

  /** The columns whose values decide. */
  get reads(): ColumnSelection | undefined {
    return groupColumns(this.config.by);
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(timeSeriesFolds(source, this.config));
  }
}

splitters.register("kFold", (config) => KFoldSplitter.fromConfig(config));
splitters.register("leaveOneGroupOut", (config) => LeaveOneGroupOutSplitter.fromConfig(config));
splitters.register("timeSeries", (config) => TimeSeriesSplitter.fromConfig(config));

function nameFolds(folds: readonly Fold<Int32Array>[]): Record<FoldName, Int32Array> {
  const named = folds.flatMap(({ train, val }, at) => [
    [`fold_${at}_train`, train] as const,
    [`fold_${at}_val`, val] as const,
  ]);
  return Object.fromEntries(named) as Record<FoldName, Int32Array>;
}
