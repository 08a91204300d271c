/**
 * The data of an experiment: samples with features, targets and tags, their splits and scalers.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import type { Table as ArrowTable } from "apache-arrow";
import { freeze, type JsonObject } from "../core/json.ts";
import { checkLabel, UnknownNameError } from "../core/names.ts";
import type { ColumnInput } from "./build_column.ts";
import type { ColumnTable } from "./column_table.ts";
import { dataFrameColumns, type DataFrameLike } from "./data_frame.ts";
import {
  type FeatureSetParts,
  type NewKeys,
  overlapsOf,
  type SplitOverlap,
  type SplitPart,
  type WithSplits,
} from "./feature_set_parts.ts";
import { FeatureSetView } from "./feature_set_view.ts";
import { packFeatureSet, unpackFeatureSet } from "./file/archive.ts";
import { type FileSource, writeWhole } from "./file/files.ts";
import { fromArrowTable } from "./file/read_arrow.ts";
import { type FileOptions, fileParts } from "./file_parts.ts";
import {
  arrowParts,
  columnsNamed,
  type IngestOptions,
  newParts,
  recordsToColumns,
} from "./ingest.ts";
import type { Operation } from "./operation.ts";
import type { ScalerRecord } from "./scale/chain.ts";
import { ScaledSamples } from "./scaled_samples.ts";
import type { ViewParts } from "./sample_selection.ts";
import type { Keys } from "./select_columns.ts";
import {
  type ConditionSplitOptions,
  ConditionSplitter,
  type SplitConditions,
} from "./split/condition_splitter.ts";
import { type RandomSplitOptions, RandomSplitter } from "./split/random_splitter.ts";
import { runSplitter } from "./split/run_splitter.ts";
import { type SplitRecord, type Splitter, splitters } from "./split/splitter.ts";

/**
 * Samples with features, targets and tags. Never changes: what splits or scales it gives a new one,
 * which shares the columns that stay the same.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "./feature_set.ts";
 * const pulses = FeatureSet.fromColumns("pulses", {
 *   voltage: { values: new Float32Array(1010), shape: [101] },
 *   soh: Array.from({ length: 10 }, (_, row) => 100 - row),
 * }, { features: ["voltage"], targets: ["soh"] })
 *   .splitRandom({ ratios: { train: 0.8, test: 0.2 } });
 * console.log(pulses.splits.train.length); // 8
 * ```
 */
export class FeatureSet<K extends Keys = Keys> extends ScaledSamples<K> {
  readonly label: string;
  readonly table: ColumnTable;
  /** What was split into what, in order. */
  readonly splitRecords: readonly SplitRecord[];
  /** The scalers that made columns, in order. */
  readonly scalerRecords: readonly ScalerRecord[];
  /** All that was done, in order. */
  readonly operations: readonly Operation[];
  protected readonly chosenRows: undefined;
  protected readonly chosenColumns: undefined;
  readonly #splits: Readonly<Record<string, SplitPart>>;

  /**
   * @param parts what it is made of; the constructors that start with `from` are easier
   * @throws {RangeError} when the label is not allowed
   */
  constructor(parts: FeatureSetParts) {
    const { label, table, splits = {}, splitRecords = [], scalerRecords = [], operations = [] } =
      parts;
    super();
    this.label = checkLabel(label, { kind: "FeatureSet" });
    this.table = table;
    this.#splits = splits;
    this.splitRecords = freeze(splitRecords);
    this.scalerRecords = Object.freeze([...scalerRecords]);
    this.operations = freeze(operations);
    Object.freeze(this);
  }

  /**
   * Makes a FeatureSet of objects.
   *
   * @param label what to call it
   * @param records an object per sample; nested arrays become shapes
   * @param options which keys are features, targets and tags
   * @returns the FeatureSet
   */
  static fromRecords<
    R extends object,
    F extends keyof R & string,
    T extends keyof R & string = never,
    G extends keyof R & string = never,
  >(
    label: string,
    records: readonly R[],
    options: IngestOptions<F, T, G>,
  ): FeatureSet<NewKeys<F, T, G>> {
    const rows = records as readonly Readonly<Record<string, unknown>>[];
    return new FeatureSet(
      newParts(label, recordsToColumns(rows), { options, from: "fromRecords" }),
    );
  }

