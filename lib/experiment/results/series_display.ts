/**
 * How a series shows itself in a notebook: its first and last entries as a table, and text.
 *
 * @module
 */

import { escapeMarkup } from "../../core/markup.ts";
import type { Axes } from "./coordinates.ts";
import { isTensor } from "./tensor_values.ts";

/** What is shown of a series. */
export interface ShownSeries {
  readonly name: string;
  readonly length: number;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  items(start?: number, end?: number): readonly (readonly [Axes, unknown])[];
}

/** Entries shown at each end. */
const ENDS = 5;

/**
 * Makes the MIME bundle of a series.
 *
 * @param series any
 * @returns a table as HTML and as text
 * @example
 * ```ts
 * import { AxisSeries } from "./axis_series.ts";
 * import { displaySeries } from "./series_display.ts";
 * console.log(displaySeries(AxisSeries.from("loss", [[{ epoch: 0 }, 3]]))["text/plain"]);
 * ```
 */
export function displaySeries(series: ShownSeries): Record<string, string> {
  const rows = shownRows(series);
  const heads = [...series.axes, series.name];
  return {
    "text/html": toHtml(captionOf(series), { heads, rows }),
    "text/plain": toText(captionOf(series), { heads, rows }),
  };
}

/** Cells of the entries shown; nothing where some are left out. */
type Shown = readonly (readonly string[] | undefined)[];

interface Drawn {
  readonly heads: readonly string[];
  readonly rows: Shown;
}

function shownRows(series: ShownSeries): Shown {
  if (series.length <= 2 * ENDS + 1) return series.items().map(cells);
  const { length } = series;
  return [...series.items(0, ENDS).map(cells), undefined]
    .concat(series.items(length - ENDS, length).map(cells));
}

function cells([key, value]: readonly [Axes, unknown]): readonly string[] {
  return [...Object.values(key).map((at) => at === null ? "–" : String(at)), cellText(value)];
}

function captionOf(series: ShownSeries): string {
  const sizes = series.shape.map((size, at) => `${series.axes[at]} ${size}`).join(" × ");
  const entries = series.length === 1 ? "entry" : "entries";
  return `${series.name}: ${series.length} ${entries}${sizes === "" ? "" : ` · ${sizes}`}`;
}

function toHtml(caption: string, { heads, rows }: Drawn): string {
  const head = heads.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join("");
  const body = rows.map((row) =>
    row === undefined
      ? `<tr><td colspan="${heads.length}">…</td></tr>`
      : `<tr>${row.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("")}</tr>`
  );
  return `<table><caption>${escapeMarkup(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function toText(caption: string, { heads, rows }: Drawn): string {
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...rows.map((row) => row?.[at]?.length ?? 0))
  );
  const lines = [heads, ...rows].map((row) =>
    row === undefined
      ? "…"
      : row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ").trimEnd()
  );
  return [caption, ...lines.map((line) => `  ${line}`)].join("\n");
}

function cellText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (isTensor(value)) return `${value.dtype} (${value.shape.join(", ")})`;
  if (typeof value === "object" && value !== null) return objectText(value);
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function objectText(value: object): string {
  const kind = value.constructor?.name ?? "Object";
  const size = "length" in value ? ` of ${value.length}` : "";
  return kind === "Object" ? `{ ${Object.keys(value).slice(0, 4).join(", ")} }` : `${kind}${size}`;
}
