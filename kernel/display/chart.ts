/**
 * Values that are charts: specifications, and builders that answer one.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import { hasChartShape } from "./chart_shape.ts";
import type { Formatter } from "./formatter.ts";
import { loadCharts } from "./load_charts.ts";

/** Vega and its fonts may have to be loaded, and the chart's data fetched. */
const BUDGET = 15_000;

/** A builder of charts, such as those of vega-lite-api. */
export interface ChartBuilder {
  toSpec(): unknown;
}

/** Specifications of Vega-Lite and Vega, known by their `$schema`, or else by their shape. */
export const chartFormatter: Formatter = {
  name: "chart",
  budget: BUDGET,
  accepts: (value): value is object =>
    "$schema" in value
      ? typeof value.$schema === "string" &&
        /\/schema\/vega(-lite)?\/v[\d.]+\.json$/.test(value.$schema)
      : hasChartShape(value),
  format: (spec) => draw(spec),
};

/** Builders of charts. */
export const chartBuilderFormatter: Formatter<ChartBuilder> = {
  name: "toSpec",
  budget: BUDGET,
  accepts: (value): value is ChartBuilder =>
    "toSpec" in value && typeof value.toSpec === "function",
  async format(builder) {
    const spec: unknown = await builder.toSpec();
    if (typeof spec === "object" && spec !== null) return await draw(spec);
    throw new TypeError(`toSpec must answer a chart's specification: got ${typeof spec}`);
  },
};

async function draw(spec: object): Promise<MimeBundle> {
  const { chartBundle } = await loadCharts();
  return await chartBundle(spec);
}
