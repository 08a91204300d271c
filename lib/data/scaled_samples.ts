/**
 * Scaling, as a FeatureSet offers it.
 *
 * @module
 */

import type { Sample } from "./column.ts";
import type { Domain } from "./column_name.ts";
import type { FeatureSet } from "./feature_set.ts";
import { type FeatureSetParts, splitsOf } from "./feature_set_parts.ts";
import type { FeatureSetView } from "./feature_set_view.ts";
import { SampleSelection } from "./sample_selection.ts";
import { decodeValues, inverseValues } from "./scale/inverse_values.ts";
import {
  fitTransform,
  type FitTransformOptions,
  type ScaledParts,
  undoAllTransforms,
  undoLastTransform,
  type UndoOptions,
} from "./scale/scale_parts.ts";
import type { ScalerLike } from "./scale/scaler.ts";
import type { Keys } from "./select_columns.ts";

/** Samples whose columns can be scaled, and scaled back. */
export abstract class ScaledSamples<K extends Keys> extends SampleSelection<K, FeatureSetView<K>> {
  /** What it is made of. */
  abstract parts(): Required<FeatureSetParts>;
  /** Makes one that differs in some of its parts. */
  protected abstract with<L extends Keys = K>(parts: Partial<FeatureSetParts>): FeatureSet<L>;
  /** Rows of a split. */
  protected abstract rowsOf(split: K["splits"]): Int32Array;

  /**
   * Fits a scaler to one split and applies it to all samples.
   *
   * @param scaler a scaler, its class, or its name, such as `standard` or `minMax`
   * @param options which columns, what to learn from, and which numbers share a feature
   * @returns a FeatureSet with the scaled columns as the newest representation of their keys
   * @throws {TypeError} when columns cannot be scaled together
   * @throws {RangeError} when the numbers to learn from are infinite
   */
  fitTransform<D extends Domain, S extends ScalerLike>(
    scaler: S,
    options: FitTransformOptions<K, D, S>,
  ): FeatureSet<K> {
    const { fitTo } = options ?? {};
    const rows = fitTo === undefined ? undefined : this.rowsOf(fitTo);
    const plain = options as FitTransformOptions;
    return this.with(fitTransform(this.parts(), { scaler, rows, ...plain }));
  }

  /**
   * Takes back the newest scaler of a domain, or of exactly the keys given.
   *
   * @param options domain, keys, and the representation (`transformed` when left out)
   * @returns a FeatureSet whose columns are as before that scaler, to the bit
   * @throws {UndoBlockedError} when a later scaler read some of the same columns
   */
  undoLastTransform<D extends Domain>(options: UndoOptions<K, D>): FeatureSet<K> {
    return this.#undone(undoLastTransform(this.parts(), options));
  }

  /**
   * Takes back every scaler.
   *
   * @param options the domain; all of them when left out
   * @returns a FeatureSet without the columns that scalers made
   */
  undoAllTransforms(options: { domain?: Domain } = {}): FeatureSet<K> {
    return this.#undone(undoAllTransforms(this.parts(), options));
  }

  /**
   * Scales numbers back that are scaled like some columns, such as the outputs of a model.
   *
   * @param values side by side for each sample, as `getTargets` gives them
   * @param options which columns they are like
   * @returns the numbers before scaling, laid out in the same way
   * @throws {NotInvertibleError} when a scaler has no inverse, or needs columns that are not named
   */
  inverse<D extends Domain>(
    values: ArrayLike<number>,
    options: UndoOptions<K, D>,
  ): Float64Array {
    return inverseValues(this.parts(), { values, ...options });
  }

  /**
   * Scales numbers back to samples: the outputs of a classifier to the names of classes.
   *
   * @param values side by side for each sample, as `getTargets` gives them
   * @param options which columns they are like
   * @returns samples by key, as the raw columns hold them
   * @throws {NotInvertibleError} when a scaler has no inverse, or needs columns that are not named
   */
  decode<D extends Domain>(
    values: ArrayLike<number>,
    options: UndoOptions<K, D>,
  ): Readonly<Record<K[D], readonly Sample[]>> {
    const decoded = decodeValues(this.parts(), { values, ...options });
    return decoded as Readonly<Record<K[D], readonly Sample[]>>;
  }

  /** Splits may name columns that are not there any more. */
  #undone(parts: ScaledParts): FeatureSet<K> {
    return this.with({ ...parts, splits: splitsOf(this.parts().splits, parts.table) });
  }
}
