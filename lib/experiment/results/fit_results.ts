/**
 * What fitting estimators has given.
 *
 * @module
 */

import { StackedResults } from "./stacked_results.ts";

/**
 * What fitting estimators has given: all samples at once.
 *
 * @example
 * ```ts
 * import type { FitResults } from "./fit_results.ts";
 * const fitted = (fit: FitResults<"Forest">) => fit.stackedTensors("Forest").sampleIds;
 * ```
 */
export class FitResults<L extends string = string> extends StackedResults<L> {
  readonly kind = "fit";
}
