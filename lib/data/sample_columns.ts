/**
 * Reading samples: their names, columns, records, and files of them.
 *
 * @module
 */

import type { Table as ArrowTable } from "apache-arrow";
import { fingerprint } from "../core/json.ts";
import { checkOptions } from "../core/options.ts";
import { buildColumn } from "./build_column.ts";
import type { Column, Sample } from "./column.ts";
import { type Domain, parseColumnName } from "./column_name.ts";
import type { ColumnTable } from "./column_table.ts";
import {
  type RecordOf,
  shortNames,
  stack,
  type Stacked,
  type StackOptions,
  toRecords,
} from "./data_format.ts";
import { type ColumnDescription, describe } from "./describe.ts";
import type { FileFormat } from "./file/files.ts";
import { type TextFormat, writeText } from "./file/text.ts";
import { toArrowTable, toIpcBytes } from "./file/write_arrow.ts";
import { writeDatabase } from "./file/write_database.ts";
import { writeColumns } from "./file/write_file.ts";
import { type MissingReport, missingReport } from "./missing.ts";
import type { Operation } from "./operation.ts";
import { allRows } from "./rows.ts";
import {
  type AnyKey,
  type ColumnSelection,
  type DottedName,
  type Keys,
  type OneOrMore,
  selectColumns,
  type Wildcard,
} from "./select_columns.ts";
import { type TensorMaker, toTensor } from "./tensors.ts";

/** Columns of one domain, and their representation. */
export interface DomainSelection<N extends string> {
  /** Keys or wildcards; all when left out. */
  readonly keys?: OneOrMore<N | Wildcard>;
  /** The representation; the newest of each key when left out. */
  readonly representation?: string;
}

/** Columns of one domain as numbers. */
export type StackSelection<N extends string> =
  & DomainSelection<N>
  & Pick<StackOptions, "dtype" | "into">;

const DOMAIN_SELECTION: readonly (keyof DomainSelection<string>)[] = ["keys", "representation"];

/** Names of the options that choose columns of one domain, as numbers. */
export const STACK_SELECTION: readonly (keyof StackSelection<string>)[] = [
  ...DOMAIN_SELECTION,
  "dtype",
  "into",
];

/** Rows and columns of a table of samples. Reading their number or names copies nothing. */
export abstract class SampleColumns<K extends Keys> {
  /** What it is called. */
  abstract readonly label: string;
  /** The table that rows and columns are of. */
  abstract readonly table: ColumnTable;
  /** All that was done to the FeatureSet, in order. */
  abstract readonly operations: readonly Operation[];
  /** Rows of the table; nothing when it has all of them, in order. */
  protected abstract readonly chosenRows: Int32Array | undefined;
  /** Full names of columns; nothing when it has all of them, later ones included. */
  protected abstract readonly chosenColumns: readonly string[] | undefined;

  /** How many samples, padding included. */
  get length(): number {
    return this.chosenRows?.length ?? this.table.length;
  }

  /** How many samples each registered split has; views have none. */
  get splitSizes(): Readonly<Record<string, number>> {
    return {};
  }

  /** Rows of the table, in order; −1 is padding. */
  get rows(): Int32Array {
    return this.chosenRows ?? allRows(this.table.length);
  }

  /** Whether it has all samples of its table, in order. */
  get isWhole(): boolean {
    return this.chosenRows === undefined;
  }

  /** Full names of the columns: features, targets, tags. */
  get columnNames(): readonly string[] {
    return this.chosenColumns ?? this.table.names;
  }

  /** Keys of the features. */
  get featureKeys(): readonly K["features"][] {
    return this.#keys("features");
  }

  /** Keys of the targets. */
  get targetKeys(): readonly K["targets"][] {
    return this.#keys("targets");
  }

  /** Keys of the tags. */
  get tagKeys(): readonly K["tags"][] {
    return this.#keys("tags");
  }

