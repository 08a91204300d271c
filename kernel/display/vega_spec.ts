/**
 * Specifications of Vega-Lite and Vega: how they are known, and what is made of them before they are
 * drawn or sent.
 *
 * @module
 */

import { MARKS } from "./chart_shape.ts";
import { inlineData, type InlinedSpec, type SpecObject } from "./vega_data.ts";
import { unknownFields } from "./vega_fields.ts";
import { summarize } from "./vega_summary.ts";
import { CHART_CONFIG, mergeConfig } from "./vega_theme.ts";

/** The two languages of specifications. */
export type VegaLanguage = "vega-lite" | "vega";

/** A chart ready to be drawn or sent. */
export interface PreparedChart extends InlinedSpec {
  readonly language: VegaLanguage;
  /** One sentence that says what the chart shows. */
  readonly summary: string;
}

/** Frontends register version 5 of both languages, and no later one. */
const SCHEMAS: Readonly<Record<VegaLanguage, string>> = {
  "vega-lite": "https://vega.github.io/schema/vega-lite/v5.json",
  vega: "https://vega.github.io/schema/vega/v5.json",
};

/**
 * Makes a specification whole: JSON with its rows, our palette, a description, and the version that
 * frontends know.
 *
 * @param spec a specification of Vega-Lite, or of Vega if its `$schema` says so
 * @returns the chart
 * @throws {TypeError} if an encoding names a column that the rows do not have
 * @throws {RangeError} if there are too many rows
 * @example
 * ```ts
 * import { prepareChart } from "./vega_spec.ts";
 * const chart = prepareChart({ mark: "bar", data: { values: [{ a: 1 }] } });
 * console.assert(chart.summary === "Bar chart; 1 row.");
 * ```
 */
export function prepareChart(spec: object): PreparedChart {
  const inlined = inlineData(spec);
  const language = languageOf(inlined.spec) ?? "vega-lite";
  const summary = summarize(inlined);
  if (language === "vega-lite") {
    checkMarks(inlined.spec);
    checkFields(inlined.spec);
  }
  const config = language === "vega-lite"
    ? { config: mergeConfig(CHART_CONFIG, inlined.spec.config) }
    : {};
  return {
    ...inlined,
    language,
    summary,
    spec: { ...inlined.spec, $schema: SCHEMAS[language], description: summary, ...config },
  };
}

/**
 * Tells a specification by its `$schema`.
 *
 * @param value anything but a proxy
 * @returns the language, or undefined for other values
 * @example
 * ```ts
 * import { languageOf } from "./vega_spec.ts";
 * const $schema = "https://vega.github.io/schema/vega-lite/v6.json";
 * console.assert(languageOf({ $schema }) === "vega-lite");
 * ```
 */
export function languageOf(value: object): VegaLanguage | undefined {
  const schema = "$schema" in value ? value.$schema : undefined;
  if (typeof schema !== "string") return undefined;
  const name = /\/schema\/(vega|vega-lite)\/v[\d.]+\.json$/.exec(schema)?.[1];
  return name === "vega" || name === "vega-lite" ? name : undefined;
}

function checkFields(spec: SpecObject): void {
  const [first] = unknownFields(spec);
  if (first === undefined) return;
  const { channel, field, columns } = first;
  throw new TypeError(
    `The chart's ${channel} names the column "${field}", which its rows do not have: they have ${
      columns.slice(0, 20).map((name) => `"${name}"`).join(", ")
    }`,
  );
}

/** Properties of which a view has exactly one. */
const VIEWS = ["mark", "layer", "concat", "hconcat", "vconcat", "spec"];

/** Vega-Lite's own words for these mistakes are a dump of the data, or of its insides. */
function checkMarks(spec: SpecObject): void {
  const kind = VIEWS.find((key) => key in spec);
  if (kind === undefined) {
    throw new TypeError(
      `The chart says nothing of what to draw: it has none of ${VIEWS.join(", ")}`,
    );
  }
  const { mark } = spec;
  const type = typeof mark === "object" && mark !== null && "type" in mark ? mark.type : mark;
  if (kind === "mark" && !MARKS.includes(String(type))) {
    throw new TypeError(`The chart has the unknown mark "${type}": there are ${MARKS.join(", ")}`);
  }
  const views = spec[kind];
  if (Array.isArray(views)) views.forEach(checkMarks);
  else if (kind === "spec" && typeof views === "object" && views !== null) {
    checkMarks(views as SpecObject);
  }
}
