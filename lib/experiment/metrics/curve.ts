/**
 * Curves over all thresholds, one for each class.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { showAs } from "../../core/show_as.ts";
import { chartBundle, type ResultBundle, shortNumber, textTable, thinned } from "./chart.ts";

import { plainNumber } from "./numbers.ts";

/** The curve of one class. */
export interface Curve {
  /** What the class is called. */
  readonly label: string;
  /** The number that sums the curve up: an area, or the average precision. */
  readonly area: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The score at or above which samples come out as the class, for each point. */
  readonly thresholds: Float64Array;
}

/** What a curve is of. */
export interface CurveKind {
  /** What it is called, e.g. `ROC curve`. */
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** What its area is called. */
  readonly area: string;
  /** Whether the diagonal is what chance gives. */
  readonly diagonal: boolean;
}

/**
 * Curves over all thresholds. In a notebook they are a chart.
 *
 * @example
 * ```ts
 * import { rocCurve } from "./curves.ts";
 * const { curves } = rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
 * curves[0]?.area; // 0.75
 * ```
 */
export class ThresholdCurves {
  readonly kind: CurveKind;
  /** One for each class; only yes where there is one score. */
  readonly curves: readonly Curve[];

  /**
   * @param kind what the curves are of
   * @param curves one for each class
   */
  constructor(kind: CurveKind, curves: readonly Curve[]) {
    this.kind = Object.freeze({ ...kind });
    this.curves = Object.freeze(curves.map((curve) => Object.freeze({ ...curve })));
    Object.freeze(this);
  }

  /** @returns plain data, where numbers that are not finite are written as text */
  toJSON(): JsonObject {
    const curves = this.curves.map(({ label, area, x, y, thresholds }) => ({
      label,
      area: plainNumber(area),
      x: Array.from(x, plainNumber),
      y: Array.from(y, plainNumber),
      thresholds: Array.from(thresholds, plainNumber),
    }));
    return { kind: { ...this.kind }, curves };
  }
}

showAs(ThresholdCurves.prototype, showCurves);

function showCurves({ kind, curves }: ThresholdCurves): ResultBundle {
  const points = curves.flatMap(({ label, x, y }) =>
    thinned(x.length).map((at) => ({ class: label, at, x: x[at] as number, y: y[at] as number }))
  );
  const axis = (field: "x" | "y"): object => ({
    field,
    type: "quantitative",
    title: kind[field],
    scale: { domain: [0, 1] },
  });
  const encoding = { x: axis("x"), y: axis("y"), order: { field: "at" } };
  const chance = {
    data: { values: [{ x: 0, y: 0, at: 0 }, { x: 1, y: 1, at: 1 }] },
    mark: { type: "line", strokeDash: [4, 4], color: "gray" },
    encoding,
  };
  const lines = {
    data: { values: points },
    mark: { type: "line", interpolate: kind.diagonal ? "linear" : "step-before" },
    encoding: curves.length > 1
      ? { ...encoding, color: { field: "class", type: "nominal", sort: null } }
      : encoding,
  };
  const rows = curves.map(({ label, area }) => [label, shortNumber(area)]);
  return chartBundle(
    {
      title: kind.title,
      width: 280,
      height: 280,
      layer: kind.diagonal ? [chance, lines] : [lines],
    },
    `${kind.title}\n${textTable([["class", kind.area], ...rows])}`,
  );
}
