/**
 * Rows of columns that meet conditions, where no database is there to choose them.
 *
 * @module
 */

import type { Column } from "../column.ts";
import { type Condition, rowTest } from "../predicate.ts";
import { allRows, filterRows } from "../rows.ts";

/** Conditions by column; a row must meet all of them. */
export type RowConditions = Readonly<Record<string, Condition>>;

/**
 * Keeps the rows that meet all conditions.
 *
 * @param columns of one length, by name; those that conditions are about are among them
 * @param where conditions by column
 * @returns the columns with those rows only
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { gt } from "../predicate.ts";
 * import { keepRows } from "./row_conditions.ts";
 * const { x } = keepRows({ x: buildColumn("x", [1, 5, 3]) }, { x: gt(2) });
 * console.log(x?.toArray()); // [ 5, 3 ]
 * ```
 */
export function keepRows(
  columns: Readonly<Record<string, Column>>,
  where: RowConditions,
): Readonly<Record<string, Column>> {
  const conditions = Object.entries(where);
  if (conditions.length === 0) return columns;
  const tests = conditions.map(([name, condition]) => rowTest(columns[name] as Column, condition));
  const length = Object.values(columns)[0]?.length ?? 0;
  const rows = filterRows(allRows(length), (row) => tests.every((test) => test(row)));
  if (rows.length === length) return columns;
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.take(rows)]),
  );
}
