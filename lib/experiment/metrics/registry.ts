/**
 * Metrics by name.
 *
 * @module
 */

import type { NamedConfig } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { Registry } from "../../core/registry.ts";
import { accuracy, balancedAccuracy } from "./accuracy.ts";
import { cohenKappa, matthews } from "./agreement.ts";
import { calibration, expectedCalibrationError } from "./calibration.ts";
import { type ConfusionMatrix, confusionMatrix } from "./confusion_matrix.ts";
import { pearson, spearman } from "./correlation.ts";
import type { ThresholdCurves } from "./curve.ts";
import { precisionRecallCurve, rocCurve } from "./curves.ts";
import { explainedVariance, r2 } from "./explained.ts";
import { brier, logLoss, perplexity } from "./log_loss.ts";
import { medianAbsoluteError } from "./median_error.ts";
import type { Metric } from "./metric.ts";
import { f1, precision, recall } from "./precision_recall.ts";
import { type Parity, parityPlot } from "./parity.ts";
import { averagePrecision, rocAuc } from "./ranking.ts";
import { mae, mape, maxError, mse, rmse } from "./regression_errors.ts";
import type { Reliability } from "./reliability.ts";

/** What the metrics give that there are from the start, by their names. */
export interface MetricResults {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly cohenKappa: number;
  readonly matthews: number;
  readonly confusionMatrix: ConfusionMatrix;
  readonly logLoss: number;
  readonly brier: number;
  readonly perplexity: number;
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly mae: number;
  readonly mse: number;
  readonly rmse: number;
  readonly mape: number;
  readonly medianAbsoluteError: number;
  readonly maxError: number;
  readonly r2: number;
  readonly explainedVariance: number;
  readonly pearson: number;
  readonly spearman: number;
  readonly calibration: Reliability;
  readonly expectedCalibrationError: number;
  readonly rocCurve: ThresholdCurves;
  readonly precisionRecallCurve: ThresholdCurves;
  readonly parityPlot: Parity;
}

const BUILT_IN: { readonly [N in MetricName]: { with(): Metric<MetricResults[N]> } } = {
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  f1,
  cohenKappa,
  matthews,
  confusionMatrix,
  logLoss,
  brier,
  perplexity,
  rocAuc,
  averagePrecision,
  mae,
  mse,
  rmse,
  mape,
  medianAbsoluteError,
  maxError,
  r2,
  explainedVariance,
  pearson,
  spearman,
  calibration,
  expectedCalibrationError,
  rocCurve,
  precisionRecallCurve,
  parityPlot,
};

/** Makes a metric of options. */
export type MetricMaker = (options: JsonObject) => Metric;

/** Names of metrics that there are from the start. */
export type MetricName = keyof MetricResults;

/** A metric, what makes one, its name in any casing, or what a file says of it. */
// The empty object keeps editors offering the known names beside any text.
export type MetricLike =
  | Metric
  | { with(): Metric }
  | NamedConfig
  | MetricName
  | (string & Record<never, never>);

/** Metrics; register your own by name, so that saved experiments can name them. */
export const metrics: Registry<MetricMaker> = new Registry<MetricMaker>(
  "metric",
  Object.fromEntries(Object.entries(BUILT_IN).map(([name, made]) => [name, made.with])),
);

/**
 * Makes a metric.
 *
 * @param metric its name, a metric, a function such as `accuracy`, or a name with a config
 * @returns the metric, with its own options or with none
 * @throws UnknownNameError when no metric of that name is registered, or it has no such option
 * @example
 * ```ts
 * import { metricOf } from "./registry.ts";
 * import { f1 } from "./precision_recall.ts";
 * metricOf("accuracy");
 * metricOf(f1.with({ average: "macro" }));
 * metricOf({ name: "accuracy", config: { topK: 5 } });
 * ```
 */
export function metricOf(metric: MetricLike): Metric {
  if (typeof metric === "string") return metrics.get(metric)({});
  if ("with" in metric) return metric.with();
  return "start" in metric ? metric : metrics.get(metric.name)(metric.config);
}
