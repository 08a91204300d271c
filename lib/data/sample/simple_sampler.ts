/**
 * Batches of samples in one role.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import type { Keys } from "../select_columns.ts";
import {
  arrange,
  checkDeal,
  countBatches,
  DEAL_OPTIONS,
  type DealOptions,
  LASTS,
} from "./arrange.ts";
import { Batch, DEFAULT_ROLE } from "./batch.ts";
import { checkEpoch, type EpochOptions, type Sampler, samplers } from "./sampler.ts";

const RULES: OptionRules<DealOptions> = {
  of: "SimpleSampler",
  known: DEAL_OPTIONS,
  choices: { last: LASTS },
};

/**
 * Deals each sample out once an epoch.
 *
 * @example
 * ```ts
 * import { SimpleSampler } from "./simple_sampler.ts";
 * const sampler = new SimpleSampler({ batchSize: 32, shuffle: true, seed: 1 });
 * ```
 */
export class SimpleSampler extends Configured<DealOptions> implements Sampler<typeof DEFAULT_ROLE> {
  readonly name = "simple";
  readonly roles: readonly (typeof DEFAULT_ROLE)[] = [DEFAULT_ROLE];

  /**
   * @param options size of batches, order, groups or strata, seed
   * @throws {RangeError} when they contradict each other
   */
  constructor(options: DealOptions = {}) {
    super({ ...checkOptions(options, RULES), seed: options.seed ?? 13 });
    checkDeal(options);
    Object.freeze(this);
  }

  *batches<K extends Keys>(
    view: FeatureSetView<K>,
    options: EpochOptions = {},
  ): Generator<Batch<K, typeof DEFAULT_ROLE>> {
    const { epoch, from } = checkEpoch(options);
    const { weightBy } = this.config;
    const planned = this.#plan(view, epoch);
    for (let index = from; index < planned.length; index++) {
      const rows = planned[index] as Int32Array;
      yield new Batch(view, { [DEFAULT_ROLE]: { rows } }, { epoch, index, weightBy });
    }
  }

  countBatches(view: FeatureSetView): number {
    const { groupBy, stratifyBy } = this.config;
    if (groupBy !== undefined || stratifyBy !== undefined) return this.#plan(view, 0).length;
    return countBatches(view.length, this.config);
  }

  #plan(view: FeatureSetView, epoch: number): readonly Int32Array[] {
    const { seed = 13 } = this.config;
    const stream = SeedStream.from(seed).split("simple sampler").split(epoch);
    return arrange(view, this.config, { stream });
  }
}

samplers.register("simple", (config) => SimpleSampler.fromConfig(config));
