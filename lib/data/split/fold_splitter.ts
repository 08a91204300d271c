/**
 * Folds as splits: registered under names, recorded and replayed like any other.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { checkOptions } from "../../core/options.ts";
import type { OneOrMore } from "../select_columns.ts";
import {
  type Fold,
  K_FOLD_RULES,
  kFold,
  type KFoldOptions,
  leaveOneGroupOut,
  TIME_SERIES_RULES,
  timeSeriesFolds,
  type TimeSeriesOptions,
} from "./folds.ts";
import { groupColumns } from "./groups.ts";
import { type SplitColumns, type SplitSource, type Splitter, splitters } from "./splitter.ts";

/** The name of a split of a fold: `fold_0_train`, `fold_0_val`, `fold_1_train`, … */
export type FoldName = `fold_${number}_${"train" | "val"}`;

/** What splitters into folds have in common: two splits for each fold, which share samples. */
abstract class FoldSplitter<O extends object, C extends string> extends Configured<O>
  implements Splitter<FoldName, C> {
  abstract readonly name: string;
  readonly mayOverlap = true;

  /** The columns that decide; nothing when there are none. */
  protected abstract get by(): OneOrMore<C> | undefined;

  /** Makes the folds. */
  protected abstract folds(source: SplitSource): readonly Fold<Int32Array>[];

  /** The columns whose values decide. */
  get reads(): SplitColumns<C> | undefined {
    return groupColumns(this.by);
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    const named = this.folds(source).flatMap(({ train, val }, at) => [
      [`fold_${at}_train`, train] as const,
      [`fold_${at}_val`, val] as const,
    ]);
    return Object.fromEntries(named) as Record<FoldName, Int32Array>;
  }
}

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
export class KFoldSplitter<C extends string = string> extends FoldSplitter<KFoldOptions<C>, C> {
  readonly name = "kFold";

  /** @param options how many, groups or strata, seed */
  constructor(options: KFoldOptions<C>) {
    const { seed = 13 } = checkOptions(options, { ...K_FOLD_RULES, of: "KFoldSplitter" });
    super({ ...options, seed });
  }

  protected get by(): OneOrMore<C> | undefined {
    return this.config.groupBy ?? this.config.stratifyBy;
  }

  protected folds(source: SplitSource): readonly Fold<Int32Array>[] {
    return kFold(source, this.config);
  }
}

/** Options of `LeaveOneGroupOutSplitter`. */
export interface GroupOutOptions<C extends string = string> {
  /** Columns whose equal values are a group. */
  readonly groupBy: OneOrMore<C>;
}

/** Splits so that each group is left out once: two splits for each group. */
export class LeaveOneGroupOutSplitter<C extends string = string>
  extends FoldSplitter<GroupOutOptions<C>, C> {
  readonly name = "leaveOneGroupOut";

  /** @param options columns whose equal values are a group */
  constructor(options: GroupOutOptions<C>) {
    super(checkOptions(options, {
      of: "LeaveOneGroupOutSplitter",
      known: ["groupBy"],
      required: ["groupBy"],
    }));
  }

  protected get by(): OneOrMore<C> {
    return this.config.groupBy;
  }

  protected folds(source: SplitSource): readonly Fold<Int32Array>[] {
    return leaveOneGroupOut(source, this.config.groupBy);
  }
}

/** Splits so that validation samples are later than training samples: two splits for each fold. */
export class TimeSeriesSplitter<C extends string = string>
  extends FoldSplitter<TimeSeriesOptions<C>, C> {
  readonly name = "timeSeries";

  /** @param options how many, the column that orders samples, the gap */
  constructor(options: TimeSeriesOptions<C>) {
    super(checkOptions(options, { ...TIME_SERIES_RULES, of: "TimeSeriesSplitter" }));
  }

  protected get by(): C | undefined {
    return this.config.by;
  }

  protected folds(source: SplitSource): readonly Fold<Int32Array>[] {
    return timeSeriesFolds(source, this.config);
  }
}

splitters.register("kFold", (config) => KFoldSplitter.fromConfig(config));
splitters.register("leaveOneGroupOut", (config) => LeaveOneGroupOutSplitter.fromConfig(config));
splitters.register("timeSeries", (config) => TimeSeriesSplitter.fromConfig(config));
