/**
 * What probabilities are worth.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { readScoreOptions, SCORE_PLANS, type ScoreOptions } from "./class_options.ts";
import { readScoreRows } from "./class_rows.ts";
import { defineMetric, type Gatherer, type MetricFunction } from "./define_metric.ts";
import { gatherMeans, meanOf, type Means } from "./means.ts";
import { probabilitiesOf, surpriseOf } from "./probabilities.ts";

/**
 * Log-loss: the mean of −log of the probability that the class had; the cross-entropy in nats.
 *
 * Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { logLoss } from "./log_loss.ts";
 * logLoss([[0.9, 0.1], [0.2, 0.8]], [0, 1], { from: "probabilities" }); // 0.1643
 * ```
 */
export const logLoss: MetricFunction<ScoreOptions> = defineMetric({
  name: "logLoss",
  better: "less",
  measure: (given: ScoreOptions) => ({ gather: gatherSurprise("logLoss", given), finish: meanOf }),
});

/**
 * Perplexity: e to the power of the log-loss; among how many equally likely tokens a model chooses.
 *
 * It is the mean over tokens: outputs are of shape (samples, places, classes), targets (samples,
 * places), weights (samples, places) or (samples), and targets that are `ignore` do not count. The
 * loss `crossEntropy` takes the mean over each sample first, which differs where samples have different
 * numbers of tokens.
 *
 * @example
 * ```ts
 * import { perplexity } from "./log_loss.ts";
 * perplexity([[[0, 0], [0, 0]]], [[0, 1]]); // 2
 * perplexity([[[3, 0], [0, 0]]], [[-100, 1]]); // 2: the first token does not count
 * ```
 */
export const perplexity: MetricFunction<ScoreOptions> = defineMetric({
  name: "perplexity",
  better: "less",
  measure: (given: ScoreOptions) => ({
    gather: gatherSurprise("perplexity", given),
    finish: (means) => {
      const { value, reason } = meanOf(means);
      return { value: Math.exp(value), reason };
    },
  }),
});

/** Options of `brier`. */
export interface BrierOptions extends ScoreOptions {
  /**
   * Whether the sum over classes is halved, so that the worst is 1 and not 2: `"two"` (the default) only
   * where there are two classes, as in scikit-learn; `"always"` or `"never"`.
   */
  readonly scaleByHalf?: "two" | "always" | "never";
}

/**
 * Brier score: the mean squared difference of probabilities and what was, summed over classes.
 *
 * Undefined where no sample counts.
 *
 * Source: Brier, Verification of forecasts expressed in terms of probability, 1950.
 *
 * @example
 * ```ts
 * import { brier } from "./log_loss.ts";
 * brier([0.9, 0.2], [1, 0], { from: "probabilities" }); // 0.025
 * ```
 */
export const brier: MetricFunction<BrierOptions> = defineMetric({
  name: "brier",
  better: "less",
  measure: (given: BrierOptions) => {
    const { scaleByHalf, ...options } = readOptions("brier", {
      given: given as JsonObject,
      plans: { ...SCORE_PLANS, scaleByHalf: ["two", "always", "never"] },
      kind: "metric",
    });
    return {
      gather: gatherMeans((batch) => {
        const rows = readScoreRows(batch, options);
        const { classes, actual, weights } = rows;
        const write = probabilitiesOf(rows, options.from);
        const into = new Float64Array(classes);
        const halved = scaleByHalf === "always" || scaleByHalf === "two" && classes === 2;
        const termOf = (row: number): number => {
          write(row, into);
          let sum = 0;
          for (let at = 0; at < classes; at++) {
            sum += ((into[at] as number) - (actual[row] === at ? 1 : 0)) ** 2;
          }
          return halved ? sum / 2 : sum;
        };
        return { columns: 1, weights, termOf };
      }),
      finish: meanOf,
    };
  },
});

function gatherSurprise(metric: string, given: ScoreOptions): Gatherer<Means> {
  const options = readScoreOptions(metric, given);
  return gatherMeans((batch) => {
    const rows = readScoreRows(batch, options);
    return { columns: 1, weights: rows.weights, termOf: surpriseOf(rows, options.from) };
  });
}
