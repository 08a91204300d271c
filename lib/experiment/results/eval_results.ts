/**
 * What an evaluation has given.
 *
 * @module
 */

import { StackedResults } from "./stacked_results.ts";

/**
 * What an evaluation has given.
 *
 * @example
 * ```ts
 * import type { EvalResults } from "./eval_results.ts";
 * const score = (test: EvalResults<"Head">) => test.aggregatedLosses("Head").at({ label: "mse" });
 * ```
 */
export class EvalResults<L extends string = string> extends StackedResults<L> {
  readonly kind = "eval";

  /** Batches that there were. */
  get batches(): readonly number[] {
    return this.totals.axisValues("batch");
  }

  /** How many batches there were. */
  get batchCount(): number {
    return this.batches.length;
  }
}