  /** The shape of one sample of each column, by full name. */
  get shapes(): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      this.columnNames.map((name) => [name, this.table.column(name).shape]),
    );
  }

  /** The type of the entries of each column, by full name. */
  get dtypes(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.columnNames.map((name) => [name, this.table.column(name).dtype]),
    );
  }

  /** The identifier of each sample; `N/A` for padding. */
  get sampleIds(): readonly string[] {
    return this.table.ids.take(this.rows);
  }

  /** A short name for the content: the same for equal columns, rows and identifiers. */
  get fingerprint(): string {
    const { table, chosenRows } = this;
    const columns = this.columnNames.map((name) => `${name}=${table.column(name).fingerprint}`);
    return fingerprint(...columns.sort(), table.ids.fingerprint, chosenRows ?? "all");
  }

  /**
   * Names the columns that a selection means.
   *
   * @param selection what is wanted; every column when left out
   * @returns full names in the order of the table
   * @throws {UnknownNameError} when a name or a wildcard finds nothing
   */
  findColumns(selection: ColumnSelection<K> = {}): readonly string[] {
    return selectColumns(this.table, selection as ColumnSelection, { among: this.chosenColumns });
  }

  /**
   * Reads one column: the newest representation, unless the name says which.
   *
   * @param name a key, or a dotted name
   * @returns its samples; a copy only when this is not the whole table
   */
  column(name: AnyKey<K> | DottedName<K>): Column {
    const [found] = this.findColumns({ columns: [name] });
    return this.read(found ?? name);
  }

  /**
   * Reads columns.
   *
   * @param selection what is wanted; the newest representation of every column when left out
   * @returns columns by key, or by full name when a key has several representations in it
   */
  columns(selection: ColumnSelection<K> = {}): Readonly<Record<string, Column>> {
    const names = this.findColumns(selection);
    const short = shortNames(names);
    return Object.fromEntries(names.map((name, at) => [short[at] ?? name, this.read(name)]));
  }

  /**
   * Reads rows as objects.
   *
   * @param selection columns wanted; the newest representation of every column when left out
   * @returns an object per sample
   */
  records(selection: ColumnSelection<K> = {}): RecordOf<AnyKey<K>>[] {
    return toRecords(this.columns(selection), this.length) as RecordOf<AnyKey<K>>[];
  }

  /**
   * Reads features side by side, as models want them.
   *
   * @param options keys, representation, the type of the numbers (`float32` when left out), and an array
   *   to write to instead of a new one
   * @returns numbers of shape (samples, keys, …shape of one sample), or (samples, numbers) where
   *   scalars and vectors differ in length
   */
  getFeatures(options: StackSelection<K["features"]> = {}): Stacked {
    return this.#stack("features", options);
  }

  /**
   * Reads targets side by side, as losses want them.
   *
   * @param options keys, representation, the type of the numbers (`float32` when left out), and an array
   *   to write to instead of a new one
   * @returns numbers of shape (samples, keys, …shape of one sample), or (samples, numbers) where
   *   scalars and vectors differ in length
   */
  getTargets(options: StackSelection<K["targets"]> = {}): Stacked {
    return this.#stack("targets", options);
  }

  /**
   * Reads columns of any domain side by side.
   *
   * @param selection what is wanted; the newest representation of every column when left out
   * @param options the type of the numbers (`float32` when left out), and an array to write to instead of
   *   a new one
   * @returns numbers of shape (samples, columns, …shape of one sample), columns in the order of the table
   * @throws {TypeError} when columns hold texts, or are matrices of several shapes
   */
  getStacked(
    selection: ColumnSelection<K> = {},
    options: Pick<StackOptions, "dtype" | "into"> = {},
  ): Stacked {
    return this.#stackNamed(this.findColumns(selection), options);
  }

  /**
   * Reads tags.
   *
   * @param options keys and representation
   * @returns samples by key
   */
  getTags(options: DomainSelection<K["tags"]> = {}): Readonly<Record<K["tags"], Sample[]>> {
    const columns = Object.entries(this.columns(this.#domain("tags", options)));
    return Object.fromEntries(columns.map(([key, column]) => [key, column.toArray()])) as Record<
      K["tags"],
      Sample[]
    >;
  }

  /**
   * Describes columns: what is missing, and statistics.
   *
   * @param selection columns wanted; the newest representation of every column when left out
   * @returns a row for each column
   */
  describe(selection: ColumnSelection<K> = {}): readonly ColumnDescription[] {
    return describe(this.columns(selection));
  }

  /**
   * Reports what is missing.
   *
   * @param selection columns wanted; the newest representation of every column when left out
   * @returns how many samples are complete, what each column lacks, and which columns lack it together
   */
  missing(selection: ColumnSelection<K> = {}): MissingReport {
    return missingReport(this.columns(selection), this.length);
  }

  /**
   * Writes the samples as an Arrow table, with their identifiers.
   *
   * @param selection columns wanted; every representation of every column when left out
   * @returns the table; numbers are copied only when this is not the whole FeatureSet
   */
  async toArrow(selection: ColumnSelection<K> = {}): Promise<ArrowTable> {
    const names = selectColumns(this.table, selection as ColumnSelection, {
      among: this.chosenColumns,
      fallback: "*",
    });
    const columns = names.map((name) => [name, this.read(name)] as const);
    return await toArrowTable(Object.fromEntries(columns), this.sampleIds);
  }

  /**
   * Writes the samples as an Arrow IPC file.
   *
   * @param selection columns wanted; every representation of every column when left out
   * @returns the bytes of the file
   */
  async toIpc(selection: ColumnSelection<K> = {}): Promise<Uint8Array> {
    return await toIpcBytes(await this.toArrow(selection));
  }

  /**
   * Writes the samples as text.
   *
   * @param format `csv`, `json` (a list of objects) or `ndjson` (an object a line)
   * @param selection columns wanted; the newest representation of every column when left out
   * @returns the text
   */
  toText(format: TextFormat, selection: ColumnSelection<K> = {}): string {
    const columns = this.columns(selection);
    const names = Object.keys(columns);
    return writeText(toRecords(columns, this.length), format, { names });
  }

  /**
   * Writes the samples as a file.
   *
   * @param path of the file, which is replaced; its ending says the format: `.csv`, `.json`,
   *   `.ndjson`, `.arrow` or `.parquet`
   * @param options columns wanted (the newest representation of every column when left out), the
   *   format, and the name of a column of identifiers, if there is to be one
   * @throws {UnknownNameError} when the ending stands for no format
   */
  async toFile(
    path: string,
    options: ColumnSelection<K> & { format?: FileFormat; ids?: string } = {},
  ): Promise<void> {
    const { format, ids, ...selection } = options;
    const columns = this.#withIds(selection as ColumnSelection<K>, ids);
    await writeColumns(path, columns, { format });
  }

  /**
   * Adds the samples as a table to a DuckDB database file, which is made when there is none.
   *
   * @param path of the database file
   * @param options columns wanted (the newest representation of every column when left out), the name
   *   of the table (that of the samples when left out), and the name of a column of identifiers, if
   *   there is to be one
   * @throws {FileFormatError} when there is a table of that name; nothing is written then
   */
  async toDatabase(
    path: string,
    options: ColumnSelection<K> & { table?: string; ids?: string } = {},
  ): Promise<void> {
    const { table = this.label, ids, ...selection } = options;
    const columns = this.#withIds(selection as ColumnSelection<K>, ids);
    await writeDatabase(path, columns, { table });
  }

  /**
   * Copies the samples into tensors.
   *
   * @param tf tfjs, which makes the tensors
   * @param selection columns wanted; the newest representation of every column when left out
   * @returns a tensor of shape (samples, …shape of one sample) for each column, by key; dispose of
   *   them when they are not needed any more
   * @throws {TypeError} when samples are missing where tfjs has no number for that
   */
  toTensors<T>(
    tf: TensorMaker<T>,
    selection: ColumnSelection<K> = {},
  ): Readonly<Record<AnyKey<K>, T>> {
    const columns = Object.entries(this.columns(selection));
    const tensors = columns.map(([key, column]) => [key, toTensor(tf, column)] as const);
    return Object.fromEntries(tensors) as Readonly<Record<AnyKey<K>, T>>;
  }

  #withIds(
    selection: ColumnSelection<K>,
    name: string | undefined,
  ): Readonly<Record<string, Column>> {
    const columns = this.columns(selection);
    return name === undefined ? columns : { ...columns, [name]: buildColumn(name, this.sampleIds) };
  }

  #keys(domain: Domain): readonly string[] {
    if (this.chosenColumns === undefined) return this.table.keys[domain];
    const names = this.chosenColumns.map(parseColumnName);
    const keys = names.filter((name) => name.domain === domain).map(({ key }) => key);
    return [...new Set(keys)];
  }

  #domain(domain: Domain, options: StackSelection<string>): ColumnSelection<K> {
    const of = `get${domain[0]?.toUpperCase()}${domain.slice(1)}()`;
    const known = domain === "tags" ? DOMAIN_SELECTION : STACK_SELECTION;
    const { keys = "*", representation } = checkOptions(options, { of, known });
    const selection = { [domain]: keys, ...(representation !== undefined && { representation }) };
    return selection as ColumnSelection<K>;
  }

  #stack(domain: Domain, options: StackSelection<string>): Stacked {
    return this.#stackNamed(this.findColumns(this.#domain(domain, options)), options);
  }

  /** Copies once, from the table to where the numbers go. */
  #stackNamed(names: readonly string[], options: Pick<StackOptions, "dtype" | "into">): Stacked {
    const short = shortNames(names);
    const columns = names.map((name, at) => [short[at] ?? name, this.table.column(name)]);
    return stack(Object.fromEntries(columns), { ...options, rows: this.chosenRows });
  }

  /** Reads a column by its full name. */
  protected read(name: string): Column {
    const column = this.table.column(name);
    return this.chosenRows === undefined ? column : column.take(this.chosenRows);
  }
}
