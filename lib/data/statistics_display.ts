/**
 * How statistics of columns and reports on what is missing show themselves: as tables.
 *
 * @module
 */

import { showAs, type Shown } from "../core/show_as.ts";
import { tableHtml, tableText } from "../core/text_table.ts";
import { scalarText } from "./display.ts";
import type { Scalar } from "./column.ts";

/** A row of a table; all rows have the same keys. */
type Row = object;

/**
 * Lets rows show themselves as a table.
 *
 * @param rows objects of scalars and of lists of texts, the first key of which names them
 * @param caption from the rows to what stands above them
 * @returns the rows, frozen
 * @example
 * ```ts
 * import { asTable } from "./statistics_display.ts";
 * console.log(asTable([{ column: "soh", mean: 90 }], () => "1 column")); // a table
 * ```
 */
export function asTable<R extends Row>(
  rows: readonly R[],
  caption: (rows: readonly R[]) => string,
): readonly R[] {
  return Object.freeze(showAs([...rows], (list) => tableBundle(caption(list), list)));
}

/**
 * Writes rows as a table; keys that are `null` in all of them are left out.
 *
 * @param caption what stands above them
 * @param rows objects of scalars and of lists of texts
 * @returns HTML and text
 * @example
 * ```ts
 * import { tableBundle } from "./statistics_display.ts";
 * console.log(tableBundle("1 column", [{ column: "soh", missing: 2 }])["text/plain"]);
 * ```
 */
export function tableBundle(caption: string, rows: readonly Row[]): Shown {
  const records = rows as readonly Readonly<Record<string, Scalar | readonly string[]>>[];
  const heads = Object.keys(records[0] ?? {}).filter((key) =>
    records.some((record) => record[key] !== null)
  );
  const cells = records.map((record) => heads.map((key) => cellText(record[key] ?? null)));
  const table = { caption, heads, rows: cells };
  return { "text/html": tableHtml(table), "text/plain": tableText(table) };
}

function cellText(value: Scalar | readonly string[]): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(", ") : scalarText(value);
}
