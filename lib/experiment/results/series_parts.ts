/**
 * What a series is made of, and some entries of it.
 *
 * @module
 */

import { ArchivedParts } from "./archived_parts.ts";
import { type AxisColumns, type AxisConditions, findRows } from "./conditions.ts";
import { type Axes, takeRows } from "./coordinates.ts";
import type { SeriesValues } from "./series_values.ts";

/** What a series is made of. */
export interface SeriesParts<V> {
  /** What its values are called. */
  readonly name: string;
  /** Where entries stand, by axis. */
  readonly columns: AxisColumns;
  readonly values: SeriesValues<V>;
}

/**
 * Counts entries; what is archived is not read.
 *
 * @param parts of a series
 * @returns how many there are
 * @example
 * ```ts
 * import { lengthOf } from "./series_parts.ts";
 * import { valuesOf } from "./series_values.ts";
 * lengthOf({ name: "loss", columns: {}, values: valuesOf([1]) }); // 1
 * ```
 */
export function lengthOf(parts: SeriesParts<unknown>): number {
  return parts instanceof ArchivedParts ? parts.length : parts.values.length;
}

/**
 * Names the axes; what is archived is not read.
 *
 * @param parts of a series
 * @returns names in order
 * @example
 * ```ts
 * import { axesOf } from "./series_parts.ts";
 * import { columnOf } from "./coordinates.ts";
 * import { valuesOf } from "./series_values.ts";
 * axesOf({ name: "loss", columns: { epoch: columnOf([0]) }, values: valuesOf([1]) }); // ["epoch"]
 * ```
 */
export function axesOf(parts: SeriesParts<unknown>): readonly string[] {
  return Object.keys(parts instanceof ArchivedParts ? parts.recent.columns : parts.columns);
}

/**
 * Chooses entries that meet conditions.
 *
 * @param parts of a series
 * @param conditions by axis; all must be met
 * @returns parts of those, in order; the same when all meet them
 * @throws UnknownNameError when there is no such axis
 * @example
 * ```ts
 * import { partsWhere } from "./series_parts.ts";
 * import { columnOf } from "./coordinates.ts";
 * import { valuesOf } from "./series_values.ts";
 * const parts = { name: "loss", columns: { epoch: columnOf([0, 1]) }, values: valuesOf([3, 2]) };
 * partsWhere(parts, { epoch: 1 }).values.at(0); // 2
 * ```
 */
export function partsWhere<V>(
  parts: SeriesParts<V>,
  conditions: AxisConditions<Axes>,
): SeriesParts<V> {
  const among = (parts instanceof ArchivedParts ? parts.among(conditions) : parts) as SeriesParts<
    V
  >;
  const { length } = among.values;
  const rows = findRows(among.columns, conditions, { length });
  if (rows instanceof Int32Array) return rows.length === length ? among : takeParts(among, rows);
  return rows.end - rows.start === length ? among : sliceParts(among, rows);
}

/**
 * Copies some entries.
 *
 * @param parts of a series
 * @param rows places of the entries wanted
 * @returns parts of those
 * @example
 * ```ts
 * import { takeParts } from "./series_parts.ts";
 * import { valuesOf } from "./series_values.ts";
 * takeParts({ name: "loss", columns: {}, values: valuesOf([3, 2]) }, Int32Array.of(1)).values.at(0); // 2
 * ```
 */
export function takeParts<V>(parts: SeriesParts<V>, rows: Int32Array): SeriesParts<V> {
  const { name, columns, values } = parts;
  return { name, columns: takeColumns(columns, rows), values: values.take(rows) };
}

/**
 * Copies some entries of columns.
 *
 * @param columns by axis
 * @param rows places of the entries wanted
 * @returns columns of those
 * @example
 * ```ts
 * import { takeColumns } from "./series_parts.ts";
 * import { columnOf } from "./coordinates.ts";
 * takeColumns({ epoch: columnOf([7, 8]) }, Int32Array.of(1)).epoch?.codes; // [1]
 * ```
 */
export function takeColumns(columns: AxisColumns, rows: Int32Array): AxisColumns {
  const taken = Object.entries(columns).map(([axis, column]) => [axis, takeRows(column, rows)]);
  return Object.fromEntries(taken);
}

/**
 * Entries from a place to another, not copied; archived ones are read when one of them is meant.
 *
 * @param parts of a series
 * @param rows the first place, and that behind the last
 * @returns parts of those
 * @example
 * ```ts
 * import { sliceParts } from "./series_parts.ts";
 * import { valuesOf } from "./series_values.ts";
 * const parts = { name: "loss", columns: {}, values: valuesOf([3, 2]) };
 * sliceParts(parts, { start: 1, end: 2 }).values.at(0); // 2
 * ```
 */
export function sliceParts<V>(
  parts: SeriesParts<V>,
  { start, end }: { readonly start: number; readonly end: number },
): SeriesParts<V> {
  if (parts instanceof ArchivedParts && start >= parts.archived) {
    return sliceParts(parts.recent as SeriesParts<V>, {
      start: start - parts.archived,
      end: end - parts.archived,
    });
  }
  const { name, columns, values } = parts;
  const sliced = Object.entries(columns).map(([axis, column]) =>
    [axis, { ...column, codes: column.codes.subarray(start, end) }] as const
  );
  return { name, columns: Object.fromEntries(sliced), values: values.slice(start, end) };
}
