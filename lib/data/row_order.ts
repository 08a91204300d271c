/**
 * Rows in the order of a column.
 *
 * @module
 */

import type { Column } from "./column.ts";

/**
 * Brings rows into the order of a column of one value per row; equal ones keep their order, and what
 * is missing, or is no number, comes last, as in pandas.
 *
 * @param by the column, of numbers, texts or truth values
 * @param rows of it, which are left as they are
 * @returns the rows, the least value first
 * @throws {TypeError} when the column has more than one value per row
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { orderRows } from "./row_order.ts";
 * const by = buildColumn("date", ["2024", null, "2023"]);
 * console.log(orderRows(by, Int32Array.of(0, 1, 2))); // Int32Array(3) [ 2, 0, 1 ]
 * ```
 */
export function orderRows(by: Column, rows: Int32Array): Int32Array {
  const { values, levels, valid, size, shape } = by;
  if (size !== 1) {
    throw new TypeError(
      `Cannot order rows by values of shape [${shape.join(", ")}]: ` +
        `sort by a column with one value per row`,
    );
  }
  const ranks = levels && ranksOf(levels);
  const places = Int32Array.from(rows, (_, at) => at);
  const keys = Float64Array.from(rows, (row) => {
    if (valid?.[row] === 0) return NaN;
    const value = values[row] as number;
    return ranks === undefined ? value : ranks[value] as number;
  });
  places.sort((a, b) => {
    const [left, right] = [keys[a] as number, keys[b] as number];
    if (left < right) return -1;
    if (left > right) return 1;
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
  });
  return places.map((at) => rows[at] as number);
}

/** The place of each text among all of them in order. */
function ranksOf(levels: readonly string[]): Float64Array {
  const order = levels.map((level, code) => ({ level, code }))
    .sort((a, b) => a.level < b.level ? -1 : 1);
  const ranks = new Float64Array(levels.length);
  for (const [rank, { code }] of order.entries()) ranks[code] = rank;
  return ranks;
}
