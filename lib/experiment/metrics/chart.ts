/**
 * Charts and tables of results, for notebooks and terminals.
 *
 * @module
 */

import { showAs } from "../../core/show_as.ts";

/** Forms by MIME type. */
export type ResultBundle = Readonly<Record<string, unknown>>;

/** A Vega-Lite specification that shows itself. */
export interface Chart {
  readonly $schema: string;
  readonly [property: string]: unknown;
}

const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/** What a picture takes at most along an axis of points; more of them look the same. */
const MOST_POINTS = 500;

/**
 * Makes the MIME bundle of a chart. A form as HTML beside it would be shown in its place.
 *
 * @param spec in Vega-Lite 5, without its schema
 * @param text what is shown where there are no charts
 * @returns the chart and the text
 * @example
 * ```ts
 * import { chartBundle } from "./chart.ts";
 * chartBundle({ data: { values: [] }, mark: "point" }, "nothing");
 * ```
 */
export function chartBundle(spec: object, text: string): ResultBundle {
  return {
    "application/vnd.vegalite.v5+json": { $schema: SCHEMA, ...spec },
    "text/plain": text,
  };
}

/**
 * Makes a chart that can be shown, and changed by those who know Vega-Lite.
 *
 * @param spec in Vega-Lite 5, without its schema
 * @param text what is shown where there are no charts
 * @returns the specification, frozen
 * @example
 * ```ts
 * import { shownChart } from "./chart.ts";
 * const chart = shownChart({ data: { values: [] }, mark: "point" }, "nothing");
 * console.log({ ...chart, width: 300 });
 * ```
 */
export function shownChart(spec: object, text: string): Chart {
  return Object.freeze(showAs({ $schema: SCHEMA, ...spec }, () => chartBundle(spec, text)));
}

/**
 * Writes rows with aligned columns.
 *
 * @param rows cells, the first row as the head
 * @returns lines; the first column begins at the left, all others end at the right
 * @example
 * ```ts
 * import { textTable } from "./chart.ts";
 * textTable([["", "cat"], ["dog", "3"]]);
 * ```
 */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? "").length))
  );
  return rows.map((row) =>
    row.map((cell, at) => at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))
      .join("  ").trimEnd()
  ).join("\n");
}

/**
 * Writes a number for people.
 *
 * @param value any number
 * @returns four digits that count, without zeros at the end
 * @example
 * ```ts
 * import { shortNumber } from "./chart.ts";
 * shortNumber(2 / 3); // "0.6667"
 * ```
 */
export function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/**
 * Takes evenly spread entries, the first and the last among them.
 *
 * @param length how many there are
 * @param most how many are taken at most
 * @returns their indices, in order
 * @example
 * ```ts
 * import { thinned } from "./chart.ts";
 * thinned(5, 3); // [0, 2, 4]
 * ```
 */
export function thinned(length: number, most: number = MOST_POINTS): readonly number[] {
  if (length <= most) return Array.from({ length }, (_, at) => at);
  return Array.from({ length: most }, (_, at) => Math.round(at * (length - 1) / (most - 1)));
}
