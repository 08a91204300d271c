/**
 * How often the class is right.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { gatherClassCounts, sumOf } from "./class_counts.ts";
import { CLASS_PLANS, type ClassOptions, type ReadClassOptions } from "./class_options.ts";
import { readClassRows, readScoreRows, type ScoreRows } from "./class_rows.ts";
import { defineMetric, type Gatherer, type MetricFunction } from "./define_metric.ts";
import { gatherMeans, meanOf, type Means } from "./means.ts";
import { NOTHING, numberOr } from "./metric.ts";

/** Options of `accuracy`. */
export interface AccuracyOptions extends ClassOptions {
  /** Among how many of the greatest scores the class has to be, from 1; default 1. */
  readonly topK?: number;
}

/**
 * Accuracy: the share of samples whose class came out, or was among the `topK` greatest scores.
 *
 * Of equal scores the first counts as the greater one. Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { accuracy } from "./accuracy.ts";
 * accuracy([[2, 0, 1], [0, 1, 2]], [0, 1]); // 0.5
 * accuracy([[2, 0, 1], [0, 1, 2]], [0, 1], { topK: 2 }); // 1
 * accuracy([1, 0, 1], [1, 1, 1], { from: "labels" }); // 2 / 3
 * ```
 */
export const accuracy: MetricFunction<AccuracyOptions> = defineMetric({
  name: "accuracy",
  better: "greater",
  measure: (given: AccuracyOptions) => {
    const plans = { ...CLASS_PLANS, topK: { otherwise: 1, least: 1 } } as const;
    const { topK, ...options } = readOptions("accuracy", {
      given: given as JsonObject,
      plans,
      kind: "metric",
    });
    if (!Number.isInteger(topK) || topK > 1 && options.from === "labels") {
      throw new RangeError(
        `Cannot make the metric "accuracy" with topK = ${topK}: give a whole number, ` +
          "and scores to choose from rather than labels",
      );
    }
    return {
      gather: topK === 1 ? gatherRight(options) : gatherTopK(topK, options),
      finish: meanOf,
    };
  },
});

/** Options of `balancedAccuracy`. */
export interface BalancedAccuracyOptions extends ClassOptions {
  /** Whether chance gives 0 rather than one of the number of classes; default false. */
  readonly adjusted?: boolean;
}

/**
 * Balanced accuracy: the mean over classes of the share of their samples that came out right.
 *
 * Classes without samples are left out, as in scikit-learn. Undefined where no sample counts, and,
 * adjusted, where all are of one class.
 *
 * @example
 * ```ts
 * import { balancedAccuracy } from "./accuracy.ts";
 * balancedAccuracy([0, 0, 0, 1], [0, 0, 1, 1], { from: "labels" }); // 0.75
 * ```
 */
export const balancedAccuracy: MetricFunction<BalancedAccuracyOptions> = defineMetric({
  name: "balancedAccuracy",
  better: "greater",
  measure: (given: BalancedAccuracyOptions) => {
    const { adjusted, ...options } = readOptions("balancedAccuracy", {
      given: given as JsonObject,
      plans: { ...CLASS_PLANS, adjusted: false },
      kind: "metric",
    });
    return {
      gather: gatherClassCounts(options),
      finish: ({ right, actual }) => {
        const shares = Array.from(actual, (weight, at) => (right[at] as number) / weight)
          .filter((share) => !Number.isNaN(share));
        const mean = sumOf(shares) / shares.length;
        if (!adjusted) return numberOr(mean, NOTHING);
        const chance = 1 / shares.length;
        const reason = shares.length === 1
          ? "all samples are of one class, which chance gets right as well"
          : NOTHING;
        return numberOr((mean - chance) / (1 - chance), reason);
      },
    };
  },
});

/** Not by class, of which there may be more than samples. */
function gatherRight(options: ReadClassOptions): Gatherer<Means> {
  return gatherMeans((batch) => {
    const { predicted, actual, weights } = readClassRows(batch, options);
    return { columns: 1, weights, termOf: (row) => predicted[row] === actual[row] ? 1 : 0 };
  });
}

function gatherTopK(topK: number, options: ReadClassOptions): Gatherer<Means> {
  return gatherMeans((batch) => {
    const rows = readScoreRows(batch, options);
    if (topK >= rows.classes) {
      throw new RangeError(
        `Cannot find the class among the ${topK} greatest of ${rows.classes} scores, where it always ` +
          `is: give a topK below ${rows.classes}`,
      );
    }
    const { weights } = rows;
    return { columns: 1, weights, termOf: (row) => placeOf(row, rows) < topK ? 1 : 0 };
  });
}

/** How many scores come before that of the class. */
function placeOf(row: number, { scores, columns, actual }: ScoreRows): number {
  const own = actual[row] as number;
  const from = row * columns;
  const score = scores[from + own] as number;
  let place = 0;
  for (let column = 0; column < columns; column++) {
    const other = scores[from + column] as number;
    if (other > score || other === score && column < own) place++;
  }
  return place;
}
