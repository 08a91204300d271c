/**
 * A list with named columns, as HTML and as text.
 *
 * @module
 */

import stringWidth from "string-width";
import { escapeMarkup } from "../../lib/core/markup.ts";
import type { MimeBundle } from "../display/bundle.ts";

/** Columns wider than this do not widen the others in a terminal. */
const WIDEST = 60;

/**
 * Lays out rows of words below headings.
 *
 * @param headings one for each column
 * @param rows as many words each
 * @returns `text/html` and `text/plain`
 * @example
 * ```ts
 * import { listing } from "./listing.ts";
 * const { data } = listing(["name", "type"], [["x", "number"]]);
 * console.assert(data["text/plain"] === "name  type\nx     number");
 * ```
 */
export function listing(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): MimeBundle {
  return {
    data: { "text/html": asHtml(headings, rows), "text/plain": asText([headings, ...rows]) },
    metadata: {},
  };
}

function asHtml(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (words: readonly string[], tag: string): string =>
    words.map((word) => `<${tag} style="text-align:left">${escapeMarkup(word)}</${tag}>`).join("");
  const head = cells(headings, "th");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function asText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => stringWidth(row[column] ?? ""))))
  );
  return rows.map((row) =>
    row.map((word, column) => word + gap((widths[column] ?? 0) - stringWidth(word))).join("")
      .trimEnd()
  ).join("\n");
}

function gap(missing: number): string {
  return " ".repeat(Math.max(0, missing) + 2);
}
