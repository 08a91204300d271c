/**
 * Batches of samples in several roles: pairs, triplets, and more.
 *
 * @module
 */

import { freeze, type JsonObject } from "../../core/json.ts";
import { list } from "../../core/names.ts";
import { SeedStream } from "../../core/seed.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import type { Keys } from "../select_columns.ts";
import { checkDeal, type DealOptions } from "./arrange.ts";
import { Batch, type RoleRows } from "./batch.ts";
import { PartnerFinder, type RoleConditions } from "./partners.ts";
import { type EpochOptions, type Sampler, samplers } from "./sampler.ts";
import { checkCondition } from "./similarity.ts";

/** The role of the samples that others are found for. */
const ANCHOR = "anchor";

/** How samples in roles are dealt out. */
export interface PartnerDealOptions extends Pick<DealOptions, "batchSize" | "shuffle" | "seed"> {
  /** What becomes of a last batch that is not full: `keep` (when left out), `drop` or `pad`. */
  readonly last?: DealOptions["last"];
  /** The most partners of an anchor in each role; 3 when left out, `null` for all. */
  readonly maxPerAnchor?: number | null | undefined;
  /** Whether partners with the best scores come first; chance decides when left out. */
  readonly chooseBest?: boolean | undefined;
}

/** Options of `RoleSampler`. */
export interface RoleSamplerOptions extends PartnerDealOptions {
  /** Conditions of each role but the anchor's: when a sample goes with the anchor. */
  readonly conditions: Readonly<Record<string, RoleConditions>>;
}

/**
 * Finds partners for every sample, in any number of roles. An anchor with m partners in the role
 * where it has fewest gives m tuples; anchors without any are left out. Partners are drawn anew in
 * every epoch, from the seed, the epoch, the role and the anchor.
 *
 * @example
 * ```ts
 * import { RoleSampler } from "./role_sampler.ts";
 * const sampler = new RoleSampler({
 *   conditions: { pair: { soh: { tolerance: 1 }, cell: { mode: "dissimilar" } } },
 *   batchSize: 32,
 * });
 * ```
 */
export class RoleSampler implements Sampler {
  readonly name: string = "role";
  readonly roles: readonly string[];
  readonly #options: RoleSamplerOptions;

  /**
   * @param options conditions of each role, size of batches, seed
   * @throws {RangeError} when there is no role, one is called `anchor`, or a condition means nothing
   */
  constructor(options: RoleSamplerOptions) {
    checkDeal(options);
    const roles = Object.keys(options.conditions);
    if (roles.length === 0) throw new RangeError("Cannot sample no role: give conditions for one");
    if (roles.includes(ANCHOR)) {
      throw new RangeError('Cannot give conditions for the role "anchor": others are found for it');
    }
    const { maxPerAnchor = 3 } = options;
    if (maxPerAnchor !== null && !(Number.isInteger(maxPerAnchor) && maxPerAnchor > 0)) {
      throw new RangeError(`maxPerAnchor is ${maxPerAnchor}: give a whole number from 1, or null`);
    }
    for (const of of Object.values(options.conditions)) Object.values(of).forEach(checkCondition);
    this.#options = freeze(options);
    this.roles = Object.freeze([ANCHOR, ...roles]);
  }

  *batches<K extends Keys>(
    view: FeatureSetView<K>,
    { epoch = 0, from = 0 }: EpochOptions = {},
  ): Generator<Batch<K>> {
    const tuples = this.#tuples(view, epoch);
    const sizes = batchSizes(tuples.length, this.#options);
    const { batchSize = 1, last } = this.#options;
    for (let index = from; index < sizes.length; index++) {
      const start = index * batchSize;
      const chosen = tuples.slice(start, start + (sizes[index] as number));
      const size = last === "pad" ? batchSize : chosen.length;
      yield new Batch(view, this.#roleRows(chosen, size), { epoch, index });
    }
  }

  countBatches(view: FeatureSetView): number {
    return batchSizes(this.#tuples(view, 0).length, this.#options).length;
  }

  getConfig(): JsonObject {
    return { ...this.#options, seed: this.#options.seed ?? 13 } as unknown as JsonObject;
  }

  #tuples(view: FeatureSetView, epoch: number): readonly Tuple[] {
    const { conditions, maxPerAnchor = 3, chooseBest = false, seed = 13 } = this.#options;
    const rows = view.rows.filter((row) => row >= 0);
    if (rows.length < 2) throw new RangeError(`Cannot find partners among ${rows.length} samples`);
    const options = { most: maxPerAnchor, best: chooseBest };
    const finders = Object.entries(conditions).map(([role, of]) => ({
      role,
      finder: new PartnerFinder({ table: view.table, rows }, of, options),
    }));
    const stream = SeedStream.from(seed).split("role sampler").split(epoch);
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
        });
      }
    }
    if (tuples.length === 0) throw noPartners(Object.keys(conditions), rows.length);
    return this.#options.shuffle === true ? stream.split("order").shuffle(tuples) : tuples;
  }

  #roleRows(tuples: readonly Tuple[], size: number): Record<string, RoleRows> {
    return Object.fromEntries(this.roles.map((role, at) => {
      const rows = new Int32Array(size).fill(-1);
      const weights = new Float32Array(size);
      for (const [place, tuple] of tuples.entries()) {
        rows[place] = tuple.rows[at] ?? -1;
        weights[place] = tuple.weights[at] ?? 0;
      }
      return [role, { rows, weights }];
    }));
  }
}

/** Pairs: each anchor with samples in the role `pair`. */
export class PairedSampler extends RoleSampler {
  override readonly name = "paired";

  /** @param options conditions of the pair, by column; size of batches, seed */
  constructor({ conditions, ...options }: PartnerDealOptions & { conditions: RoleConditions }) {
    super({ ...options, conditions: { pair: conditions } });
  }
}

/** Triplets: each anchor with samples in the roles `positive` and `negative`. */
export class TripletSampler extends RoleSampler {
  override readonly name = "triplet";

  /** @param options conditions of both roles, by column; size of batches, seed */
  constructor(
    { positive, negative, ...options }:
      & PartnerDealOptions
      & { positive: RoleConditions; negative: RoleConditions },
  ) {
    super({ ...options, conditions: { positive, negative } });
  }
}

// Pairs and triplets are saved with the conditions of their roles, so one maker reads all three.
for (const name of ["role", "paired", "triplet"]) samplers.register(name, fromConfig);

function fromConfig(config: JsonObject): Sampler {
  return new RoleSampler(config as unknown as RoleSamplerOptions);
}

interface Tuple {
  /** The row of each role, the anchor's first. */
  readonly rows: readonly number[];
  readonly weights: readonly number[];
}

function batchSizes(
  total: number,
  { batchSize = 1, last = "keep" }: RoleSamplerOptions,
): readonly number[] {
  const whole = Array.from({ length: Math.floor(total / batchSize) }, () => batchSize);
  const rest = total % batchSize;
  return rest === 0 || last === "drop" ? whole : [...whole, rest];
}

function noPartners(roles: readonly string[], count: number): RangeError {
  return new RangeError(
    `None of ${count} samples has partners in ${list(roles)}: widen the tolerance, ` +
      `or let conditions fall back with allowFallback: true`,
  );
}
