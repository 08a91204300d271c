/**
 * Outputs against targets.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { showAs } from "../../core/show_as.ts";
import { chartBundle, type ResultBundle, shortNumber, textTable, thinned } from "./chart.ts";
import { defineMetric, type MetricFunction } from "./define_metric.ts";
import { r2 } from "./explained.ts";
import { columnsOf, gatherRows } from "./kept_rows.ts";
import { NOTHING } from "./metric.ts";
import { readNumberRows } from "./number_rows.ts";
import { plainNumber } from "./numbers.ts";
import { mae, rmse } from "./regression_errors.ts";

/** Options of `parityPlot`. */
export interface ParityOptions {
  /** What the outputs are called, in order; their numbers when left out. */
  readonly labels?: readonly string[];
}

/** Points of one output, and how far they are from parity. */
export interface ParitySeries {
  readonly label: string;
  readonly targets: Float64Array;
  readonly outputs: Float64Array;
  readonly r2: number;
  readonly rmse: number;
  readonly mae: number;
}

/** Points drawn at most; all count. */
const MOST_POINTS = 1000;

/**
 * Outputs against targets. In a notebook it is a chart beside the line on which both are equal.
 *
 * @example
 * ```ts
 * import { parityPlot } from "./parity.ts";
 * parityPlot([1, 2, 4], [1, 2, 3]).series[0]?.mae; // 1 / 3
 * ```
 */
export class Parity {
  /** One for each output. */
  readonly series: readonly ParitySeries[];

  /** @param series one for each output */
  constructor(series: readonly ParitySeries[]) {
    this.series = Object.freeze(series.map((each) => Object.freeze({ ...each })));
    Object.freeze(this);
  }

  /** @returns plain data, where numbers that are not finite are written as text */
  toJSON(): JsonObject {
    return {
      series: this.series.map(({ label, targets, outputs, r2, rmse, mae }) => ({
        label,
        r2: plainNumber(r2),
        rmse: plainNumber(rmse),
        mae: plainNumber(mae),
        targets: [...targets],
        outputs: [...outputs],
      })),
    };
  }
}

showAs(Parity.prototype, showParity);

/**
 * Parity plot: outputs against targets, of each output, with R², RMSE and MAE.
 *
 * Keeps all numbers. Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { parityPlot } from "./parity.ts";
 * parityPlot([[1, 20], [2, 30]], [[1, 22], [2, 29]], { labels: ["volts", "degrees"] });
 * ```
 */
export const parityPlot: MetricFunction<ParityOptions, Parity> = defineMetric({
  name: "parityPlot",
  measure: ({ labels }: ParityOptions) => ({
    gather: gatherRows(readNumberRows),
    finish: (kept) => {
      const series = columnsOf(kept).map(({ column, outputs, targets, weights }): ParitySeries => {
        const [rSquared, root, absolute] = [r2, rmse, mae].map((metric) => {
          const gathered = metric.with().start();
          gathered.add({ outputs, targets, weights });
          return gathered.result();
        }) as [number, number, number];
        const label = labels?.[column] ?? String(column);
        return { label, targets, outputs, r2: rSquared, rmse: root, mae: absolute };
      });
      return { value: new Parity(series), reason: series.length === 0 ? NOTHING : undefined };
    },
  }),
});

function showParity({ series }: Parity): ResultBundle {
  const points = series.flatMap(({ label, targets, outputs }) =>
    thinned(targets.length, Math.max(2, Math.floor(MOST_POINTS / series.length))).map((at) => ({
      output: label,
      target: targets[at] as number,
      predicted: outputs[at] as number,
    }))
  );
  const ends = points.flatMap(({ target, predicted }) => [target, predicted]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const axis = (field: string, title: string): object => ({
    field,
    type: "quantitative",
    title,
    scale: { zero: false },
  });
  const encoding = { x: axis("target", "target"), y: axis("predicted", "output") };
  const line = [least, most].map((value) => ({ target: value, predicted: value }));
  const rows = series.map((each) => [
    each.label,
    String(each.targets.length),
    ...[each.r2, each.rmse, each.mae].map(shortNumber),
  ]);
  return chartBundle(
    {
      width: 280,
      height: 280,
      layer: [
        {
          data: { values: line },
          mark: { type: "line", strokeDash: [4, 4], color: "gray" },
          encoding,
        },
        {
          data: { values: points },
          mark: { type: "circle", opacity: 0.5, tooltip: true },
          encoding: series.length > 1
            ? { ...encoding, color: { field: "output", type: "nominal", sort: null } }
            : encoding,
        },
      ],
    },
    `Outputs against targets\n${textTable([["output", "samples", "R²", "RMSE", "MAE"], ...rows])}`,
  );
}
