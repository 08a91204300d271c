/**
 * Numbers of several runs as bars.
 *
 * @module
 */

import { type Chart, shortNumber, shownChart } from "../metrics/chart.ts";

/** A number of a run, or of one of its folds. */
export interface BarValue {
  readonly label: string;
  readonly value: number;
}

/**
 * Draws a bar for each label: the mean of its values, which are points where there are several.
 *
 * @param values in the order of the bars; what is no number is left out
 * @param options what a label is, and what the numbers are
 * @returns a Vega-Lite specification that shows itself in a notebook
 * @example
 * ```ts
 * import { barsOf } from "./bar_chart.ts";
 * const values = [{ label: "small", value: 0.2 }, { label: "large", value: 0.1 }];
 * barsOf(values, { of: "experiment", title: "test mse" });
 * ```
 */
export function barsOf(
  values: readonly BarValue[],
  { of, title }: { readonly of: string; readonly title: string },
): Chart {
  const drawn = values.flatMap(({ label, value }) =>
    Number.isFinite(value) ? [{ label, value }] : []
  );
  const byLabel = Map.groupBy(drawn, ({ label }) => label);
  const several = drawn.filter(({ label }) => (byLabel.get(label)?.length ?? 0) > 1);
  const y = { field: "label", type: "nominal", sort: null, title: of };
  const bars = {
    mark: { type: "bar", tooltip: true },
    encoding: { y, x: { aggregate: "mean", field: "value", type: "quantitative", title } },
  };
  const points = {
    data: { values: several },
    mark: { type: "point", filled: true, color: "black", tooltip: true },
    encoding: { y, x: { field: "value", type: "quantitative" } },
  };
  const spec = { data: { values: drawn }, layer: several.length > 0 ? [bars, points] : [bars] };
  const means = [...byLabel].map(([label, own]) =>
    `${label} ${shortNumber(own.reduce((sum, { value }) => sum + value, 0) / own.length)}`
  );
  return shownChart(spec, `${title}: ${means.join(", ")}`);
}
