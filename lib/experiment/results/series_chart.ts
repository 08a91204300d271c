/**
 * Series of numbers as charts: Vega-Lite specifications that show themselves.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import { type Chart, shownChart } from "../metrics/chart.ts";
import type { Coordinate } from "./coordinates.ts";
import type { ShownSeries } from "./series_display.ts";

/** What is drawn of a series. */
export interface DrawnSeries extends ShownSeries {
  axisValues(axis: string): readonly Coordinate[];
  values(): readonly unknown[];
  collapse(axis: string, reducer: "mean"): DrawnSeries;
}

/** Which axes are drawn how. */
export interface ChartOptions<K extends string = string> {
  /** Along which axis; the first that has more than one number when left out. */
  readonly x?: K;
  /** Axes whose coordinates get a line each; all of texts when left out. */
  readonly lines?: readonly K[];
}

/** Points of a line; neighbours are averaged when there are more. */
const MOST_POINTS = 2000;

/**
 * Draws a series.
 *
 * @param series of numbers
 * @param options which axes are drawn how
 * @returns a specification of a line chart
 * @throws UnknownNameError when there is no such axis or option
 * @throws TypeError when values are no numbers, or no axis has numbers
 * @example
 * ```ts
 * import { AxisSeries } from "./axis_series.ts";
 * import { chartOf } from "./series_chart.ts";
 * chartOf(AxisSeries.from("loss", [[{ epoch: 0 }, 3], [{ epoch: 1 }, 2]])).mark;
 * ```
 */
export function chartOf(
  series: DrawnSeries,
  options: ChartOptions = {},
): Chart {
  checkOptions(options, { of: "plot()", known: ["x", "lines"] });
  const { x = firstNumeric(series), lines = textAxes(series) } = options;
  for (const axis of [x, ...lines]) {
    if (!series.axes.includes(axis)) {
      throw new UnknownNameError("axis name", axis, { known: series.axes });
    }
  }
  if (!series.values().every((value) => typeof value === "number")) {
    throw new TypeError(`Cannot draw ${series.name}: its values are no numbers; map() them first`);
  }
  let drawn = series;
  for (const axis of series.axes) {
    if (axis !== x && !lines.includes(axis)) drawn = drawn.collapse(axis, "mean");
  }
  const values = pointsOf(drawn, { x, lines });
  const spec = {
    data: { values },
    mark: { type: "line", point: values.length <= 50, tooltip: true },
    encoding: {
      x: { field: "x", type: "quantitative", title: x },
      y: { field: "y", type: "quantitative", title: series.name, scale: { zero: false } },
      ...(lines.length > 0 && {
        color: { field: "line", type: "nominal", title: lines.join(", ") },
      }),
    },
  };
  const by = [x, ...lines].join(", ");
  return shownChart(spec, `${series.name} by ${by}: ${values.length} points`);
}

interface Point {
  readonly x: number;
  readonly y: number | null;
  readonly line: string;
}

function pointsOf(
  series: DrawnSeries,
  { x, lines }: { readonly x: string; readonly lines: readonly string[] },
): readonly Point[] {
  const points = series.items().flatMap(([key, y]): Point[] => {
    const at = key[x];
    if (typeof at !== "number" || typeof y !== "number") return [];
    return [{ x: at, y, line: lines.map((axis) => String(key[axis] ?? "–")).join(", ") }];
  });
  const byLine = Map.groupBy(points, ({ line }) => line);
  return [...byLine.values()].flatMap((line) =>
    thinned(line.toSorted((one, other) => one.x - other.x))
  );
}

function thinned(line: readonly Point[]): readonly Point[] {
  const step = Math.ceil(line.length / MOST_POINTS);
  if (step <= 1) return line.map((point) => ({ ...point, y: finite(point.y) }));
  return Array.from({ length: Math.ceil(line.length / step) }, (_, at) => {
    const near = line.slice(at * step, (at + 1) * step);
    const mean = near.reduce((sum, { y }) => sum + (y ?? NaN), 0) / near.length;
    return { line: "", x: 0, ...near[0], y: finite(mean) };
  });
}

/** JSON has no other numbers. */
function finite(y: number | null): number | null {
  return y !== null && Number.isFinite(y) ? y : null;
}

function firstNumeric(series: DrawnSeries): string {
  const numeric = series.axes.filter((axis) =>
    series.axisValues(axis).some((at) => typeof at === "number")
  );
  const several = numeric.find((axis) => series.axisValues(axis).length > 1);
  const [axis = several] = several === undefined ? numeric : [several];
  if (axis !== undefined) return axis;
  throw new TypeError(`Cannot draw ${series.name}: none of its axes has numbers`);
}

function textAxes(series: DrawnSeries): readonly string[] {
  return series.axes.filter((axis) =>
    series.axisValues(axis).some((at) => typeof at === "string") &&
    series.axisValues(axis).length > 1
  );
}
