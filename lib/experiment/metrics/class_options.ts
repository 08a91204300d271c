/**
 * What the outputs of a classifier are, as options of metrics.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";

/** What outputs are: scores before softmax or sigmoid, probabilities, or the numbers of classes. */
export type OutputForm = "logits" | "probabilities" | "labels";

/** How outputs and targets are read by metrics that compare classes. */
export interface ClassOptions<F extends OutputForm = OutputForm> {
  /**
   * What outputs are; default `"logits"`, which is what losses take. Logits and probabilities are of
   * shape (samples, classes), or (samples) or (samples, 1) for one score of yes and no; labels are of
   * shape (samples) or (samples, 1). With several places in each sample, as in sequences, (samples,
   * places, classes) and (samples, places).
   */
  readonly from?: F;
  /** The probability above which one score means yes, 0 to 1; default 0.5. */
  readonly threshold?: number;
  /** A class that marks targets which do not count; default −100, as in the losses. */
  readonly ignore?: number;
}

/** How outputs and targets are read by metrics that need scores. */
export type ScoreOptions = Pick<ClassOptions<"logits" | "probabilities">, "from" | "ignore">;

/** All that is known of how to read. */
export interface ReadClassOptions {
  readonly from: OutputForm;
  readonly threshold: number;
  readonly ignore: number;
}

/** Plans of the options of metrics that compare classes. */
export const CLASS_PLANS = {
  from: ["logits", "probabilities", "labels"],
  threshold: { otherwise: 0.5, most: 1 },
  ignore: { otherwise: -100, least: -2147483648 },
} as const;

/** Plans of the options of metrics that need scores. */
export const SCORE_PLANS = {
  from: ["logits", "probabilities"],
  ignore: { otherwise: -100, least: -2147483648 },
} as const;

/**
 * Reads options of metrics that compare classes and have no others.
 *
 * @param metric its name, for errors
 * @param options what was given
 * @returns a value for each
 * @throws RangeError for a value that cannot be taken
 * @example
 * ```ts
 * import { readClassOptions } from "./class_options.ts";
 * readClassOptions("matthews", {}).from; // "logits"
 * ```
 */
export function readClassOptions(metric: string, options: ClassOptions): ReadClassOptions {
  return readOptions(metric, { given: options as JsonObject, plans: CLASS_PLANS, kind: "metric" });
}

/**
 * Reads options of metrics that need scores and have no others.
 *
 * @param metric its name, for errors
 * @param options what was given
 * @returns a value for each
 * @throws RangeError for a value that cannot be taken
 * @example
 * ```ts
 * import { readScoreOptions } from "./class_options.ts";
 * readScoreOptions("logLoss", { from: "probabilities" }).from; // "probabilities"
 * ```
 */
export function readScoreOptions(
  metric: string,
  options: ScoreOptions,
): { readonly from: "logits" | "probabilities"; readonly ignore: number } {
  return readOptions(metric, { given: options as JsonObject, plans: SCORE_PLANS, kind: "metric" });
}
