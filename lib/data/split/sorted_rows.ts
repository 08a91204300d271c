/**
 * Samples in the order of a column.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import { orderRows } from "../row_order.ts";
import { selectColumns } from "../select_columns.ts";
import type { SplitSource } from "./splitter.ts";

/**
 * Brings samples into the order of a column of numbers; equal ones keep the order of the table, and
 * what is missing comes last.
 *
 * @param source the samples
 * @param by key of the column
 * @returns rows of the table, the least number first
 * @throws {TypeError} when the column has more or less than one number per sample
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { sortedRows } from "./sorted_rows.ts";
 * const set = FeatureSet.fromColumns("a", { t: [3, 1, 2] }, { features: ["t"] });
 * console.log(sortedRows(set, "t")); // Int32Array(3) [ 1, 2, 0 ]
 * ```
 */
export function sortedRows({ table, rows }: SplitSource, by: string): Int32Array {
  const [name = by] = selectColumns(table, { columns: by as never, representation: "*" });
  const column = table.column(name);
  const { isNumeric, size } = column;
  if (!isNumeric || size !== 1) {
    throw new TypeError(`Cannot order samples by ${quote(name)}: it needs one number per sample`);
  }
  return orderRows(column, rows.toSorted());
}
