/**
 * Which samples of a FeatureSet folds are made of, and what the splits of a fold are called.
 *
 * @module
 */

import { checkLabel } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { AnyKey, Keys, OneOrMore } from "../../data/select_columns.ts";

/** What a binding is made of. */
export interface CVBindingOptions<K extends Keys = Keys> {
  /** The FeatureSet, or its label. */
  readonly featureSet: string | FeatureSet<K>;
  /** Splits whose samples, each once, are dealt into folds. */
  readonly sourceSplits: readonly K["splits"][];
  /** Keys of columns whose equal values stay in one fold. */
  readonly groupBy?: OneOrMore<AnyKey<K>> | undefined;
  /** Keys of columns whose values every fold has in about the same shares. */
  readonly stratifyBy?: OneOrMore<AnyKey<K>> | undefined;
  /** What the samples to learn from are called in each fold; default `train`. */
  readonly trainSplit?: string | undefined;
  /** What the samples to judge by are called in each fold; default `val`. */
  readonly valSplit?: string | undefined;
}

/**
 * Binds a FeatureSet to cross-validation. A value; the FeatureSet is found by its label.
 *
 * @example
 * ```ts
 * import { CVBinding } from "./cv_binding.ts";
 * new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"], groupBy: "cell" });
 * ```
 */
export class CVBinding<K extends Keys = Keys> {
  /** The label of the FeatureSet. */
  readonly featureSet: string;
  readonly sourceSplits: readonly string[];
  readonly groupBy: OneOrMore<string> | undefined;
  readonly stratifyBy: OneOrMore<string> | undefined;
  readonly trainSplit: string;
  readonly valSplit: string;

  /**
   * @param options FeatureSet, splits, groups or strata, and what the splits of a fold are called
   * @throws {RangeError} when no split is named, or both splits of a fold would have one name
   */
  constructor(options: CVBindingOptions<K>) {
    const {
      featureSet,
      sourceSplits,
      groupBy,
      stratifyBy,
      trainSplit = "train",
      valSplit = "val",
    } = checkOptions(options, {
      of: "CVBinding",
      known: ["featureSet", "sourceSplits", "groupBy", "stratifyBy", "trainSplit", "valSplit"],
      required: ["featureSet", "sourceSplits"],
    });
    this.featureSet = typeof featureSet === "string" ? featureSet : featureSet.label;
    if (sourceSplits.length === 0) {
      throw new RangeError(
        `Cannot make folds of "${this.featureSet}" without samples: name its splits, such as ` +
          'sourceSplits: ["train", "val"]',
      );
    }
    if (trainSplit === valSplit) {
      throw new RangeError(
        `Cannot call both splits of a fold "${trainSplit}": name trainSplit and valSplit differently`,
      );
    }
    this.sourceSplits = Object.freeze([...sourceSplits]);
    this.groupBy = groupBy;
    this.stratifyBy = stratifyBy;
    this.trainSplit = checkLabel(trainSplit, { kind: "split" });
    this.valSplit = checkLabel(valSplit, { kind: "split" });
    Object.freeze(this);
  }
}
