/**
 * What a training phase has given.
 *
 * @module
 */

import { TRAIN_LOSS } from "./phase_source.ts";
import { PhaseResults } from "./phase_results.ts";

/**
 * What a training phase has given.
 *
 * @example
 * ```ts
 * import type { TrainResults } from "./train_results.ts";
 * const curve = (tune: TrainResults<"Head">) => tune.losses("Head").collapse("batch", "mean").plot();
 * ```
 */
export class TrainResults<L extends string = string> extends PhaseResults<L> {
  readonly kind = "train";

  /** Epochs that had a batch. */
  get epochs(): readonly number[] {
    return this.metric(TRAIN_LOSS).axisValues("epoch");
  }

  /** How many epochs had a batch. */
  get epochCount(): number {
    return this.epochs.length;
  }

  /** How many batches there were in all epochs together. */
  get batchCount(): number {
    return this.totals.length;
  }
}
