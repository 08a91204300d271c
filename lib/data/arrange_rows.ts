/**
 * Rows in order, and many rows as one sample.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../core/names.ts";
import { Column } from "./column.ts";
import { ColumnTable, rawName } from "./column_table.ts";
import { packOrigins, type RowOrigins } from "./row_origins.ts";
import { orderRows } from "./row_order.ts";
import { allRows } from "./rows.ts";
import type { OneOrMore } from "./select_columns.ts";
import { type Group, groupsOf } from "./split/groups.ts";

/** Columns by key. */
export type Named = ReadonlyMap<string, Column>;

/** How rows become samples. */
export interface ArrangeOptions {
  /** Columns whose equal values make one sample out of many rows. */
  readonly groupBy?: OneOrMore<string> | undefined;
  /** The column by whose values rows are ordered (inside of each group, if there are groups). */
  readonly sortBy?: string | undefined;
  /** Columns that stay one value where all rows of each group agree. */
  readonly tags?: readonly string[] | undefined;
}

/** Samples, and of which rows each was made. */
export interface ArrangedRows {
  readonly columns: Named;
  /** The row that became each sample, where rows were ordered and not grouped. */
  readonly order?: Int32Array;
  /** Rows of each sample; nothing where row after row is a sample. */
  readonly rows?: RowOrigins;
}

/**
 * Orders rows and groups them: values are stacked, tags that agree stay one value.
 *
 * @param columns by key, of rows
 * @param options what rows are ordered and grouped by
 * @returns columns of samples, and the rows of each
 * @throws {RangeError} when groups differ in size
 * @throws {TypeError} when a text or a truth value is missing inside of a group
 * @example
 * ```ts
 * import { arrangeRows } from "./arrange_rows.ts";
 * import { buildColumn } from "./build_column.ts";
 * const rows = new Map([["t", buildColumn("t", [2, 1])]]);
 * console.log(arrangeRows(rows, { sortBy: "t" }).columns.get("t")?.values); // 1, 2
 * ```
 */
export function arrangeRows(columns: Named, options: ArrangeOptions): ArrangedRows {
  const { groupBy, sortBy, tags = [] } = options;
  const order = sortBy === undefined ? undefined : inOrderOf(find(columns, sortBy));
  const ordered = order === undefined ? columns : takeAll(columns, order);
  if (groupBy !== undefined) return grouped(ordered, { groupBy, tags, order });
  return order === undefined ? { columns } : { columns: ordered, order, rows: packOrigins(order) };
}

function find(columns: Named, key: string): Column {
  const column = columns.get(key);
  if (column !== undefined) return column;
  throw new UnknownNameError("column", key, { known: [...columns.keys()] });
}

function takeAll(columns: Named, rows: Int32Array): Named {
  return new Map(Array.from(columns, ([key, column]) => [key, column.take(rows)]));
}

function inOrderOf(column: Column): Int32Array {
  return orderRows(column, allRows(column.length));
}

function grouped(
  columns: Named,
  { groupBy, tags, order }: {
    groupBy: OneOrMore<string>;
    tags: readonly string[];
    order: Int32Array | undefined;
  },
): ArrangedRows {
  const length = columns.values().next().value?.length ?? 0;
  const source = new ColumnTable(
    new Map(Array.from(columns, ([key, column]) => [rawName("tags", key), column])),
  );
  const groups = groupsOf({ table: source, rows: allRows(length) }, groupBy);
  const { rows, starts } = sideBySide(groups);
  const firsts = starts.subarray(0, groups.length).map((start) => rows[start] as number);
  const sizes = new Set(groups.map((group) => group.rows.length));
  const samples = new Map(Array.from(columns, ([key, column]) => {
    if (tags.includes(key) && groups.every((group) => agrees(column, group.rows))) {
      return [key, column.take(firsts)];
    }
    if (sizes.size > 1) throw unequalGroups(groups, key);
    const size = [...sizes][0] ?? 0;
    const taken = column.take(rows);
    if (size === 1) return [key, taken];
    const { dtype, shape, values, levels } = withoutGaps(key, taken);
    return [key, new Column({ dtype, shape: [size, ...shape], values, levels })];
  }));
  const origins = order === undefined ? rows : rows.map((row) => order[row] as number);
  return { columns: samples, rows: packOrigins(origins, starts) };
}

function sideBySide(groups: readonly Group[]): { rows: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(groups.length + 1);
  for (const [at, group] of groups.entries()) {
    starts[at + 1] = (starts[at] as number) + group.rows.length;
  }
  const rows = new Int32Array(starts[groups.length] as number);
  for (const [at, group] of groups.entries()) rows.set(group.rows, starts[at] as number);
  return { rows, starts };
}

/** A sample of many rows is there as a whole: the numbers it lacks are NaN. */
function withoutGaps(key: string, column: Column): Column {
  if (column.valid === undefined) return column;
  if (!column.isNumeric) {
    throw new TypeError(
      `Cannot stack the rows of ${quote(key)} by group: ${column.nullCount} of its ` +
        `${column.dtype} values are missing, which has no sign inside of a sample; fill them first`,
    );
  }
  const { valid, size } = column;
  const floats = column.dtype === "float32" ? column : column.cast("float64");
  const values = floats.values.map((value, at) => valid[Math.floor(at / size)] === 0 ? NaN : value);
  return new Column({ dtype: floats.dtype, shape: floats.shape, values });
}

function agrees({ values, valid, size }: Column, rows: Int32Array): boolean {
  const [first = 0] = rows;
  return rows.every((row) => {
    if (valid?.[row] !== valid?.[first]) return false;
    for (let at = 0; at < size; at++) {
      if (values[row * size + at] !== values[first * size + at]) return false;
    }
    return true;
  });
}

function unequalGroups(
  groups: readonly { value: string; rows: Int32Array }[],
  key: string,
): RangeError {
  const sizes = groups.map(({ value, rows }) => `${value} has ${rows.length}`);
  return new RangeError(
    `Cannot stack the rows of ${quote(key)} by group: groups differ in size ` +
      `(${list(sizes)}); cut or pad them to one length first`,
  );
}
