/**
 * What deals samples out in batches, epoch after epoch.
 *
 * @module
 */

import type { Configurable } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { Registry } from "../../core/registry.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import type { Keys } from "../select_columns.ts";
import type { Batch } from "./batch.ts";

/** Where to start. The same place always gives the same batches: that is how a run goes on. */
export interface EpochOptions {
  /** The epoch, from 0. */
  readonly epoch?: number;
  /** The first batch wanted, from 0. */
  readonly from?: number;
}

/**
 * Refuses options of an epoch that mean nothing.
 *
 * @param options the epoch, and the first batch wanted
 * @returns both, 0 where they are left out
 * @throws {RangeError} when one is no whole number from 0
 * @example
 * ```ts
 * import { checkEpoch } from "./sampler.ts";
 * console.log(checkEpoch({ epoch: 3 })); // { epoch: 3, from: 0 }
 * ```
 */
export function checkEpoch(options: EpochOptions): Required<EpochOptions> {
  const { epoch = 0, from = 0 } = checkOptions(options, {
    of: "batches()",
    known: ["epoch", "from"],
  });
  for (const [name, value] of Object.entries({ epoch, from })) {
    if (Number.isInteger(value) && value >= 0) continue;
    throw new RangeError(`Option "${name}" of batches() is ${value}: give a whole number from 0`);
  }
  return { epoch, from };
}

/** Deals samples out in batches. Holds its options only: where a run stands is the run's business. */
export interface Sampler<R extends string = string> extends Configurable {
  /** Names of the roles of its batches. */
  readonly roles: readonly R[];
  /**
   * Deals one epoch out.
   *
   * @param view the samples
   * @param options the epoch, and the first batch wanted
   * @returns the batches, made one at a time
   */
  batches<K extends Keys>(view: FeatureSetView<K>, options?: EpochOptions): Iterable<Batch<K, R>>;
  /**
   * Counts the batches of an epoch.
   *
   * @param view the samples
   * @param options the epoch, as partners that are drawn anew may make more batches or fewer
   * @returns how many there are
   */
  countBatches(view: FeatureSetView, options?: Pick<EpochOptions, "epoch">): number;
}

/** Makers of samplers by name. */
export const samplers: Registry<(config: JsonObject) => Sampler> = new Registry("sampler");
