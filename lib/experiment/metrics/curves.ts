/**
 * What every threshold would give.
 *
 * @module
 */

import { sumOf } from "./class_counts.ts";
import { readScoreOptions, type ScoreOptions } from "./class_options.ts";
import { type Curve, type CurveKind, ThresholdCurves } from "./curve.ts";
import { defineMetric, type MetricFunction } from "./define_metric.ts";
import type { KeptRows } from "./kept_rows.ts";
import { NOTHING, type Outcome } from "./metric.ts";
import { gatherScores, type RankedClass, rankedClasses } from "./ranked_classes.ts";
import { averagePrecisionOf, rocAreaOf } from "./thresholds.ts";

/** Options of `rocCurve` and `precisionRecallCurve`. */
export interface CurveOptions extends ScoreOptions {
  /** What the classes are called, in order; their numbers when left out. */
  readonly labels?: readonly string[];
}

/** A metric that gives curves. */
export type CurveMetric = MetricFunction<CurveOptions, ThresholdCurves>;

/**
 * ROC curve: of what is not of the class, the share that comes out as it (x); of what is, the share that
 * does (y), from the strictest threshold to the most lenient. Several classes have a curve each.
 *
 * Keeps all scores; a class without samples, or with all of them, has NaN. Undefined where no sample
 * counts.
 *
 * @example
 * ```ts
 * import { rocCurve } from "./curves.ts";
 * rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).curves[0]?.y; // [0, 0.5, 0.5, 1, 1]
 * ```
 */
export const rocCurve: CurveMetric = defineCurve(
  "rocCurve",
  {
    title: "ROC curve",
    x: "false positive rate",
    y: "true positive rate",
    area: "area",
    diagonal: true,
  },
  ({ thresholds: { right, wrong, scores } }) => {
    const [yes, no] = [right.at(-1) ?? 0, wrong.at(-1) ?? 0];
    return {
      area: rocAreaOf({ right, wrong, scores }),
      x: startingWith(0, wrong.map((weight) => weight / no)),
      y: startingWith(0, right.map((weight) => weight / yes)),
      thresholds: startingWith(Infinity, scores),
    };
  },
);

/**
 * Precision-recall curve: of what is of the class, the share that comes out as it (x); of what comes out
 * as it, the share that is (y), from the most lenient threshold to the strictest, as in scikit-learn.
 *
 * Keeps all scores. It ends at recall 0 and precision 1, which no threshold gives. A class without
 * samples has NaN. Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { precisionRecallCurve } from "./curves.ts";
 * precisionRecallCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).curves[0]?.x; // [1, 1, 0.5, 0.5, 0]
 * ```
 */
export const precisionRecallCurve: CurveMetric = defineCurve(
  "precisionRecallCurve",
  {
    title: "Precision-recall curve",
    x: "recall",
    y: "precision",
    area: "average precision",
    diagonal: false,
  },
  ({ thresholds: { right, wrong, scores } }) => {
    const yes = right.at(-1) ?? 0;
    const precisions = right.map((weight, at) => weight / (weight + (wrong[at] as number)));
    return {
      area: averagePrecisionOf({ right, wrong, scores }),
      x: startingWith(0, right.map((weight) => weight / yes)).reverse(),
      y: startingWith(1, precisions).reverse(),
      thresholds: startingWith(Infinity, scores).reverse(),
    };
  },
);

function defineCurve(
  name: string,
  kind: CurveKind,
  draw: (ranked: RankedClass) => Omit<Curve, "label">,
): CurveMetric {
  return defineMetric({
    name,
    measure: ({ labels, ...options }: CurveOptions) => {
      const { from } = readScoreOptions(name, options);
      return {
        gather: gatherScores(name, options),
        finish: (kept: KeptRows): Outcome<ThresholdCurves> => {
          const curves: Curve[] = [];
          for (const ranked of rankedClasses(kept, from)) {
            curves.push({ label: labels?.[ranked.at] ?? String(ranked.at), ...draw(ranked) });
          }
          const weight = sumOf(kept.parts.map(({ weights }) => weights.length));
          const reason = weight === 0 ? NOTHING : undefined;
          return { value: new ThresholdCurves(kind, curves), reason };
        },
      };
    },
  });
}

function startingWith(first: number, rest: Float64Array): Float64Array {
  const all = new Float64Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}
