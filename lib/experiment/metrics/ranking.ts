/**
 * Whether samples of a class score more than others, at no threshold in particular.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { averageOf } from "./averages.ts";
import { SCORE_PLANS, type ScoreOptions } from "./class_options.ts";
import { type ChoiceMetric, defineChoiceMetric } from "./define_metric.ts";
import { NOTHING, type Outcome } from "./metric.ts";
import { gatherScores, rankedClasses } from "./ranked_classes.ts";
import { averagePrecisionOf, rocAreaOf, type Thresholds } from "./thresholds.ts";

/** Options of `rocAuc` and `averagePrecision`. */
export interface RankingOptions extends ScoreOptions {
  /**
   * How several classes, each against the rest, become one number: `"macro"` (the default) is their
   * mean, `"weighted"` the mean by how many samples they have, `"none"` gives all. With one score it
   * changes nothing, but that `"none"` gives a list of one.
   */
  readonly average?: "macro" | "weighted" | "none";
}

/** A metric of a ranking. */
export type RankingMetric = ChoiceMetric<RankingOptions, "average", "macro">;

/**
 * ROC-AUC: the probability that a sample of the class scores more than one of another class. Equal
 * scores count half.
 *
 * Keeps all scores. Undefined where all samples are of one class, or one of several classes has no
 * samples.
 *
 * Source: Fawcett, An introduction to ROC analysis, 2006.
 *
 * @example
 * ```ts
 * import { rocAuc } from "./ranking.ts";
 * rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]); // 0.75
 * rocAuc([[2, 0, 1], [0, 1, 0], [0, 0, 3]], [0, 1, 2], { average: "weighted" }); // 1
 * ```
 */
export const rocAuc: RankingMetric = defineRanking("rocAuc", rocAreaOf);

/**
 * Average precision: the area under precision and recall, as a sum over thresholds without interpolation.
 *
 * Keeps all scores. Undefined where a class has no samples.
 *
 * @example
 * ```ts
 * import { averagePrecision } from "./ranking.ts";
 * averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]); // 0.8333
 * ```
 */
export const averagePrecision: RankingMetric = defineRanking(
  "averagePrecision",
  averagePrecisionOf,
);

function defineRanking(name: string, areaOf: (thresholds: Thresholds) => number): RankingMetric {
  return defineChoiceMetric({
    name,
    better: "greater",
    measure: (given: RankingOptions) => {
      const { average, ...options } = readOptions(name, {
        given: given as JsonObject,
        plans: { ...SCORE_PLANS, average: ["macro", "weighted", "none"] },
        kind: "metric",
      });
      return {
        gather: gatherScores(name, options),
        finish: (kept) => {
          const areas: ClassArea[] = [];
          // The thresholds of a class take more memory than its scores, and are let go one by one.
          for (const { at, support, thresholds } of rankedClasses(kept, options.from)) {
            areas.push({ at, support, area: areaOf(thresholds) });
          }
          return finish(areas, average);
        },
      };
    },
  });
}

interface ClassArea {
  readonly at: number;
  readonly support: number;
  readonly area: number;
}

function finish(
  areas: readonly ClassArea[],
  average: "macro" | "weighted" | "none",
): Outcome<number | readonly number[]> {
  const values = areas.map(({ area }) => area);
  const missing = areas.find(({ area }) => Number.isNaN(area));
  if (missing === undefined && areas.length > 0) {
    return averageOf({ values, support: areas.map(({ support }) => support) }, average);
  }
  const reason = missing === undefined
    ? NOTHING
    : missing.support === 0
    ? `no sample is of class ${missing.at}`
    : `all samples are of class ${missing.at}`;
  return { value: average === "none" ? values : NaN, reason };
}
