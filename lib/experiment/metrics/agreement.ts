/**
 * How much classes agree beyond what chance would give.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { dot, gatherClassCounts, sumOf } from "./class_counts.ts";
import { CLASS_PLANS, type ClassOptions, readClassOptions } from "./class_options.ts";
import { type Confusions, gatherConfusions } from "./confusions.ts";
import { defineMetric, type MetricFunction } from "./define_metric.ts";
import { NOTHING, numberOr } from "./metric.ts";

/** Options of `cohenKappa`. */
export interface CohenKappaOptions extends ClassOptions {
  /**
   * How much a confusion counts: `"none"` (the default) all alike; `"linear"` by how far the numbers of
   * the classes are apart, and `"quadratic"` by the square of that, for classes that have an order.
   */
  readonly weighting?: "none" | "linear" | "quadratic";
}

/**
 * Cohen's kappa: 1 less the confusions that there are by those that chance would give.
 *
 * Undefined where chance gives none, because all samples are and come out as one class.
 *
 * Source: Cohen, A coefficient of agreement for nominal scales, 1960; weighted: 1968.
 *
 * @example
 * ```ts
 * import { cohenKappa } from "./agreement.ts";
 * cohenKappa([0, 1, 1, 0], [0, 1, 0, 0], { from: "labels" }); // 0.5
 * ```
 */
export const cohenKappa: MetricFunction<CohenKappaOptions> = defineMetric({
  name: "cohenKappa",
  better: "greater",
  measure: (given: CohenKappaOptions) => {
    const plans = { ...CLASS_PLANS, weighting: ["none", "linear", "quadratic"] } as const;
    const { weighting, ...options } = readOptions("cohenKappa", {
      given: given as JsonObject,
      plans,
      kind: "metric",
    });
    const power = { none: 0, linear: 1, quadratic: 2 }[weighting];
    return {
      gather: gatherConfusions(options),
      finish: (confusions) => {
        if (sumOf(confusions.counts) === 0) return { value: NaN, reason: NOTHING };
        const [found, expected] = disagreements(confusions, power);
        return numberOr(
          1 - found / expected,
          "all samples are of one class and came out as it, as chance would have it",
        );
      },
    };
  },
});

/** Confusions that there are, and that there would be by chance. */
function disagreements({ classes, counts }: Confusions, power: number): readonly [number, number] {
  const actual = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  counts.forEach((weight, at) => {
    const [was, came] = [Math.floor(at / classes), at % classes];
    actual[was] = (actual[was] as number) + weight;
    predicted[came] = (predicted[came] as number) + weight;
  });
  const total = sumOf(actual);
  let [found, expected] = [0, 0];
  counts.forEach((weight, at) => {
    const [was, came] = [Math.floor(at / classes), at % classes];
    const cost = was === came ? 0 : Math.abs(was - came) ** power;
    found += cost * weight;
    expected += cost * (actual[was] as number) * (predicted[came] as number) / total;
  });
  return [found, expected];
}

/**
 * Matthews' correlation coefficient, from −1 to 1; of several classes Gorodkin's R_K.
 *
 * 0 where all samples are of one class or came out as one, as in scikit-learn. Undefined where no
 * sample counts.
 *
 * Source: Matthews, 1975; Gorodkin, Comparing two K-category assignments by a K-category correlation
 * coefficient, 2004.
 *
 * @example
 * ```ts
 * import { matthews } from "./agreement.ts";
 * matthews([1, 1, 1, 0], [1, 1, 1, 0], { from: "labels" }); // 1
 * ```
 */
export const matthews: MetricFunction<ClassOptions> = defineMetric({
  name: "matthews",
  better: "greater",
  measure: (given: ClassOptions) => ({
    gather: gatherClassCounts(readClassOptions("matthews", given)),
    finish: ({ right, predicted, actual }) => {
      const total = sumOf(actual);
      if (total === 0) return { value: NaN, reason: NOTHING };
      const agreement = sumOf(right) * total - dot(predicted, actual);
      const spreads = [predicted, actual].map((sums) => total ** 2 - dot(sums, sums));
      const spread = Math.sqrt((spreads[0] as number) * (spreads[1] as number));
      return { value: spread > 0 ? agreement / spread : 0 };
    },
  }),
});
