/**
 * Batches of samples in several roles: pairs, triplets, and more.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import { type PartnerDealOptions, partnerRules, PartnerSampler } from "./partner_sampler.ts";
import type { RoleConditions } from "./partners.ts";
import { samplers } from "./sampler.ts";

/** Options of `RoleSampler`. */
export interface RoleSamplerOptions<N extends string = string, R extends string = string>
  extends PartnerDealOptions<N, NoInfer<R>> {
  /** Conditions of each role but the anchor's: when a sample goes with the anchor. */
  readonly conditions: Readonly<Record<R, RoleConditions<N>>>;
}

/**
 * Any number of roles: each anchor with samples in roles that you name.
 *
 * @example
 * ```ts
 * import { RoleSampler } from "./role_sampler.ts";
 * const sampler = new RoleSampler({
 *   conditions: { near: { soh: { tolerance: 1 } }, far: { soh: { tolerance: 9, mode: "dissimilar" } } },
 *   batchSize: 32,
 * });
 * ```
 */
export class RoleSampler<R extends string = string>
  extends PartnerSampler<RoleSamplerOptions<string, R>, R> {
  readonly name = "role";

  /** @param options conditions of each role, by column; size of batches, seed */
  constructor(options: RoleSamplerOptions<string, R>) {
    super(checkOptions<RoleSamplerOptions<string, R>>(options, ROLE_RULES), options.conditions);
  }
}

/** Options of `PairedSampler`. */
export interface PairedSamplerOptions<N extends string = string>
  extends PartnerDealOptions<N, "pair"> {
  /** When a sample goes with the anchor, by column. */
  readonly conditions: RoleConditions<N>;
}

/**
 * Pairs: each anchor with samples in the role `pair`.
 *
 * @example
 * ```ts
 * import { PairedSampler } from "./role_sampler.ts";
 * const conditions = { soh: { tolerance: 1 }, cell: { mode: "dissimilar" } } as const;
 * const sampler = new PairedSampler({ conditions, batchSize: 32 });
 * ```
 */
export class PairedSampler extends PartnerSampler<PairedSamplerOptions, "pair"> {
  readonly name = "paired";

  /** @param options conditions of the pair, by column; size of batches, seed */
  constructor(options: PairedSamplerOptions) {
    super(checkOptions(options, PAIRED_RULES), { pair: options.conditions });
  }
}

/** Roles of a triplet, besides the anchor. */
export type TripletRole = "positive" | "negative";

/** Options of `TripletSampler`. */
export interface TripletSamplerOptions<N extends string = string>
  extends PartnerDealOptions<N, TripletRole> {
  /** When a sample is a positive of the anchor, by column. */
  readonly positive: RoleConditions<N>;
  /** When a sample is a negative of the anchor, by column. */
  readonly negative: RoleConditions<N>;
}

/**
 * Triplets: each anchor with samples in the roles `positive` and `negative`.
 *
 * @example
 * ```ts
 * import { TripletSampler } from "./role_sampler.ts";
 * const sampler = new TripletSampler({
 *   positive: { cell: {} },
 *   negative: { cell: { mode: "dissimilar" } },
 * });
 * ```
 */
export class TripletSampler extends PartnerSampler<TripletSamplerOptions, TripletRole> {
  readonly name = "triplet";

  /** @param options conditions of both roles, by column; size of batches, seed */
  constructor(options: TripletSamplerOptions) {
    super(checkOptions(options, TRIPLET_RULES), {
      positive: options.positive,
      negative: options.negative,
    });
  }
}

const ROLE_RULES = partnerRules<RoleSamplerOptions<string, never>>("RoleSampler", ["conditions"]);
const PAIRED_RULES = partnerRules<PairedSamplerOptions>("PairedSampler", ["conditions"]);
const TRIPLET_RULES = partnerRules<TripletSamplerOptions>("TripletSampler", [
  "positive",
  "negative",
]);

samplers.register("role", (config) => RoleSampler.fromConfig(config));
samplers.register("paired", (config) => PairedSampler.fromConfig(config));
samplers.register("triplet", (config) => TripletSampler.fromConfig(config));
