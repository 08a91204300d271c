/**
 * A window on a table as HTML that reads well aloud, without scripts and style sheets, so that every
 * frontend keeps it.
 *
 * @module
 */

import type { Cell } from "./cell_text.ts";
import { countText } from "./count_text.ts";
import { escapeMarkup } from "../../lib/core/markup.ts";
import {
  type Gap,
  isGap,
  type TableColumn,
  type TableRow,
  type TableWindow,
} from "./table_window.ts";

const MAX_BYTES = 64_000;
/** Longest text of a cell; the next shorter is taken while the page is too large. */
const CELL_LENGTHS = [200, 80, 40, 20, 8];

/**
 * Writes a table with caption, a row of names, a row of types, and row numbers.
 *
 * @param window what to show
 * @returns one `<table>`, at most 64 KB
 * @example
 * ```ts
 * import { tableHtml } from "./table_html.ts";
 * const html = tableHtml({ caption: "a < b", columns: [], rows: [] });
 * console.assert(html.includes("<caption>a &lt; b</caption>"));
 * ```
 */
export function tableHtml(window: TableWindow): string {
  const encoder = new TextEncoder();
  let html = "";
  for (const length of CELL_LENGTHS) {
    html = write(window, length);
    if (encoder.encode(html).length <= MAX_BYTES) break;
  }
  return html;
}

function write(window: TableWindow, length: number): string {
  const names = window.columns.map((column) => heading(column, length)).join("");
  const types = window.columns.map((column) => `<td${align(column)}>${type(column)}</td>`).join("");
  const rows = window.rows.map((row) => isGap(row) ? gapRow(row, window) : dataRow(row)).join("");
  return `<table><caption>${escapeMarkup(window.caption)}</caption>` +
    `<thead><tr><td></td>${names}</tr>` +
    `<tr><th scope="row"><small>type</small></th>${types}</tr></thead>` +
    `<tbody>${rows}</tbody></table>`;

  function dataRow({ index, cells }: TableRow): string {
    const written = cells.map((cell, at) =>
      `<td${align(window.columns[at])}>${content(cell, length)}</td>`
    );
    return `<tr><th scope="row">${index}</th>${written.join("")}</tr>`;
  }
}

function heading(column: TableColumn | Gap, length: number): string {
  if (isGap(column)) return `<th scope="col" title="${column.omitted} columns left out">…</th>`;
  return `<th scope="col"${align(column)}>${escapeMarkup(shorten(column.name, length))}</th>`;
}

function type(column: TableColumn | Gap): string {
  if (isGap(column)) return `<small>${column.omitted} columns left out</small>`;
  return `<small>${escapeMarkup(shorten(column.type, 60))}</small>`;
}

function content(cell: Cell, length: number): string {
  const text = escapeMarkup(shorten(cell.text, length));
  return cell.missing ? `<i style="opacity:0.65">${text}</i>` : text;
}

function gapRow({ omitted }: Gap, { columns }: TableWindow): string {
  const text = `… ${countText(omitted)} rows left out …`;
  return `<tr><td colspan="${columns.length + 1}" style="text-align:center">${text}</td></tr>`;
}

function align(column: TableColumn | Gap | undefined): string {
  const numeric = column !== undefined && !isGap(column) && column.numeric;
  return ` style="text-align:${numeric ? "right" : "left"}"`;
}

function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
