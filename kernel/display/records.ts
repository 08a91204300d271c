/**
 * The helper `table`: plain rows as a table, on request.
 *
 * @module
 */

import { arrowSource } from "./arrow.ts";
import { isArrowTable } from "./arrow_type.ts";
import { cellOf, oneLine } from "./cell_text.ts";
import { inspectValue } from "./inspect.ts";
import { type Rich, rich } from "./rich.ts";
import { tableBundle } from "./table.ts";
import type { TableColumn, TableSource } from "./table_window.ts";

/** How to show rows. */
export interface TableOptions {
  /** What the caption begins with; default "Table". */
  readonly title?: string;
  /** Which columns, in which order; default all, in the order in which rows first name them. */
  readonly columns?: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

/** Rows that are searched for names of columns and for types. */
const SEARCHED_ROWS = 1_000;

/**
 * Rows as a table to display.
 *
 * @param rows objects with the same kind of properties, or a table of Arrow
 * @param options caption and columns
 * @returns the value to display
 * @throws {TypeError} if a row is no object
 * @example
 * ```ts
 * import { table } from "./records.ts";
 * table([{ epoch: 1, loss: 0.7 }, { epoch: 2, loss: 0.4 }], { title: "Training" });
 * ```
 */
export function table(rows: Iterable<object> | object, options: TableOptions = {}): Rich {
  const title = options.title ?? "Table";
  const isObject = typeof rows === "object" && rows !== null;
  if (isObject && isArrowTable(rows)) return rich(tableBundle(arrowSource(rows, title)));
  if (!isObject || !(Symbol.iterator in rows)) {
    throw new TypeError(
      `table() shows a list of objects or an Arrow table: got ${inspectValue(rows).slice(0, 100)}`,
    );
  }
  const list = Array.isArray(rows) ? rows : [...rows as Iterable<unknown>];
  return rich(tableBundle(recordSource(list.map(asRow), { ...options, title })));
}

function asRow(value: unknown, index: number): Row {
  if (typeof value === "object" && value !== null) return value as Row;
  throw new TypeError(
    `table() shows a list of objects, such as [{ a: 1 }]: row ${index} is ${
      inspectValue(value).slice(0, 100)
    }`,
  );
}

function recordSource(
  rows: readonly Row[],
  { title, columns }: TableOptions & { readonly title: string },
): TableSource {
  const searched = rows.slice(0, SEARCHED_ROWS);
  const names = columns ?? [...new Set(searched.flatMap((row) => Object.keys(row)))];
  return {
    title,
    rowCount: rows.length,
    columns: names.map((name) => describeColumn(name, searched)),
    cell: (row, column) => cellOf(rows[row]?.[names[column] ?? ""]),
  };
}

function describeColumn(name: string, rows: readonly Row[]): TableColumn {
  const types = new Set(rows.map((row) => typeOf(row[name])).filter((type) => type !== ""));
  return {
    name: oneLine(name),
    type: [...types].join(" | ") || "empty",
    numeric: types.size === 1 && (types.has("number") || types.has("bigint")),
  };
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name ?? "object";
}
