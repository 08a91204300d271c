/**
 * From entries to the columns of a series.
 *
 * @module
 */

import type { SeriesParts } from "./series_parts.ts";
import { type Axes, columnOf, type Coordinate } from "./coordinates.ts";
import { groupRows } from "./group_rows.ts";
import { describeRow } from "./order_rows.ts";
import { valuesOf } from "./series_values.ts";

/**
 * Makes the parts of a series.
 *
 * @param name what its values are called
 * @param entries coordinates along all axes, and a value, each
 * @param options names of the axes
 * @returns parts of a series in the order of the entries
 * @throws RangeError when entries differ in their axes, or two stand at the same place
 * @example
 * ```ts
 * import { partsOfEntries } from "./series_of_entries.ts";
 * partsOfEntries("loss", [[{ epoch: 0 }, 3]], { axes: ["epoch"] }).values.numbers; // [3]
 * ```
 */
export function partsOfEntries<V>(
  name: string,
  entries: readonly (readonly [Axes, V])[],
  { axes }: { readonly axes: readonly string[] },
): SeriesParts<V> {
  const wanted = axes.toSorted().join();
  const odd = entries.find(([key]) => Object.keys(key).sort().join() !== wanted);
  if (odd !== undefined) {
    throw new RangeError(
      `Cannot make the series "${name}" of entries with the axes ${axes.join(", ")} and ` +
        `${Object.keys(odd[0]).join(", ")}: all need the same`,
    );
  }
  const columns = Object.fromEntries(
    axes.map((axis) => [axis, columnOf(entries.map(([key]) => key[axis] as Coordinate))]),
  );
  const { firstRows, groupOf } = groupRows(Object.values(columns), entries.length);
  if (firstRows.length < entries.length) {
    const twice = groupOf.findIndex((group, row) => firstRows[group] !== row);
    throw new RangeError(
      `Cannot make the series "${name}": two entries stand at ${describeRow(columns, twice)}`,
    );
  }
  return { name, columns, values: valuesOf(entries.map(([, value]) => value)) };
}
