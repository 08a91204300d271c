/**
 * Batches of samples in several roles, whatever the roles are called.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { list, UnknownNameError } from "../../core/names.ts";
import type { OptionRules } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import type { Keys } from "../select_columns.ts";
import { arrange, checkDeal, DEAL_OPTIONS, type DealOptions, LASTS } from "./arrange.ts";
import { Batch, type RoleRows } from "./batch.ts";
import { distances } from "./distance.ts";
import { countTiers, type MatchTier, type PartnerStatistics } from "./partner_statistics.ts";
import { PartnerFinder, type RoleConditions } from "./partners.ts";
import { checkEpoch, type EpochOptions, type Sampler } from "./sampler.ts";
import { checkCondition } from "./similarity.ts";

/** The role of the samples that others are found for. */
export const ANCHOR = "anchor";

/** How samples in roles are dealt out; `groupBy` and `stratifyBy` read the samples of one role. */
export interface PartnerDealOptions<N extends string = string, R extends string = string>
  extends DealOptions<N> {
  /** The role whose samples are grouped or stratified; `anchor` when left out. */
  readonly byRole?: typeof ANCHOR | R | undefined;
  /** The most partners of an anchor in each role; 3 when left out, `null` for all. */
  readonly maxPerAnchor?: number | null | undefined;
  /** Whether partners with the best scores come first; chance decides when left out. */
  readonly chooseBest?: boolean | undefined;
}

/**
 * The options there are of a sampler of roles.
 *
 * @param of the sampler
 * @param named the options that hold its conditions
 * @returns rules for `checkOptions`
 * @example
 * ```ts
 * import { partnerRules } from "./partner_sampler.ts";
 * import type { PairedSamplerOptions } from "./role_sampler.ts";
 * partnerRules<PairedSamplerOptions>("PairedSampler", ["conditions"]).required; // [ "conditions" ]
 * ```
 */
export function partnerRules<O extends PartnerDealOptions>(
  of: string,
  named: readonly (keyof O & string)[],
): OptionRules<O> {
  const dealt: readonly (keyof PartnerDealOptions)[] = [
    ...DEAL_OPTIONS,
    ...["byRole", "maxPerAnchor", "chooseBest"] as const,
  ];
  const choices = { last: LASTS } as NonNullable<OptionRules<O>["choices"]>;
  return { of, known: [...named, ...dealt], required: named, choices };
}

/**
 * Finds partners for every sample. An anchor with m partners in the role where it has fewest gives
 * m tuples; anchors without any are left out. Partners are drawn anew in every epoch, from the
 * seed, the epoch, the role and the anchor.
 */
