/**
 * Batches of several FeatureSets, or of several views of one, whose samples belong together.
 *
 * @module
 */

import {
  type Configurable,
  fromNamedConfig,
  type NamedConfig,
  toNamedConfig,
} from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import { matchSamples } from "../match.ts";
import { placesOf } from "../rows.ts";
import { Batch, type BatchPlace, type RoleRows } from "./batch.ts";
import { type EpochOptions, type Sampler, samplers } from "./sampler.ts";

/** Views by the name of the stream in which their samples come out; the first one leads. */
export type StreamViews = Readonly<Record<string, FeatureSetView>>;

/** A batch for each stream: the samples at one place of all of them belong together. */
export interface AlignedBatch<V extends StreamViews = StreamViews> extends BatchPlace {
  /** How many samples, padding included. */
  readonly size: number;
  /** The batch of each stream. */
  readonly streams: {
    readonly [name in keyof V]: V[name] extends FeatureSetView<infer K> ? Batch<K> : never;
  };
}

/** Options of `AlignedSampler`. */
export interface AlignedSamplerOptions {
  /** Deals out the samples of the first stream; the others follow. */
  readonly sampler: Sampler;
  /** Keys of columns whose equal values belong together; identifiers when left out. */
  readonly on?: readonly string[] | undefined;
  /** Whether samples without a partner are left out (when left out) or get padding beside them. */
  readonly how?: "inner" | "left" | undefined;
}

/**
 * Deals out samples of several views side by side. How samples find each other is one thing, the
 * order in which they come another: any sampler decides that for the first view.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { AlignedSampler } from "./aligned_sampler.ts";
 * import { SimpleSampler } from "./simple_sampler.ts";
 * const volts = FeatureSet.fromColumns("volts", { cell: ["a", "b"], u: [3, 4] }, {
 *   features: ["u"],
 *   tags: ["cell"],
 * }).toView();
 * const temps = FeatureSet.fromColumns("temps", { cell: ["b", "a"], t: [20, 30] }, {
 *   features: ["t"],
 *   tags: ["cell"],
 * }).toView();
 * const sampler = new AlignedSampler({ sampler: new SimpleSampler(), on: ["cell"] });
 * for (const { streams } of sampler.batches({ volts, temps })) {
 *   console.log(streams.temps.getFeatures().values); // 30, then 20
 * }
 * ```
 */
export class AlignedSampler implements Configurable {
  readonly name = "aligned";
  /** The sampler of the first stream. */
  readonly sampler: Sampler;
  readonly #on: readonly string[] | undefined;
  readonly #how: "inner" | "left";
  readonly #known = new WeakMap<StreamViews, Alignment>();

  /** @param options a sampler, and how samples find each other */
  constructor(options: AlignedSamplerOptions) {
    const { sampler, on, how = "inner" } = checkOptions(options, {
      of: "AlignedSampler",
      known: ["sampler", "on", "how"],
      required: ["sampler"],
      choices: { how: ["inner", "left"] },
    });
    this.sampler = sampler;
    this.#on = on && Object.freeze([...on]);
    this.#how = how;
    Object.freeze(this);
  }

  /**
   * Makes a sampler of what `getConfig()` gave.
   *
   * @param config plain data
   * @returns an equal sampler
   */
  static fromConfig(config: JsonObject): AlignedSampler {
    const { sampler, on, how } = config as unknown as AlignedConfig;
    return new AlignedSampler({
      sampler: fromNamedConfig(sampler, samplers),
      on: on ?? undefined,
      how,
    });
  }

  /**
   * Deals one epoch out.
   *
   * @param views of each stream
   * @param options the epoch, and the first batch wanted
   * @returns the batches, made one at a time
   * @throws {RangeError} when no sample has a partner in every stream
   */
  *batches<const V extends StreamViews>(
    views: V,
    options: EpochOptions = {},
  ): Generator<AlignedBatch<V>> {
    const { lead, partners } = this.#align(views);
    for (const batch of this.sampler.batches(lead, options)) {
      const { epoch, index, size } = batch;
      const streams = Object.entries(views).map(([name, view], at) => {
        const partnerOf = partners[at];
        return [
          name,
          partnerOf === undefined ? batch : follow(batch, view, { partnerOf }),
        ] as const;
      });
      const named = Object.fromEntries(streams) as AlignedBatch<V>["streams"];
      yield Object.freeze({ epoch, index, size, streams: Object.freeze(named) });
    }
  }

  /**
   * Counts the batches of an epoch.
   *
   * @param views of each stream
   * @param options the epoch
   * @returns how many there are
   */
  countBatches(views: StreamViews, options: Pick<EpochOptions, "epoch"> = {}): number {
    return this.sampler.countBatches(this.#align(views).lead, options);
  }

  /** @returns plain data for `AlignedSampler.fromConfig` */
  getConfig(): JsonObject {
    const sampler = toNamedConfig(this.sampler) as unknown as JsonObject;
    return freeze({ sampler, on: this.#on ?? null, how: this.#how });
  }

  /** Once for the same views, not in every epoch. */
  #align(views: StreamViews): Alignment {
    const known = this.#known.get(views);
    if (known !== undefined) return known;
    const [first, ...others] = Object.values(views);
    if (first === undefined) throw new RangeError("Cannot align no views: give at least one");
    const matches = others.map((view) => matchSamples(first, view, { on: this.#on }));
    const rows = this.#how === "left"
      ? first.rows
      : first.rows.filter((row, at) =>
        row >= 0 && matches.every((match) => (match[at] as number) >= 0)
      );
    if (rows.length === 0) throw noPartners(Object.keys(views), this.#on);
    const placeOf = placesOf(first.rows);
    const partners = others.map(({ rows: theirs }, of) => {
      const match = matches[of] ?? new Int32Array(0);
      return (row: number): number => theirs[match[placeOf(row)] ?? -1] ?? -1;
    });
    const made = { lead: first.withRows(rows), partners: [undefined, ...partners] };
    this.#known.set(views, made);
    return made;
  }
}

interface AlignedConfig {
  readonly sampler: NamedConfig;
  readonly on: readonly string[] | null;
  readonly how: "inner" | "left";
}

interface Alignment {
  /** The samples of the first view that are dealt out. */
  readonly lead: FeatureSetView;
  /** For each stream but the first: the row of the partner of a row of the first table. */
  readonly partners: readonly (((row: number) => number) | undefined)[];
}

function follow(
  batch: Batch,
  view: FeatureSetView,
  { partnerOf }: { partnerOf: (row: number) => number },
): Batch {
  const roles = batch.roles.map((role): [string, RoleRows] => {
    const { rows, ...rest } = batch.roleRows(role);
    return [role, { ...rest, rows: rows.map(partnerOf) }];
  });
  return new Batch(view, Object.fromEntries(roles), batch);
}

function noPartners(names: readonly string[], on: readonly string[] | undefined): RangeError {
  const by = on === undefined ? "identifiers" : on.map(quote).join(" and ");
  return new RangeError(
    `No sample of "${names[0]}" has a partner in ${names.slice(1).map(quote).join(" and ")} ` +
      `by ${by}: align by columns with on: […], or keep them with how: "left"`,
  );
}