  /**
   * Makes a FeatureSet of columns.
   *
   * @param label what to call it
   * @param columns arrays with an entry per sample, typed arrays (not copied), or typed arrays with
   *   the shape of one sample
   * @param options which keys are features, targets and tags
   * @returns the FeatureSet
   */
  static fromColumns<
    C extends Readonly<Record<string, ColumnInput>>,
    F extends keyof C & string,
    T extends keyof C & string = never,
    G extends keyof C & string = never,
  >(
    label: string,
    columns: C,
    options: IngestOptions<F, T, G>,
  ): FeatureSet<NewKeys<F, T, G>> {
    return new FeatureSet(newParts(label, columns, { options, from: "fromColumns" }));
  }

  /**
   * Makes a FeatureSet of an Arrow table; numbers are not copied.
   *
   * @param label what to call it
   * @param table with columns of any names, or `domain.key.representation` when options are left out
   * @param options which columns are features, targets and tags
   * @returns the FeatureSet
   */
  static fromArrow<F extends string, T extends string = never, G extends string = never>(
    label: string,
    table: ArrowTable,
    options?: IngestOptions<F, T, G>,
  ): FeatureSet<NewKeys<F, T, G>> {
    return new FeatureSet(arrowParts(label, fromArrowTable(table), { options }));
  }

  /**
   * Makes a FeatureSet of a file, of the contents of one, or of a query that DuckDB runs. Of files
   * only the columns named are kept in memory, and only the rows that meet `where`.
   *
   * @param label what to call it
   * @param source a path, `{ text }`, `{ bytes }` of an Arrow IPC file, or `{ sql }`
   * @param options which columns are features, targets and tags, and how to read: the format (from
   *   the ending of the path when left out) `csv`, `json`, `ndjson`, `arrow` or `parquet`, and a
   *   condition in SQL on the rows
   * @returns the FeatureSet
   * @throws {FileFormatError} when the contents are malformed
   * @throws {UnknownNameError} when there is no such column
   */
  static async fromFile<F extends string, T extends string = never, G extends string = never>(
    label: string,
    source: FileSource,
    options: IngestOptions<F, T, G> & FileOptions,
  ): Promise<FeatureSet<NewKeys<F, T, G>>> {
    return new FeatureSet(await fileParts(label, source, options));
  }

  /**
   * Makes a FeatureSet of a data frame of another library.
   *
   * @param label what to call it
   * @param frame of danfo, Arquero, Polars or Arrow, or anything with names of columns and values
   * @param options which columns are features, targets and tags
   * @returns the FeatureSet
   * @throws {TypeError} when it is no data frame that is known
   */
  static fromDataFrame<F extends string, T extends string = never, G extends string = never>(
    label: string,
    frame: DataFrameLike,
    options: IngestOptions<F, T, G>,
  ): FeatureSet<NewKeys<F, T, G>> {
    const columns = dataFrameColumns(frame, columnsNamed(options));
    return new FeatureSet(newParts(label, columns, { options, from: "fromDataFrame" }));
  }

  /**
   * Loads a FeatureSet that `save` wrote. Runs no code of the file.
   *
   * @param source its path or its bytes
   * @returns the FeatureSet, with its splits, scalers and history
   * @throws {ArchiveError} when the file is damaged, was changed, or is of another kind
   */
  static async load(source: string | Uint8Array): Promise<FeatureSet> {
    const bytes = typeof source === "string" ? await readFile(source) : source;
    return new FeatureSet(await unpackFeatureSet(bytes));
  }

  /**
   * Saves all of it as one file: columns, splits, scalers, history.
   *
   * @param path of the file, which is replaced; nothing is written when left out
   * @returns the bytes of the file
   */
  async save(path?: string): Promise<Uint8Array> {
    const bytes = await packFeatureSet(this.parts());
    if (path !== undefined) await writeWhole(path, bytes);
    return bytes;
  }

