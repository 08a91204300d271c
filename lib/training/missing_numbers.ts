/**
 * Numbers that are missing: one of them would make every weight no number, unseen.
 *
 * @module
 */

import { list } from "../core/names.ts";
import type { Column } from "../data/column.ts";
import { parseColumnName } from "../data/column_name.ts";
import type { FeatureSetView } from "../data/feature_set_view.ts";

/** Longer columns are looked at batch by batch: nobody shall wait for the first one. */
const LONGEST = 1 << 24;

const known = new WeakMap<Column, boolean>();

/**
 * Whether a column is known to lack nothing, so that no batch of it has to be looked at.
 *
 * @param column any column; it is looked at once
 * @returns false when it lacks something, or is too long to tell
 * @example
 * ```ts
 * import { buildColumn } from "../data/build_column.ts";
 * import { isComplete } from "./missing_numbers.ts";
 * isComplete(buildColumn("soh", [95, null])); // false
 * ```
 */
export function isComplete(column: Column): boolean {
  const found = known.get(column) ?? (column.valid === undefined && !mayLack(column));
  known.set(column, found);
  return found;
}

function mayLack({ dtype, values }: Column): boolean {
  return dtype.startsWith("float") && (values.length > LONGEST || holdsNaN(values));
}

/**
 * Whether one of some numbers is none.
 *
 * @param numbers any array
 * @returns true for NaN
 * @example
 * ```ts
 * import { holdsNaN } from "./missing_numbers.ts";
 * holdsNaN([1, NaN]); // true
 * ```
 */
export function holdsNaN(numbers: ArrayLike<number>): boolean {
  // All arrays of numbers have it, each in a way that is fast for its kind.
  return (numbers as readonly number[]).includes(NaN);
}

/**
 * Which columns lack something in some samples.
 *
 * @param view the samples, padding included
 * @param names full names of columns
 * @returns keys of those that do, in quotes
 */
export function lackingColumns(view: FeatureSetView, names: readonly string[]): string {
  const samples = view.withoutPadding();
  const lacking = names.filter((name) => {
    const { nullCount, values } = samples.column(name);
    return nullCount > 0 || holdsNaN(values);
  });
  return list([...new Set(lacking.map((name) => parseColumnName(name).key))]);
}
