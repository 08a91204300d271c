/**
 * Tables: a window on any source of rows, as semantic HTML and as boxed text with the same rows.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import { tableHtml } from "./table_html.ts";
import { tableText } from "./table_text.ts";
import { type TableSource, windowOn } from "./table_window.ts";

/**
 * The bundle of a table: shape, types, the first 10 and last 5 rows, at most 20 columns.
 *
 * @param source what to show
 * @returns `text/html` of at most 64 KB, and `text/plain`
 * @example
 * ```ts
 * import { tableBundle } from "./table.ts";
 * const columns = [{ name: "a", type: "number", numeric: true }];
 * const cell = (row: number) => ({ text: String(row) });
 * const bundle = tableBundle({ title: "Rows", rowCount: 3, columns, cell });
 * console.assert(String(bundle.data["text/plain"]).startsWith("Rows: 3 rows × 1 column"));
 * ```
 */
export function tableBundle(source: TableSource): MimeBundle {
  const window = windowOn(source);
  return {
    data: { "text/html": tableHtml(window), "text/plain": tableText(window) },
    metadata: {},
  };
}
