/**
 * What an evaluation has given.
 *
 * @module
 */

import { StackedResults } from "./stacked_results.ts";

/** What an evaluation has given. */
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