  /** Names of the splits. */
  get splitNames(): readonly K["splits"][] {
    return Object.keys(this.#splits);
  }

  /** How many samples each split has. */
  override get splitSizes(): Readonly<Record<K["splits"], number>> {
    return Object.fromEntries(
      Object.entries(this.#splits).map(([name, { rows }]) => [name, rows.length]),
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
    return new FeatureSetView<K>(this, { rows, columns, label: name });
  }

  /** @returns a view of all samples */
  toView(): FeatureSetView<K> {
    return new FeatureSetView<K>(this);
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
    splitter: Splitter<N>,
    { of }: { of?: K["splits"] | undefined } = {},
  ): FeatureSet<WithSplits<K, N>> {
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
        read: of === undefined ? [] : [of],
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
    { of, ...options }: RandomSplitOptions<N> & { of?: K["splits"] },
  ): FeatureSet<WithSplits<K, N>> {
    return this.split(new RandomSplitter<N>(options), { of });
  }

  /**
   * Splits by conditions on columns.
   *
   * @param conditions of each split, by column
   * @param options whether splits may share samples, and the split to divide
   * @returns a FeatureSet with the new splits
   */
  splitByCondition<N extends string>(
    conditions: Readonly<Record<N, SplitConditions>>,
    { of, overlap }: Pick<ConditionSplitOptions, "overlap"> & { of?: K["splits"] } = {},
  ): FeatureSet<WithSplits<K, N>> {
    return this.split(new ConditionSplitter<N>({ conditions, overlap }), { of });
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
    if (view.table.ids !== this.table.ids) {
      throw new RangeError(
        `Cannot add split "${name}": the view is of "${view.source.label}", whose samples are not ` +
          `those of "${this.label}"; choose its samples here with takeIds(view.sampleIds)`,
      );
    }
    checkLabel(name, { kind: "split" });
    const columns = view.namesColumns ? view.columnNames : undefined;
    const part = { rows: view.rows.filter((row) => row >= 0), columns };
    const ids = view.sampleIds.filter((_, at) => view.rows[at] !== -1);
    return this.#withSplits<N>({ [name]: part }, {
      operation: { name: "addSplit", options: { name, ids }, made: [name], read: [] },
    });
  }

  /** @returns this FeatureSet without its splits */
  clearSplits(): FeatureSet<WithSplits<K & { splits: never }, never>> {
    const operation = { name: "clearSplits", options: {}, made: [], read: this.splitNames };
    const parts = { splits: {}, splitRecords: [], operations: [...this.operations, operation] };
    return new FeatureSet({ ...this.parts(), ...parts });
  }

  /**
   * Makes the splits of another FeatureSet here: the same splitters with the same seeds, in order.
   *
   * @param records of the other
   * @returns a FeatureSet with those splits
   */
  replaySplits(records: readonly SplitRecord[]): FeatureSet<WithSplits<K, string>> {
    const replayed = records.reduce<FeatureSet>(
      (set, { splitter: { name, config }, of }) =>
        set.split(splitters.get(name)(config), of === null ? {} : { of }),
      this,
    );
    return replayed as unknown as FeatureSet<WithSplits<K, string>>;
  }

  /** Pairs of splits that share samples, and how many; a split is not compared with its own parent. */
  get splitOverlaps(): readonly SplitOverlap[] {
    return overlapsOf(this.#splits, this.splitRecords);
  }

  /** @returns what this FeatureSet is made of, to make another that differs in some of it */
  parts(): Required<FeatureSetParts> {
    const { label, table, splitRecords, scalerRecords, operations } = this;
    return { label, table, splits: this.#splits, splitRecords, scalerRecords, operations };
  }

  protected view(parts: ViewParts): FeatureSetView<K> {
    return new FeatureSetView<K>(this, parts);
  }

  #part(name: string): SplitPart {
    const part = Object.hasOwn(this.#splits, name) ? this.#splits[name] : undefined;
    if (part === undefined) {
      throw new UnknownNameError("split", name, { known: this.splitNames });
    }
    return part;
  }

  protected rowsOf(split: K["splits"]): Int32Array {
    return this.#part(split).rows;
  }

  protected with(parts: Partial<FeatureSetParts>): FeatureSet<K> {
    return new FeatureSet<K>({ ...this.parts(), ...parts });
  }

  #withSplits<N extends string>(
    added: Readonly<Record<string, SplitPart>>,
    { record, operation }: { record?: SplitRecord; operation: Operation },
  ): FeatureSet<WithSplits<K, N>> {
    const taken = Object.keys(added).find((name) => Object.hasOwn(this.#splits, name));
    if (taken !== undefined) {
      throw new RangeError(
        `Split "${taken}" of "${this.label}" exists already: choose another name, ` +
          `or start over with clearSplits()`,
      );
    }
    return new FeatureSet<WithSplits<K, N>>({
      ...this.parts(),
      splits: { ...this.#splits, ...added },
      splitRecords: record === undefined ? this.splitRecords : [...this.splitRecords, record],
      operations: [...this.operations, operation],
    });
  }
}
