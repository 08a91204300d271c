/**
 * Splitting, as a FeatureSet offers it.
 *
 * @module
 */

import { fingerprint, type JsonObject } from "../core/json.ts";
import { checkLabel, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { FeatureSet } from "./feature_set.ts";
import {
  overlapsOf,
  type SplitOverlap,
  type SplitPart,
  type WithSplits,
} from "./feature_set_parts.ts";
import type { FeatureSetView } from "./feature_set_view.ts";
import type { Operation } from "./operation.ts";
import { ScaledSamples } from "./scaled_samples.ts";
import type { Conditions } from "./sample_selection.ts";
import type { AnyKey, ColumnSelection, DottedName, Keys } from "./select_columns.ts";
import {
  type ConditionSplitOptions,
  ConditionSplitter,
  type SplitConditions,
} from "./split/condition_splitter.ts";
import {
  RANDOM_OPTIONS,
  type RandomSplitOptions,
  RandomSplitter,
} from "./split/random_splitter.ts";
import { runSplitter } from "./split/run_splitter.ts";
import { type SplitRecord, type Splitter, splitters, type Untyped } from "./split/splitter.ts";

/** Samples that can be split, and their splits. */
export abstract class SplitSamples<K extends Keys> extends ScaledSamples<K> {
  /** What was split into what, in order. */
  abstract readonly splitRecords: readonly SplitRecord[];

  /** Names of the splits. */
  get splitNames(): readonly K["splits"][] {
    return Object.keys(this.parts().splits);
  }

  /** How many samples each split has. */
  override get splitSizes(): Readonly<Record<K["splits"], number>> {
    return Object.fromEntries(
      Object.entries(this.parts().splits).map(([name, { rows }]) => [name, rows.length]),
    ) as Record<K["splits"], number>;
  }

  /** The splits by name, as views. */
  get splits(): Readonly<Record<K["splits"], FeatureSetView<K>>> {
    return Object.fromEntries(
      this.splitNames.map((name) => [name, this.getSplit(name)]),
    ) as Record<K["splits"], FeatureSetView<K>>;
  }

  /**
   * Finds a split.
   *
   * @param name of the split
   * @returns a view with all columns there are now, unless the split was made with some of them only
   * @throws {UnknownNameError} when there is none of that name
   */
  getSplit(name: K["splits"]): FeatureSetView<K> {
    const { rows, columns } = this.#part(name);
    return this.view({ rows, columns, label: name });
  }

  /** @returns a view of all samples */
  toView(): FeatureSetView<K> {
    return this.view({});
  }

  /**
   * Splits by any splitter and registers the splits.
   *
   * @param splitter decides which sample goes where
   * @param options the split to divide; all samples when left out
   * @returns a FeatureSet with the new splits
   * @throws {RangeError} when a split of that name exists
   */
  split<N extends string>(
    splitter: Splitter<N, AnyKey<K> | DottedName<K>>,
    options?: { of?: K["splits"] | undefined },
  ): FeatureSet<WithSplits<K, N>>;
  split<N extends string, C extends string>(
    splitter: Splitter<N, C> & Untyped<C>,
    options?: { of?: K["splits"] | undefined },
  ): FeatureSet<WithSplits<K, N>>;
  split<N extends string>(
    splitter: Splitter<N>,
    options: { of?: K["splits"] | undefined } = {},
  ): FeatureSet<WithSplits<K, N>> {
    const { of } = checkOptions(options, { of: "split()", known: ["of"] });
    const source = of === undefined ? this.toView() : this.getSplit(of);
    const columns = of === undefined ? undefined : this.#part(of).columns;
    const parts = Object.entries<Int32Array>(runSplitter(splitter, source))
      .map(([name, rows]) => [name, { rows, columns }] as const);
    const produced = parts.map(([name]) => name);
    const record: SplitRecord = {
      order: this.splitRecords.length,
      splitter: { name: splitter.name, config: splitter.getConfig() },
      of: of ?? null,
      produced,
    };
    return this.#withSplits<N>(Object.fromEntries(parts), {
      record,
      operation: {
        name: "split",
        options: record as unknown as JsonObject,
        made: produced,
        read: [...(of === undefined ? [] : [of]), ...this.#columnsRead(splitter)],
      },
    });
  }

  /**
   * Splits by chance.
   *
   * @param options the share of each split, groups or strata, seed, and the split to divide
   * @returns a FeatureSet with the new splits
   */
  splitRandom<N extends string>(
    options: RandomSplitOptions<N, AnyKey<K> | DottedName<K>> & { of?: K["splits"] },
  ): FeatureSet<WithSplits<K, N>> {
    const known = [...RANDOM_OPTIONS, "of"] as const;
    const { of, ...rest } = checkOptions<typeof options>(options, {
      of: "splitRandom()",
      known,
      required: ["ratios"],
    });
    return this.split(new RandomSplitter<N>(rest), { of });
  }

  /**
   * Splits by conditions on columns.
   *
   * @param conditions of each split, by column
   * @param options whether splits may share samples, and the split to divide
   * @returns a FeatureSet with the new splits
   */
  splitByCondition<N extends string>(
    conditions: Readonly<Record<N, Conditions<K>>>,
    options: Pick<ConditionSplitOptions, "overlap"> & { of?: K["splits"] } = {},
  ): FeatureSet<WithSplits<K, N>> {
    const { of, overlap } = checkOptions<typeof options>(options, {
      of: "splitByCondition()",
      known: ["of", "overlap"],
    });
    const plain = conditions as Readonly<Record<N, SplitConditions>>;
    return this.split(new ConditionSplitter<N>({ conditions: plain, overlap }), { of });
  }

  /**
   * Registers a view as a split.
   *
   * @param name of the split
   * @param view of this FeatureSet, or of one that it came from
   * @returns a FeatureSet with the new split
   * @throws {RangeError} when the view is of other samples, or the name is taken
   */
  addSplit<N extends string>(name: N, view: FeatureSetView): FeatureSet<WithSplits<K, N>> {
    if (!view.table.ids.equals(this.table.ids)) {
      throw new RangeError(
        `Cannot add split "${name}": the view is of "${view.source.label}", whose samples are not ` +
          `those of "${this.label}"; choose its samples here with takeIds(view.sampleIds)`,
      );
    }
    checkLabel(name, { kind: "split" });
    const columns = view.namesColumns ? view.columnNames : undefined;
    const part = { rows: view.rows.filter((row) => row >= 0), columns };
    const chosen = {
      samples: part.rows.length,
      rows: fingerprint(part.rows),
    };
    return this.#withSplits<N>({ [name]: part }, {
      operation: { name: "addSplit", options: { name, ...chosen }, made: [name], read: [] },
    });
  }

  /** @returns this FeatureSet without its splits */
  clearSplits(): FeatureSet<WithSplits<K & { splits: never }, never>> {
    const operation = { name: "clearSplits", options: {}, made: [], read: this.splitNames };
    return this.with({
      splits: {},
      splitRecords: [],
      operations: [...this.operations, operation],
    });
  }

  /**
   * Makes the splits of another FeatureSet here: the same splitters with the same seeds, in order.
   *
   * @param records of the other
   * @returns a FeatureSet with those splits
   * @throws {UnknownNameError} when a record divides a split that was registered from a view: no record
   *   can choose its samples again, so add it here first
   */
  replaySplits(records: readonly SplitRecord[]): FeatureSet<WithSplits<K, string>> {
    const replayed = records.reduce<FeatureSet>(
      (set, { splitter: { name, config }, of }) => {
        if (of !== null && !set.splitNames.includes(of)) throw unreplayable(of, set.splitNames);
        return set.split(splitters.get(name)(config), of === null ? {} : { of });
      },
      this.with({}) as unknown as FeatureSet,
    );
    return replayed as unknown as FeatureSet<WithSplits<K, string>>;
  }

  /** Pairs of splits that share samples, and how many; a split is not compared with its own parent. */
  get splitOverlaps(): readonly SplitOverlap[] {
    return overlapsOf(this.parts().splits, this.splitRecords);
  }

  protected rowsOf(split: K["splits"]): Int32Array {
    return this.#part(split).rows;
  }

  #columnsRead({ reads }: Splitter): readonly string[] {
    return reads === undefined ? [] : this.findColumns(reads as ColumnSelection<K>);
  }

  #part(name: string): SplitPart {
    const { splits } = this.parts();
    const part = Object.hasOwn(splits, name) ? splits[name] : undefined;
    if (part === undefined) {
      throw new UnknownNameError("split", name, { known: this.splitNames });
    }
    return part;
  }

  #withSplits<N extends string>(
    added: Readonly<Record<string, SplitPart>>,
    { record, operation }: { record?: SplitRecord; operation: Operation },
  ): FeatureSet<WithSplits<K, N>> {
    const taken = Object.keys(added).find((name) => Object.hasOwn(this.parts().splits, name));
    if (taken !== undefined) {
      throw new RangeError(
        `Split "${taken}" of "${this.label}" exists already: choose another name, ` +
          `or start over with clearSplits()`,
      );
    }
    return this.with<WithSplits<K, N>>({
      splits: { ...this.parts().splits, ...added },
      splitRecords: record === undefined ? this.splitRecords : [...this.splitRecords, record],
      operations: [...this.operations, operation],
    });
  }
}

function unreplayable(split: string, known: readonly string[]): UnknownNameError {
  const hint = `what divides "${split}" is recorded, but not how its samples were chosen: ` +
    `add it here first, with addSplit("${split}", view)`;
  return new UnknownNameError("split", split, { known, hint });
}
