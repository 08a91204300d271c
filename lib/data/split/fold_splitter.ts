/**
 * Folds as splits: registered under names, recorded and replayed like any other.
 *
 * @module
 */

import { freeze, type JsonObject } from "../../core/json.ts";
import type { OneOrMore } from "../select_columns.ts";
import {
  type Fold,
  kFold,
  type KFoldOptions,
  leaveOneGroupOut,
  timeSeriesFolds,
  type TimeSeriesOptions,
} from "./folds.ts";
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
export class KFoldSplitter implements Splitter<FoldName> {
  readonly name = "kFold";
  readonly mayOverlap = true;
  readonly #options: KFoldOptions;

  /** @param options how many, groups or strata, seed */
  constructor(options: KFoldOptions) {
    this.#options = freeze({ ...options });
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(kFold(source, this.#options));
  }

  getConfig(): JsonObject {
    return { ...this.#options, seed: this.#options.seed ?? 13 } as unknown as JsonObject;
  }
}

/** Splits so that each group is left out once: two splits for each group. */
export class LeaveOneGroupOutSplitter implements Splitter<FoldName> {
  readonly name = "leaveOneGroupOut";
  readonly mayOverlap = true;
  readonly #groupBy: OneOrMore<string>;

  /** @param options columns whose equal values are a group */
  constructor({ groupBy }: { readonly groupBy: OneOrMore<string> }) {
    this.#groupBy = freeze(groupBy);
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(leaveOneGroupOut(source, this.#groupBy));
  }

  getConfig(): JsonObject {
    return { groupBy: this.#groupBy };
  }
}

/** Splits so that validation samples are later than training samples: two splits for each fold. */
export class TimeSeriesSplitter implements Splitter<FoldName> {
  readonly name = "timeSeries";
  readonly mayOverlap = true;
  readonly #options: TimeSeriesOptions;

  /** @param options how many, the column that orders samples, the gap */
  constructor(options: TimeSeriesOptions) {
    this.#options = freeze({ ...options });
  }

  split(source: SplitSource): Readonly<Record<FoldName, Int32Array>> {
    return nameFolds(timeSeriesFolds(source, this.#options));
  }

  getConfig(): JsonObject {
    return { ...this.#options } as unknown as JsonObject;
  }
}

splitters.register("kFold", (config) => new KFoldSplitter(config as unknown as KFoldOptions));
splitters.register("leaveOneGroupOut", (config) => {
  return new LeaveOneGroupOutSplitter(config as unknown as { groupBy: OneOrMore<string> });
});
splitters.register("timeSeries", (config) => {
  return new TimeSeriesSplitter(config as unknown as TimeSeriesOptions);
});

function nameFolds(folds: readonly Fold<Int32Array>[]): Record<FoldName, Int32Array> {
  const named = folds.flatMap(({ train, val }, at) => [
    [`fold_${at}_train`, train] as const,
    [`fold_${at}_val`, val] as const,
  ]);
  return Object.fromEntries(named) as Record<FoldName, Int32Array>;
}
