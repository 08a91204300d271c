/**
 * Pointers to data that can be saved, and found again when the data is there.
 *
 * @module
 */

import { freeze } from "../core/json.ts";
import { UnknownNameError } from "../core/names.ts";
import type { FeatureSet } from "./feature_set.ts";
import type { FeatureSetView } from "./feature_set_view.ts";
import type { ColumnSelection, Keys } from "./select_columns.ts";

/** A pointer to columns of a FeatureSet or of one of its splits: plain data. */
export interface FeatureSetReference {
  /** The label of the FeatureSet. */
  readonly featureSet: string;
  /** The split, or `null` for all samples. */
  readonly split: string | null;
  /** The columns. */
  readonly selection: ColumnSelection;
}

/**
 * Points to columns of a FeatureSet.
 *
 * @param set the FeatureSet
 * @param selection columns (all when left out), and the split
 * @returns plain data
 * @throws {UnknownNameError} when there are no such columns or there is no such split
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { reference, resolveReference } from "./reference.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * console.log(resolveReference(reference(set, { features: "x" }), [set]).length); // 2
 * ```
 */
export function reference<K extends Keys>(
  set: FeatureSet<K>,
  selection: ColumnSelection<K> & { split?: K["splits"] } = {},
): FeatureSetReference {
  const { split, ...columns } = selection;
  set.findColumns(columns as ColumnSelection<K>);
  if (split !== undefined) set.getSplit(split);
  return freeze({
    featureSet: set.label,
    split: split ?? null,
    selection: { ...columns } as ColumnSelection,
  });
}

/**
 * Finds what a reference points to.
 *
 * @param pointer the reference
 * @param sets the FeatureSets there are; the first one with its label counts
 * @returns a view of its samples and columns; the newest representations unless it names others
 * @throws {UnknownNameError} when there is no such FeatureSet, split or column
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { resolveReference } from "./reference.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const view = resolveReference({ featureSet: "a", split: null, selection: {} }, [set]);
 * ```
 */
export function resolveReference(
  pointer: FeatureSetReference,
  sets: readonly FeatureSet[],
): FeatureSetView {
  const set = sets.find(({ label }) => label === pointer.featureSet);
  if (set === undefined) {
    const known = sets.map(({ label }) => label);
    throw new UnknownNameError("FeatureSet", pointer.featureSet, { known });
  }
  const view = pointer.split === null ? set.toView() : set.getSplit(pointer.split);
  return view.select({ representation: "newest", ...pointer.selection });
}