export abstract class PartnerSampler<C extends PartnerDealOptions, R extends string>
  extends Configured<C>
  implements Sampler<typeof ANCHOR | R> {
  abstract readonly name: string;
  readonly roles: readonly (typeof ANCHOR | R)[];
  readonly #conditions: Readonly<Record<R, RoleConditions>>;

  /**
   * @param config size of batches, order, seed, and what names the conditions
   * @param conditions of each role but the anchor's
   * @throws {RangeError} when there is no role, one is called `anchor`, or a condition means nothing
   */
  constructor(config: C, conditions: Readonly<Record<R, RoleConditions>>) {
    super({ ...config, seed: config.seed ?? 13 });
    checkDeal(config);
    const roles = Object.keys(conditions) as R[];
    if (roles.length === 0) throw new RangeError("Cannot sample no role: give conditions for one");
    if (Object.hasOwn(conditions, ANCHOR)) {
      throw new RangeError('Cannot give conditions for the role "anchor": others are found for it');
    }
    const { maxPerAnchor = 3, byRole = ANCHOR } = config;
    if (maxPerAnchor !== null && !(Number.isInteger(maxPerAnchor) && maxPerAnchor > 0)) {
      throw new RangeError(`maxPerAnchor is ${maxPerAnchor}: give a whole number from 1, or null`);
    }
    for (const of of Object.values<RoleConditions>(conditions)) {
      for (const condition of Object.values(of)) {
        checkCondition(condition === undefined ? {} : condition);
      }
    }
    this.#conditions = conditions;
    this.roles = Object.freeze([ANCHOR, ...roles]);
    if (!this.roles.some((role) => role === byRole)) {
      throw new UnknownNameError("role", byRole, { known: this.roles });
    }
  }

  *batches<K extends Keys>(
    view: FeatureSetView<K>,
    options: EpochOptions = {},
  ): Generator<Batch<K, typeof ANCHOR | R>> {
    const { epoch, from } = checkEpoch(options);
    const { weightBy } = this.config;
    const { tuples, planned } = this.#plan(view, epoch);
    for (let index = from; index < planned.length; index++) {
      const roles = this.#roleRows(tuples, planned[index] as Int32Array);
      yield new Batch(view, roles, { epoch, index, weightBy });
    }
  }

  countBatches(view: FeatureSetView, options: Pick<EpochOptions, "epoch"> = {}): number {
    return this.#plan(view, checkEpoch(options).epoch).planned.length;
  }

  /**
   * Counts how well the partners of an epoch match, and the samples that have none.
   *
   * @param view the samples
   * @param options the epoch
   * @returns how many partners of each role match all conditions, some of them, or none and were
   *   taken because conditions may fall back
   */
  statistics(
    view: FeatureSetView,
    options: Pick<EpochOptions, "epoch"> = {},
  ): PartnerStatistics<R> {
    const { epoch } = checkEpoch(options);
    const tuples = this.#tuples(view, this.#stream(epoch));
    const anchors = view.rows.reduce((count, row) => row < 0 ? count : count + 1, 0);
    const partners = this.roles.slice(1) as R[];
    return Object.freeze({
      anchors,
      dropped: anchors - new Set(tuples.map(({ rows: [anchor] }) => anchor)).size,
      tuples: tuples.length,
      roles: countTiers(partners, tuples.map(({ tiers }) => tiers)),
    });
  }

  override getConfig(): JsonObject {
    return freeze(JSON.parse(JSON.stringify(super.getConfig(), plain)));
  }

  #plan(
    view: FeatureSetView,
    epoch: number,
  ): { tuples: readonly Tuple[]; planned: readonly Int32Array[] } {
    const { byRole = ANCHOR } = this.config;
    const stream = this.#stream(epoch);
    const tuples = this.#tuples(view, stream);
    const role = this.roles.findIndex((known) => known === byRole);
    const rows = Int32Array.from(tuples, (tuple) => tuple.rows[role] ?? -1);
    const planned = arrange({ table: view.table, rows }, this.config, {
      stream: stream.split("order"),
      of: "places",
    });
    return { tuples, planned };
  }

  #stream(epoch: number): SeedStream {
    const { seed = 13 } = this.config;
    return SeedStream.from(seed).split("role sampler").split(epoch);
  }

  #tuples(view: FeatureSetView, stream: SeedStream): readonly Tuple[] {
    const { maxPerAnchor = 3, chooseBest = false } = this.config;
    const rows = view.rows.filter((row) => row >= 0);
    if (rows.length < 2) throw new RangeError(`Cannot find partners among ${rows.length} samples`);
    const options = { most: maxPerAnchor, best: chooseBest };
    const finders = Object.entries<RoleConditions>(this.#conditions).map(([role, of]) => ({
      role,
      finder: new PartnerFinder({ table: view.table, rows }, of, options),
    }));
    const tuples: Tuple[] = [];
    for (const anchor of rows) {
      const found = finders.map(({ role, finder }) =>
        finder.find(anchor, stream.split(role).split(anchor))
      );
      const count = Math.min(...found.map((partners) => partners.rows.length));
      for (let at = 0; at < count; at++) {
        tuples.push({
          rows: [anchor, ...found.map((partners) => partners.rows[at] ?? -1)],
          weights: [1, ...found.map((partners) => partners.weights[at] ?? 0)],
          tiers: found.map((partners) => partners.tiers[at] as MatchTier),
        });
      }
    }
    if (tuples.length === 0) throw noPartners(Object.keys(this.#conditions), rows.length);
    return tuples;
  }

  #roleRows(
    tuples: readonly Tuple[],
    places: Int32Array,
  ): Record<typeof ANCHOR | R, RoleRows> {
    const named = this.roles.map((role, at) => {
      const rows = places.map((place) => tuples[place]?.rows[at] ?? -1);
      const weights = Float32Array.from(places, (place) => tuples[place]?.weights[at] ?? 0);
      return [role, { rows, weights }] as const;
    });
    return Object.fromEntries(named) as Record<typeof ANCHOR | R, RoleRows>;
  }
}

interface Tuple {
  /** The row of each role, the anchor's first. */
  readonly rows: readonly number[];
  readonly weights: readonly number[];
  /** How well each partner matches. */
  readonly tiers: readonly MatchTier[];
}

/** Functions cannot be saved; what is recorded says so when it is read. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value !== "function") return value;
  return distances.names.find((name) => distances.get(name) === value) ?? "function";
}

function noPartners(roles: readonly string[], count: number): RangeError {
  return new RangeError(
    `None of ${count} samples has partners in ${list(roles)}: widen the tolerance, ` +
      `or let conditions fall back with allowFallback: true`,
  );
}
