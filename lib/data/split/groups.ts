/**
 * Samples that belong together, by the values of columns.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import { RAW } from "../column_name.ts";
import type { ColumnTable } from "../column_table.ts";
import { type OneOrMore, selectColumns } from "../select_columns.ts";
import type { SplitColumns, SplitSource } from "./splitter.ts";

/** Samples that share a value. */
export interface Group {
  /** The value; several of them for several columns. */
  readonly value: string;
  /** Rows of the table, in order; or their places among the samples. */
  readonly rows: Int32Array;
}

/**
 * Gathers samples by the values of columns; a missing value is a value of its own.
 *
 * @param source the samples
 * @param by keys of columns
 * @returns the groups, in the order of their first samples
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { groupsOf } from "./groups.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2], cell: ["b", "b"] }, { features: ["x"], tags: ["cell"] });
 * console.log(groupsOf(set, "cell").length); // 1
 * ```
 */
export function groupsOf(source: SplitSource, by: OneOrMore<string>): readonly Group[] {
  const { table, rows: chosen } = source;
  const groups = groupPlaces({ table, rows: chosen }, by);
  for (const { rows } of groups) {
    for (let at = 0; at < rows.length; at++) rows[at] = chosen[rows[at] as number] as number;
  }
  return groups;
}

/**
 * As `groupsOf`, with places among the samples instead of rows of the table: where a row appears
 * several times, its places differ.
 *
 * @param source the samples
 * @param by keys of columns
 * @returns the groups, in the order of their first samples
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { groupPlaces } from "./groups.ts";
 * const { table } = FeatureSet.fromColumns("a", { x: [5, 7] }, { features: ["x"] });
 * console.log(groupPlaces({ table, rows: Int32Array.of(1, 0, 1) }, "x")[0]?.rows); // 0, 2
 * ```
 */
export function groupPlaces(source: SplitSource, by: OneOrMore<string>): readonly Group[] {
  const { codes, values } = groupCodes(source, by);
  const sizes = new Int32Array(values.length);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    sizes[code] = (sizes[code] as number) + 1;
  }
  const groups = values.map((value, at) => ({ value, rows: new Int32Array(sizes[at] as number) }));
  const filled = new Int32Array(values.length);
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    const place = filled[code] as number;
    (groups[code] as Group).rows[place] = at;
    filled[code] = place + 1;
  }
  return groups;
}

/** The group of each sample, by its place among the groups. */
export interface GroupCodes {
  readonly codes: Int32Array;
  /** The value of each group, in the order of their first samples. */
  readonly values: readonly string[];
}

/**
 * Numbers the groups of samples.
 *
 * @param source the samples
 * @param by keys of columns
 * @returns the number of each sample's group, and what the numbers stand for
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { groupCodes } from "./groups.ts";
 * const set = FeatureSet.fromColumns("a", { x: [5, 7, 5] }, { features: ["x"] });
 * console.log(groupCodes(set, "x").codes); // Int32Array(3) [ 0, 1, 0 ]
 * ```
 */
export function groupCodes(source: SplitSource, by: OneOrMore<string>): GroupCodes {
  const names = columnsOf(source.table, by);
  let combined: GroupCodes | undefined;
  for (const name of names) {
    const one = codesOf(source, name);
    combined = combined === undefined ? one : combine(combined, one);
  }
  return combined ?? { codes: new Int32Array(source.rows.length), values: ["all"] };
}

/**
 * The columns that samples are grouped by: as the data came, whatever scalers made of them.
 *
 * @param by keys of columns; nothing when samples are not grouped
 * @returns what `findColumns` takes
 * @example
 * ```ts
 * import { groupColumns } from "./groups.ts";
 * console.log(groupColumns("cell")); // { columns: "cell", representation: "raw" }
 * ```
 */
export function groupColumns<C extends string>(
  by: OneOrMore<C> | undefined,
): SplitColumns<C> | undefined {
  return by === undefined ? undefined : { columns: by, representation: RAW };
}

function columnsOf(table: ColumnTable, by: OneOrMore<string>): readonly string[] {
  const keys = typeof by === "string" ? [by] : by;
  if (!Array.isArray(keys)) {
    throw new TypeError(`Cannot group by ${String(by)}: give the key of a column, or several`);
  }
  return keys.map((key) => {
    const [name] = selectColumns(table, { columns: key as never, representation: "*" });
    if (name === undefined) throw new UnknownNameError("column", key, { known: table.names });
    return name;
  });
}

function codesOf({ table, rows }: SplitSource, name: string): GroupCodes {
  const column = table.column(name);
  if (column.size !== 1) {
    throw new TypeError(
      `Cannot group by "${name}": its samples have shape [${column.shape.join(", ")}]; ` +
        `group by a column with one value per sample`,
    );
  }
  const numbers = new Map<number, number>();
  const codes = new Int32Array(rows.length);
  const firsts: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const value = column.valid?.[row] === 0 ? NaN : column.values[row] as number;
    let code = numbers.get(value);
    if (code === undefined) {
      code = numbers.size;
      numbers.set(value, code);
      firsts.push(row);
    }
    codes[at] = code;
  }
  return { codes, values: firsts.map((row) => String(column.at(row))) };
}

function combine(a: GroupCodes, b: GroupCodes): GroupCodes {
  const numbers = new Map<number, number>();
  const values: string[] = [];
  const codes = new Int32Array(a.codes.length);
  for (let at = 0; at < codes.length; at++) {
    const [left, right] = [a.codes[at] as number, b.codes[at] as number];
    const pair = left * b.values.length + right;
    let code = numbers.get(pair);
    if (code === undefined) {
      code = numbers.size;
      numbers.set(pair, code);
      values.push(`${a.values[left]}, ${b.values[right]}`);
    }
    codes[at] = code;
  }
  return { codes, values };
}
