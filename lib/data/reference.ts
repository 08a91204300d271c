/**
 * Pointers to data that can be saved, and found again when the data is there.
 *
 * @module
 */

import { freeze } from "../core/json.ts";
import { list, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { FeatureSet } from "./feature_set.ts";
import type { FeatureSetView } from "./feature_set_view.ts";
import type { AnyKey, ColumnSelection, DottedName, Keys } from "./select_columns.ts";

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
 * Points to one column of a FeatureSet.
 *
 * @param set the FeatureSet
 * @param name a key (whose newest representation is meant when it is resolved) or a dotted name
 * @param options the split; all samples when left out
 * @returns plain data for `resolveReference`, whose view then has that column only
 * @throws {UnknownNameError} when there is no such column or split
 * @throws {RangeError} when a wildcard finds several
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { columnReference, resolveReference } from "./reference.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2], y: [3, 4] }, { features: ["x", "y"] });
 * console.log(resolveReference(columnReference(set, "y"), [set]).column("y").at(0)); // 3
 * ```
 */
export function columnReference<K extends Keys>(
  set: FeatureSet<K>,
  name: AnyKey<K> | DottedName<K>,
  options: { split?: K["splits"] } = {},
): FeatureSetReference {
  const { split } = checkOptions(options, { of: "columnReference()", known: ["split"] });
  const found = set.findColumns({ columns: [name] });
  if (found.length > 1) {
    throw new RangeError(`Cannot point to one column by "${name}": it finds ${list(found)}`);
  }
  const selection = { columns: name } as ColumnSelection<K>;
  return reference(set, split === undefined ? selection : { ...selection, split });
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
