/**
 * The data of an experiment: samples with features, targets and tags, their splits and scalers.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import type { Table as ArrowTable } from "apache-arrow";
import { freeze } from "../core/json.ts";
import { checkLabel } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { ColumnInput } from "./build_column.ts";
import type { ColumnTable } from "./column_table.ts";
import { dataFrameColumns, type DataFrameLike } from "./data_frame.ts";
import type { FeatureSetParts, NewKeys, SplitPart } from "./feature_set_parts.ts";
import {
  configOf,
  type FeatureSetConfig,
  type FeatureSetState,
  partsFrom,
  stateOf,
} from "./feature_set_state.ts";
import { FeatureSetView } from "./feature_set_view.ts";
import { packFeatureSet, unpackFeatureSet } from "./file/archive.ts";
import { type FileSource, writeWhole } from "./file/files.ts";
import { fromArrowTable } from "./file/read_arrow.ts";
import { type FileOptions, fileParts } from "./file_parts.ts";
import {
  arrowParts,
  INGEST_OPTIONS,
  type IngestOptions,
  newParts,
  recordsToColumns,
} from "./ingest.ts";
import { columnsNamed } from "./named_columns.ts";
import type { Operation } from "./operation.ts";
import type { ScalerRecord } from "./scale/chain.ts";
import { SplitSamples } from "./split_samples.ts";
import type { ViewParts } from "./sample_selection.ts";
import type { Keys, Wildcard } from "./select_columns.ts";
import type { SplitRecord } from "./split/splitter.ts";

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
export class FeatureSet<K extends Keys = Keys> extends SplitSamples<K> {
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
    F extends (keyof R & string) | Wildcard,
    T extends (keyof R & string) | Wildcard = never,
    G extends (keyof R & string) | Wildcard = never,
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
    F extends (keyof C & string) | Wildcard,
    T extends (keyof C & string) | Wildcard = never,
    G extends (keyof C & string) | Wildcard = never,
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
   * @param source a path or the URL of a file, `{ text }`, `{ bytes }` of an Arrow IPC file, or `{ sql }`
   * @param options which columns are features, targets and tags, and how to read: the format (from
   *   the ending of the path when left out) `csv`, `json`, `ndjson`, `arrow` or `parquet`, and a
   *   condition in SQL on the rows
   * @returns the FeatureSet
   * @throws {FileFormatError} when the contents are malformed
   * @throws {UnknownNameError} when there is no such column
   */
  static async fromFile<F extends string, T extends string = never, G extends string = never>(
    label: string,
    source: FileSource | URL,
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
    checkOptions<IngestOptions>(options, { of: "fromDataFrame()", known: INGEST_OPTIONS });
    const columns = dataFrameColumns(frame, columnsNamed(options));
    return new FeatureSet(newParts(label, columns, { options, from: "fromDataFrame" }));
  }

  /**
   * Loads a FeatureSet that `save` wrote. Runs no code of the file.
   *
   * @param source its path or its bytes
   * @param options how many bytes it may take once unpacked; 4 GiB when left out
   * @returns the FeatureSet, with its splits, scalers and history
   * @throws {ArchiveError} when the file is damaged, was changed, or is of another kind
   */
  static async load(
    source: string | Uint8Array,
    options: { maxBytes?: number } = {},
  ): Promise<FeatureSet> {
    checkOptions(options, { of: "load()", known: ["maxBytes"] });
    const bytes = typeof source === "string" ? await readFile(source) : source;
    return new FeatureSet(await unpackFeatureSet(bytes, options));
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

  /**
   * Makes a FeatureSet without samples.
   *
   * @param config what `getConfig()` of another gave
   * @returns a FeatureSet with the same columns, splits and scalers, into which `setState` puts samples
   */
  static fromConfig(config: FeatureSetConfig): FeatureSet {
    return new FeatureSet(partsFrom(config));
  }

  /** @returns what it is made like, as frozen plain data without a sample in it */
  getConfig(): FeatureSetConfig {
    return configOf(this.parts());
  }

  /** @returns what it holds; arrays are shared and must not be written to */
  getState(): FeatureSetState {
    return stateOf(this.parts());
  }

  /**
   * Puts samples, splits, and what scalers have learned, in.
   *
   * @param state what `getState()` of one with an equal config gave
   * @returns a FeatureSet of that state; this one stays as it is
   * @throws {RangeError} when config and state do not belong together
   */
  setState(state: FeatureSetState): FeatureSet<K> {
    return new FeatureSet<K>(partsFrom(this.getConfig(), state));
  }

  /** @returns what this FeatureSet is made of, to make another that differs in some of it */
  parts(): Required<FeatureSetParts> {
    const { label, table, splitRecords, scalerRecords, operations } = this;
    return { label, table, splits: this.#splits, splitRecords, scalerRecords, operations };
  }

  protected view(parts: ViewParts): FeatureSetView<K> {
    return new FeatureSetView<K>(this, parts);
  }

  protected with<L extends Keys = K>(parts: Partial<FeatureSetParts>): FeatureSet<L> {
    return new FeatureSet<L>({ ...this.parts(), ...parts });
  }
}
