/**
 * Batches of windows over sequences of samples.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import { allRows } from "../rows.ts";
import type { Keys, OneOrMore } from "../select_columns.ts";
import { arrange, checkDeal, countBatches, type DealOptions, LASTS } from "./arrange.ts";
import { Batch, type RoleRows } from "./batch.ts";
import { checkEpoch, type EpochOptions, type Sampler, samplers } from "./sampler.ts";
import { findWindows, type WindowShape } from "./windows.ts";

/** Options of `WindowSampler`. */
export interface WindowSamplerOptions<N extends string = string>
  extends Omit<DealOptions<N>, "groupBy" | "stratifyBy" | "strict">, WindowShape {
  /** Columns whose equal values make a sequence; no window crosses two. One sequence when left out. */
  readonly within?: OneOrMore<N> | undefined;
  /** The column of numbers that orders a sequence; the present order when left out. */
  readonly sortBy?: N | undefined;
}

const RULES: OptionRules<WindowSamplerOptions> = {
  of: "WindowSampler",
  known: [
    ...["length", "stride", "horizon", "pad", "within", "sortBy"] as const,
    ...["batchSize", "shuffle", "last", "weightBy", "seed"] as const,
  ],
  required: ["length"],
  choices: { pad: ["none", "start", "end", "both"], last: LASTS },
};

/** The samples of a window, and those that come next. */
export type WindowRole = "window" | "horizon";

/**
 * Deals out windows: runs of samples that follow each other. The role `window` holds `length` of
 * them, the role `horizon` those that come next. Numbers have a step axis after the batch axis.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { WindowSampler } from "./window_sampler.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4] }, { features: ["x"] });
 * const sampler = new WindowSampler({ length: 2, horizon: 1, batchSize: 8 });
 * for (const batch of sampler.batches(set.toView())) {
 *   console.log(batch.getFeatures({ role: "window" }).shape); // [ 2, 2, 1 ]
 * }
 * ```
 */
export class WindowSampler extends Configured<WindowSamplerOptions> implements Sampler<WindowRole> {
  readonly name = "window";
  readonly roles: readonly WindowRole[];

  /**
   * @param options length, stride and horizon of windows; sequences and their order; size of batches
   * @throws {RangeError} when a length is none
   */
  constructor(options: WindowSamplerOptions) {
    super({ ...checkOptions(options, RULES), seed: options.seed ?? 13 });
    checkDeal(options);
    const { length, stride = 1, horizon = 0 } = options;
    for (const [name, value, least] of [["length", length, 1], ["stride", stride, 1]] as const) {
      refuseBelow(name, value, { least });
    }
    refuseBelow("horizon", horizon, { least: 0 });
    this.roles = Object.freeze(horizon === 0 ? ["window"] : ["window", "horizon"]);
    Object.freeze(this);
  }

  *batches<K extends Keys>(
    view: FeatureSetView<K>,
    options: EpochOptions = {},
  ): Generator<Batch<K, WindowRole>> {
    const { epoch, from } = checkEpoch(options);
    const { seed = 13, weightBy, length, horizon = 0 } = this.config;
    const windows = findWindows(view, this.config);
    const stream = SeedStream.from(seed).split("window sampler").split(epoch);
    const numbered = { table: view.table, rows: allRows(windows.count) };
    const planned = arrange(numbered, this.config, { stream });
    for (let index = from; index < planned.length; index++) {
      const places = planned[index] as Int32Array;
      const roles: Partial<Record<WindowRole, RoleRows>> = {
        window: { rows: windows.rows(places, { from: 0, steps: length }), steps: length },
      };
      if (horizon > 0) {
        const rows = windows.rows(places, { from: length, steps: horizon });
        roles["horizon"] = { rows, steps: horizon };
      }
      yield new Batch(view, roles as Record<WindowRole, RoleRows>, { epoch, index, weightBy });
    }
  }

  countBatches(view: FeatureSetView): number {
    return countBatches(findWindows(view, this.config).count, this.config);
  }
}

samplers.register("window", (config) => WindowSampler.fromConfig(config));

function refuseBelow(name: string, value: number, { least }: { least: number }): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`The ${name} of a window is ${value}: give a whole number from ${least}`);
}
