/**
 * Rows and columns of a table of samples: what a FeatureSet and its views have in common.
 *
 * @module
 */

import type { Table as ArrowTable } from "apache-arrow";
import { fingerprint } from "../core/json.ts";
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
import { displaySelection } from "./display.ts";
import { type TextFormat, writeText } from "./file/text.ts";
import { toArrowTable, toIpcBytes } from "./file/write_arrow.ts";
import { type Condition, rowTest } from "./predicate.ts";
import { allRows, filterRows, isAmong, pickRows } from "./rows.ts";
import {
  type AnyKey,
  type ColumnSelection,
  type DottedName,
  type Keys,
  type OneOrMore,
  selectColumns,
  type Wildcard,
} from "./select_columns.ts";

/** Conditions on columns; a row must meet all of them. */
export type Conditions<K extends Keys = Keys> = {
  readonly [key in AnyKey<K> | DottedName<K>]?: Condition;
};

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

/** What a view is made of, besides the table. */
export interface ViewParts {
  /** Rows of the table, −1 for padding; all when left out. */
  readonly rows?: Int32Array | undefined;
  /** Full names of columns; all when left out. */
  readonly columns?: readonly string[] | undefined;
  /** What to call it. */
  readonly label?: string | undefined;
}

/** Rows and columns of a table of samples. Reading its length or names copies nothing. */
export abstract class SampleSelection<K extends Keys, V> {
  /** What it is called. */
  abstract readonly label: string;
  /** The table that rows and columns are of. */
  abstract readonly table: ColumnTable;
  /** Rows of the table; nothing when it has all of them, in order. */
  protected abstract readonly chosenRows: Int32Array | undefined;
  /** Full names of columns; nothing when it has all of them, later ones included. */
  protected abstract readonly chosenColumns: readonly string[] | undefined;
  /** Makes a view of the same FeatureSet. */
  protected abstract view(parts: ViewParts): V;

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
    return Array.from(this.rows, (row) => this.table.ids.at(row));
  }

  /** A short name for the content: the same for equal columns, rows and identifiers. */
  get fingerprint(): string {
    const { table, chosenRows } = this;
    const columns = this.columnNames.map((name) => `${name}=${table.column(name).fingerprint}`);
    return fingerprint(...columns, table.ids.toArray().join("\n"), chosenRows ?? "all");
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
    return this.#read(found ?? name);
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
    return Object.fromEntries(names.map((name, at) => [short[at] ?? name, this.#read(name)]));
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
   * @returns numbers of shape (samples, keys, …shape of one sample)
   */
  getFeatures(options: StackSelection<K["features"]> = {}): Stacked {
    return this.#stack("features", options);
  }

  /**
   * Reads targets side by side, as losses want them.
   *
   * @param options keys, representation, the type of the numbers (`float32` when left out), and an array
   *   to write to instead of a new one
   * @returns numbers of shape (samples, keys, …shape of one sample)
   */
  getTargets(options: StackSelection<K["targets"]> = {}): Stacked {
    return this.#stack("targets", options);
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
   * Chooses samples by their place.
   *
   * @param places from 0; negative ones count from the end
   * @param options what to call the view
   * @returns a view of those samples, in that order
   */
  take(places: ArrayLike<number>, { label }: { label?: string } = {}): V {
    return this.#derive({ rows: pickRows(places, this.chosenRows ?? this.length), label });
  }

  /**
   * Chooses samples by conditions; a sample must meet all of them.
   *
   * @param conditions by column: a value (equal), a list (one of them), a predicate such as `gt(3)`,
   *   or a function of the sample
   * @param options what to call the view
   * @returns a view of the samples that meet them, in order; it may be empty
   */
  filter(conditions: Conditions<K>, { label }: { label?: string } = {}): V {
    const tests = Object.entries(conditions).map(([name, condition]) => {
      const [found = name] = this.findColumns({ columns: [name as AnyKey<K>] });
      return rowTest(this.table.column(found), condition as Condition);
    });
    const [only] = tests;
    const test = tests.length === 1 && only !== undefined
      ? only
      : (row: number) => tests.every((one) => one(row));
    return this.#derive({ rows: filterRows(this.rows, test), label });
  }

  /**
   * Chooses samples by a condition on one column.
   *
   * @param name a key, or a dotted name
   * @param condition a value, a list, a predicate or a function of the sample
   * @returns a view of the samples that meet it
   */
  where(name: AnyKey<K> | DottedName<K>, condition: Condition): V {
    return this.filter({ [name]: condition } as Conditions<K>);
  }

  /**
   * Chooses samples by their identifiers.
   *
   * @param ids identifiers, in the order wanted
   * @param options what to call the view
   * @returns a view of those samples that are here, in that order
   */
  takeIds(ids: readonly string[], { label }: { label?: string } = {}): V {
    const here = this.#test();
    const rows = ids.map((id) => this.table.ids.find(id));
    return this.#derive({ rows: filterRows(Int32Array.from(rows), here), label });
  }

  /**
   * Chooses columns.
   *
   * @param selection what is wanted; every representation of a key unless one is named
   * @param options what to call the view
   * @returns a view of those columns, with the same samples
   */
  select(selection: ColumnSelection<K>, { label }: { label?: string } = {}): V {
    const columns = selectColumns(this.table, selection as ColumnSelection, {
      among: this.chosenColumns,
      fallback: "*",
    });
    return this.#derive({ columns, label });
  }

  /**
   * Keeps the samples that another selection has too, found by identifier.
   *
   * @param other any FeatureSet or view
   * @param options whose order to keep (`self` when left out), and what to call the view
   * @returns a view of this FeatureSet
   */
  intersection(
    other: SampleSelection<Keys, unknown>,
    { order = "self", label }: { order?: "self" | "other"; label?: string } = {},
  ): V {
    if (order === "other") {
      return this.takeIds(other.sampleIds, label === undefined ? {} : { label });
    }
    return this.#derive({ rows: filterRows(this.rows, this.#alsoIn(other)), label });
  }

  /**
   * Keeps the samples that another selection does not have, found by identifier.
   *
   * @param other any FeatureSet or view
   * @param options what to call the view
   * @returns a view of this FeatureSet
   */
  difference(
    other: SampleSelection<Keys, unknown>,
    { label }: { label?: string } = {},
  ): V {
    const shared = this.#alsoIn(other);
    return this.#derive({ rows: filterRows(this.rows, (row) => !shared(row)), label });
  }

  /**
   * Counts the samples that another selection has too, found by identifier.
   *
   * @param other any FeatureSet or view
   * @returns how many of the samples here are there as well
   */
  overlap(other: SampleSelection<Keys, unknown>): number {
    return filterRows(this.rows, this.#alsoIn(other)).length;
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
    const columns = names.map((name) => [name, this.#read(name)] as const);
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
    return writeText(this.records(selection), format);
  }

  #keys(domain: Domain): readonly string[] {
    if (this.chosenColumns === undefined) return this.table.keys[domain];
    const names = this.chosenColumns.map(parseColumnName);
    const keys = names.filter((name) => name.domain === domain).map(({ key }) => key);
    return [...new Set(keys)];
  }

  #domain(domain: Domain, options: DomainSelection<string>): ColumnSelection<K> {
    const { keys = "*", representation } = options;
    const selection = { [domain]: keys, ...(representation !== undefined && { representation }) };
    return selection as ColumnSelection<K>;
  }

  /** Copies once, from the table to where the numbers go. */
  #stack(domain: Domain, options: StackSelection<string>): Stacked {
    const names = this.findColumns(this.#domain(domain, options));
    const short = shortNames(names);
    const columns = names.map((name, at) => [short[at] ?? name, this.table.column(name)]);
    return stack(Object.fromEntries(columns), { ...options, rows: this.chosenRows });
  }

  #read(name: string): Column {
    const column = this.table.column(name);
    return this.chosenRows === undefined ? column : column.take(this.chosenRows);
  }

  #derive({ rows = this.chosenRows, columns = this.chosenColumns, label }: ViewParts): V {
    return this.view({ rows, columns, label });
  }

  #test(): (row: number) => boolean {
    return this.chosenRows === undefined ? (row) => row >= 0 : isAmong(this.chosenRows);
  }

  /** By row where both share their identities, which is always so for views of one FeatureSet. */
  #alsoIn(other: SampleSelection<Keys, unknown>): (row: number) => boolean {
    if (other.table.ids === this.table.ids) return other.#test();
    const theirs = other.table.ids;
    const among = other.#test();
    return (row) => among(theirs.find(this.table.ids.at(row)));
  }
}

// The convention by which notebooks ask a value how it looks; a computed name in the class would
// need a type that isolated declarations cannot give.
Object.defineProperty(SampleSelection.prototype, Symbol.for("Jupyter.display"), {
  value(this: SampleSelection<Keys, unknown>): Record<string, unknown> {
    return displaySelection(this);
  },
});
