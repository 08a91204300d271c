/**
 * Samples of two FeatureSets that belong together: by identifier, or by the values of columns.
 *
 * @module
 */

import { placesOf } from "./rows.ts";
import type { SampleSelection } from "./sample_selection.ts";
import type { Keys } from "./select_columns.ts";

/** A FeatureSet or a view, whatever its names. */
export type Samples = SampleSelection<Keys, unknown>;

/**
 * Finds for each sample of one selection the sample of another that belongs to it.
 *
 * @param left its samples may share a partner
 * @param right where each value may appear once
 * @param options keys of columns whose values are equal in both; identifiers when left out
 * @returns for each sample on the left the place of its partner on the right, −1 where it has none
 * @throws {RangeError} when a value is on the right twice
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * import { matchSamples } from "./match.ts";
 * const make = (x: number[]) => FeatureSet.fromColumns("a", { x }, { features: ["x"] });
 * console.log(matchSamples(make([5, 6, 5]), make([6, 5]), { on: ["x"] })); // 1, 0, 1
 * ```
 */
export function matchSamples(
  left: Samples,
  right: Samples,
  { on }: { on?: readonly string[] | undefined } = {},
): Int32Array {
  if (on === undefined && left.table.ids === right.table.ids) return matchRows(left, right);
  const partners = places(matchKeys(right, on), right.label);
  return Int32Array.from(matchKeys(left, on), (key) => partners.get(key) ?? -1);
}

/** Views of one FeatureSet share their rows: no identifier has to be written out. */
function matchRows(left: Samples, right: Samples): Int32Array {
  return left.rows.map(placesOf(right.rows));
}

function matchKeys(source: Samples, on: readonly string[] | undefined): readonly string[] {
  if (on === undefined) return source.sampleIds;
  const columns = on.map((key) => source.column(key));
  return Array.from(
    { length: source.length },
    (_, row) => JSON.stringify(columns.map((column) => column.at(row))),
  );
}

function places(keys: readonly string[], label: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [place, key] of keys.entries()) {
    if (found.has(key)) {
      throw new RangeError(
        `Cannot join: ${key} is in "${label}" twice, so that its partner is not clear; ` +
          `put the FeatureSet with one sample per value on the right`,
      );
    }
    found.set(key, place);
  }
  return found;
}
