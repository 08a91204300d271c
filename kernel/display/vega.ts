/**
 * Charts: a specification as what frontends draw themselves, as a picture for all others, and as a
 * sentence. Vega is loaded when the first chart is shown.
 *
 * @module
 */

import { renderPng } from "../../lib/core/svg_png.ts";
import type { MimeBundle } from "./bundle.ts";
import { describeThrown } from "./inspect.ts";
import { drawSvg } from "./vega_draw.ts";
import { prepareChart, type PreparedChart, type VegaLanguage } from "./vega_spec.ts";

/** Under these types frontends draw a specification. */
export const CHART_TYPES: Readonly<Record<VegaLanguage, string>> = {
  "vega-lite": "application/vnd.vegalite.v5+json",
  vega: "application/vnd.vega.v5+json",
};

/** With more rows than this a notebook becomes too large; the picture is shown alone. */
const MAX_STORED_ROWS = 5_000;

/**
 * The bundle of a chart.
 *
 * @param spec a specification of Vega-Lite or Vega; its rows may be a table of Arrow
 * @returns the specification (of charts up to 5,000 rows), a picture and a sentence
 * @throws {Error} if the specification is not valid
 * @example
 * ```ts
 * import { chartBundle } from "./vega.ts";
 * const values = [{ a: 1, b: 2 }];
 * const bundle = await chartBundle({
 *   data: { values },
 *   mark: "point",
 *   encoding: { x: { field: "a" }, y: { field: "b" } },
 * });
 * console.assert("image/png" in bundle.data);
 * ```
 */
export async function chartBundle(spec: object): Promise<MimeBundle> {
  const chart = prepareChart(spec);
  const stored = chart.rows <= MAX_STORED_ROWS ? { [CHART_TYPES[chart.language]]: chart.spec } : {};
  const { data, metadata, notes } = await drawPicture(chart);
  if (chart.rows > MAX_STORED_ROWS) {
    notes.push(`a picture only: more than ${MAX_STORED_ROWS} rows are not stored in a notebook`);
  }
  const text = [chart.summary, ...notes.map((note) => `(${note})`)].join("\n");
  return { data: { ...stored, ...data, "text/plain": text }, metadata };
}

/**
 * Draws a chart as an SVG document that needs nothing else.
 *
 * @param spec a specification of Vega-Lite or Vega
 * @returns the text of the document
 * @throws {Error} if the specification is not valid
 * @example
 * ```ts
 * import { renderSvg } from "./vega.ts";
 * const svg = await renderSvg({ data: { values: [{ a: 1 }] }, mark: "point" });
 * console.assert(svg.startsWith("<svg"));
 * ```
 */
export async function renderSvg(spec: object): Promise<string> {
  const { svg } = await drawSvg(prepareChart(spec));
  return svg;
}

/**
 * Adds a picture to a bundle that has a chart without one, such as libraries make.
 *
 * @param bundle any bundle
 * @returns the same bundle, or one with a picture
 * @example
 * ```ts
 * import { textBundle } from "./bundle.ts";
 * import { withPicture } from "./vega.ts";
 * const same = await withPicture(textBundle("no chart"));
 * console.assert(!("image/png" in same.data));
 * ```
 */
export async function withPicture(bundle: MimeBundle): Promise<MimeBundle> {
  const type = Object.values(CHART_TYPES).find((each) => each in bundle.data);
  if (type === undefined || "image/png" in bundle.data) return bundle;
  const { [type]: spec, ...others } = bundle.data;
  if (typeof spec !== "object" || spec === null) return bundle;
  const { data, metadata } = await chartBundle(spec);
  return { data: { ...data, ...others }, metadata: { ...metadata, ...bundle.metadata } };
}

interface Picture {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly notes: string[];
}

async function drawPicture(chart: PreparedChart): Promise<Picture> {
  const { svg, notes } = await drawSvg(chart);
  try {
    const { bytes, width, height } = await renderPng(svg);
    return {
      data: { "image/png": bytes.toBase64() },
      metadata: { "image/png": { width, height, alt: chart.summary } },
      notes: [...notes],
    };
  } catch (error) {
    return {
      data: {},
      metadata: {},
      notes: [...notes, `without picture: ${describeThrown(error)}`],
    };
  }
}
