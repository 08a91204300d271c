/**
 * Tables of texts as semantic HTML and as aligned lines.
 *
 * @module
 */

import { escapeMarkup } from "./markup.ts";

/** What a table says. */
export interface TextTable {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Cells of each row; the first one is its head. */
  readonly rows: readonly (readonly string[])[];
}

/** Labels stay whole. */
const HEAD_STYLE = "text-align:left;white-space:nowrap";

/**
 * Writes a table as HTML.
 *
 * @param table texts, which may hold anything
 * @returns markup in which they are text
 * @example
 * ```ts
 * import { tableHtml } from "./text_table.ts";
 * tableHtml({ caption: "a<b", heads: ["name"], rows: [["x"]] });
 * ```
 */
export function tableHtml({ caption, heads, rows }: TextTable): string {
  const head = heads.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join("");
  const body = rows.map(([first = "", ...others]) => {
    const cells = others.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("");
    return `<tr><th scope="row" style="${HEAD_STYLE}">${escapeMarkup(first)}</th>${cells}</tr>`;
  });
  return `<table><caption>${escapeMarkup(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/**
 * Writes a table as lines of text.
 *
 * @param table texts
 * @returns the caption, and the rows below it
 * @example
 * ```ts
 * import { tableText } from "./text_table.ts";
 * tableText({ caption: "names", heads: ["name"], rows: [["x"]] });
 * ```
 */
export function tableText({ caption, heads, rows }: TextTable): string {
  if (rows.length === 0) return caption;
  const lines = [heads, ...rows];
  const widths = heads.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  const body = lines.map((line) =>
    `  ${line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd()
  );
  return [caption, ...body].join("\n");
}
