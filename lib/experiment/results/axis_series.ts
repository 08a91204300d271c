/**
 * Values over named axes: what all queries of results give.
 *
 * @module
 */

import type { Table } from "apache-arrow";
import { showAs } from "../../core/show_as.ts";
import type { Chart } from "../metrics/chart.ts";
import { describeAxis, EntryError } from "./entry_error.ts";
import { type AxisColumns, type AxisConditions, columnFor } from "./conditions.ts";
import { type Axes, type Coordinate, usedCodes } from "./coordinates.ts";
import { groupRows } from "./group_rows.ts";
import { type Reduced, reduceGroups, type ReducerName } from "./reducers.ts";
import { displaySeries, type ShownSeries } from "./series_display.ts";
import { chartOf, type ChartOptions, type DrawnSeries } from "./series_chart.ts";
import { type SeriesColumn, seriesColumns, seriesTable } from "./series_columns.ts";
import { extremeRow, keyAt, orderOf } from "./order_rows.ts";
import { partsOfEntries } from "./series_of_entries.ts";
import {
  axesOf,
  lengthOf,
  partsWhere,
  type SeriesParts,
  sliceParts,
  takeColumns,
  takeParts,
} from "./series_parts.ts";
import { partsOfState, type SeriesState, stateOfParts } from "./series_state.ts";
import { type SeriesValues, valuesOf } from "./series_values.ts";

/** Axes without some of them. */
export type Without<A extends Axes, K extends keyof A> = {
  readonly [P in Exclude<keyof A, K>]: A[P];
};

/** An entry as an object. */
export type EntryRecord<A extends Axes, V> = A & { readonly [name: string]: V | Coordinate };

/**
 * Values over named axes, such as losses by epoch, batch and label. Never changes: each query gives
 * another series, which knows all that this one knows.
 *
 * @example
 * ```ts
 * import { AxisSeries } from "./axis_series.ts";
 * const loss = AxisSeries.from("loss", [
 *   [{ epoch: 0, batch: 0 }, 3],
 *   [{ epoch: 0, batch: 1 }, 1],
 *   [{ epoch: 1, batch: 0 }, 0.5],
 * ]);
 * loss.at({ epoch: 0, batch: 1 }); // 1
 * loss.where({ epoch: 0 }).collapse("batch", "mean").one(); // 2
 * ```
 */
export class AxisSeries<A extends Axes, V> implements Iterable<readonly [A, V]> {
  /** What its values are called, such as `loss`. */
  readonly name: string;
  /** How many entries there are. */
  readonly length: number;
  readonly #parts: SeriesParts<V>;

  /**
   * `AxisSeries.from` makes one of entries.
   *
   * @param parts columns of one length by axis, and values
   */
  constructor(parts: SeriesParts<V>) {
    this.name = parts.name;
    this.length = lengthOf(parts);
    this.#parts = parts;
    Object.freeze(this);
  }

  /**
   * Makes a series of entries.
   *
   * @param name what its values are called
   * @param entries coordinates along all axes, and a value, each
   * @param options names of the axes, for when there are no entries
   * @returns a series in the order of the entries
   * @throws RangeError when entries differ in their axes, or two stand at the same place
   */
  static from<A extends Axes, V>(
    name: string,
    entries: readonly (readonly [A, V])[],
    { axes = Object.keys(entries[0]?.[0] ?? {}) }: { readonly axes?: readonly string[] } = {},
  ): AxisSeries<A, V> {
    return new AxisSeries<A, V>(partsOfEntries(name, entries, { axes }));
  }

  /**
   * Makes a series again.
   *
   * @param state what `getState()` gave
   * @returns an equal series
   */
  static fromState<A extends Axes, V>(state: SeriesState): AxisSeries<A, V> {
    return new AxisSeries<A, V>(partsOfState(state) as SeriesParts<V>);
  }

  /**
   * Tells what a series is made of, for what keeps series.
   *
   * @param series any
   * @returns columns and values; entries that lie in a file are read when these are asked for
   */
  static partsOf<A extends Axes, V>(series: AxisSeries<A, V>): SeriesParts<V> {
    return series.#parts;
  }

  /** Names of the axes. */
  get axes(): readonly (keyof A & string)[] {
    return axesOf(this.#parts);
  }

  /** How many coordinates each axis has. */
  get shape(): readonly number[] {
    return Object.values(this.#columns).map((column) => usedCodes(column).length);
  }

  /**
   * Coordinates along an axis.
   *
   * @param axis its name
   * @returns each once, in the order of the first entry there
   */
  axisValues<K extends keyof A & string>(axis: K): readonly A[K][] {
    const column = columnFor(this.#columns, axis);
    return usedCodes(column).map((code) => column.dictionary.at(code) as A[K]);
  }

  /**
   * Where entries stand along an axis.
   *
   * @param axis its name
   * @returns a coordinate for each entry
   */
  coordinates<K extends keyof A & string>(axis: K): readonly A[K][] {
    const { codes, dictionary } = columnFor(this.#columns, axis);
    return Array.from(codes, (code) => dictionary.at(code) as A[K]);
  }

  /**
   * The value at a place.
   *
   * @param key coordinates along all axes
   * @returns the value
   * @throws EntryError when there is none
   */
  at(key: A): V {
    return this.#only(this.#complete(key));
  }

  /** The value at a place, or nothing. */
  get(key: A): V | undefined {
    const found = this.#complete(key);
    return found.length === 1 ? found.#values.at(0) : undefined;
  }

  /**
   * Chooses entries.
   *
   * @param conditions by axis: a coordinate, several, or a test; all must be met
   * @returns a series of those, in order; it may be empty
   */
  where(conditions: AxisConditions<A>): AxisSeries<A, V> {
    // Tests take coordinates of their own axis, which is what they are called with.
    const parts = partsWhere(this.#parts, conditions as AxisConditions<Axes>);
    return parts === this.#parts ? this : new AxisSeries<A, V>(parts);
  }

  /**
   * Entries by their place in the series.
   *
   * @param start of the first one wanted, from 0
   * @param end behind the last one
   * @returns a series of those
   */
  slice(start: number, end: number = this.length): AxisSeries<A, V> {
    const last = Math.min(this.length, end);
    const rows = { start: Math.min(start, last), end: last };
    return new AxisSeries<A, V>(sliceParts(this.#parts, rows));
  }

  /**
   * Values of some entries.
   *
   * @param conditions by axis, as `where` takes them; all entries when left out
   * @returns values in order
   */
  select(conditions: AxisConditions<A> = {}): readonly V[] {
    return this.where(conditions).values();
  }

  /**
   * The only value.
   *
   * @param conditions by axis, as `where` takes them
   * @returns the value of the entry that meets them
   * @throws EntryError when none or several do
   */
  one(conditions: AxisConditions<A> = {}): V {
    return this.#only(this.where(conditions));
  }

  /**
   * The value of the first entry.
   *
   * @param sortBy axes by whose coordinates entries are ordered; as they stand when left out
   * @returns the value
   * @throws EntryError when there is no entry
   */
  first(...sortBy: readonly (keyof A & string)[]): V {
    return this.#values.at(this.#extreme(sortBy, 1));
  }

  /**
   * The value of the last entry.
   *
   * @param sortBy axes by whose coordinates entries are ordered; as they stand when left out
   * @returns the value
   * @throws EntryError when there is no entry
   */
  last(...sortBy: readonly (keyof A & string)[]): V {
    if (sortBy.length === 0 && this.length > 1) return this.slice(this.length - 1).last();
    return this.#values.at(this.#extreme(sortBy, -1));
  }

  /**
   * Orders entries by their coordinates: numbers, then texts, then those that are missing.
   *
   * @param axes the most important first
   * @returns a series of the same entries
   */
  sortBy(...axes: readonly (keyof A & string)[]): AxisSeries<A, V> {
    const compare = orderOf(this.#columns, axes);
    const rows = Int32Array.from({ length: this.length }, (_, row) => row).sort(compare);
    return new AxisSeries<A, V>(takeParts(this.#parts, rows));
  }

  /**
   * Makes one entry of all that differ along one axis only.
   *
   * @param axis its name; the result does not have it
   * @param reducer `mean`, `sum`, `min` or `max` of numbers and tensors, `first`, `last`, `concat`
   *   (tensors along their samples), or a function of values
   * @returns a series of one axis less, in the order of the first entries
   */
  collapse<K extends keyof A & string, const R extends ReducerName<V>>(
    axis: K,
    reducer: R,
  ): AxisSeries<Without<A, K>, Reduced<V, R>>;
  collapse<K extends keyof A & string, W>(
    axis: K,
    reducer: (values: readonly V[]) => W,
  ): AxisSeries<Without<A, K>, W>;
  collapse<K extends keyof A & string, W>(
    axis: K,
    reducer: string | ((values: readonly V[]) => W),
  ): AxisSeries<Without<A, K>, W> {
    columnFor(this.#columns, axis);
    const { [axis]: _collapsed, ...columns } = this.#columns;
    const groups = groupRows(Object.values(columns), this.length);
    const values = reduceGroups(this.#values, groups, {
      reducer: reducer as string | ((values: readonly unknown[]) => unknown),
    });
    return new AxisSeries<Without<A, K>, W>({
      name: this.name,
      columns: takeColumns(columns, groups.firstRows),
      values: values as SeriesValues<W>,
    });
  }

  /**
   * Drops an axis along which nothing differs.
   *
   * @param axis its name; every such axis when left out
   * @returns a series without it
   * @throws EntryError when the axis has several coordinates
   */
  squeeze(): AxisSeries<Axes, V>;
  squeeze<K extends keyof A & string>(axis: K): AxisSeries<Without<A, K>, V>;
  squeeze<K extends keyof A & string>(
    axis?: K,
  ): AxisSeries<Without<A, K>, V> | AxisSeries<Axes, V> {
    if (axis !== undefined) this.#refuseMany(axis);
    const kept = Object.entries(this.#columns).filter(([name, column]) =>
      axis === undefined ? usedCodes(column).length > 1 : name !== axis
    );
    const columns = Object.fromEntries(kept);
    return new AxisSeries<Axes, V>({ name: this.name, columns, values: this.#values });
  }

  /**
   * Makes other values at the same places.
   *
   * @param make a value of a value and its place
   * @param options what the new values are called
   * @returns a series of the same axes
   */
  map<W>(
    make: (value: V, key: A) => W,
    { name = this.name }: { readonly name?: string } = {},
  ): AxisSeries<A, W> {
    const made = Array.from(this.#each(), (value, row) => make(value, this.#key(row)));
    return new AxisSeries<A, W>({ name, columns: this.#columns, values: valuesOf(made) });
  }

  /** The same entries, whose values are called otherwise. */
  named(name: string): AxisSeries<A, V> {
    const { columns, values } = this.#parts;
    return new AxisSeries<A, V>({ name, columns, values });
  }

  /** Where each entry stands. */
  keys(): readonly A[] {
    return Array.from({ length: this.length }, (_, row) => this.#key(row));
  }

  /** The value of each entry. */
  values(): readonly V[] {
    return [...this.#each()];
  }

  /**
   * Where each entry stands, and its value.
   *
   * @param start place of the first entry wanted, from 0
   * @param end place after the last one
   * @returns pairs in order
   */
  items(start: number = 0, end: number = this.length): readonly (readonly [A, V])[] {
    const last = Math.min(end, this.length);
    const length = Math.max(0, last - start);
    return Array.from({ length }, (_, at) => [this.#key(start + at), this.#values.at(start + at)]);
  }

  /** Goes through all entries. */
  *[Symbol.iterator](): Generator<readonly [A, V]> {
    for (let row = 0; row < this.length; row++) yield [this.#key(row), this.#values.at(row)];
  }

  /** An object for each entry, with its coordinates and, under the name of the series, its value. */
  toRecords(): readonly EntryRecord<A, V>[] {
    return Array.from(this, ([key, value]) => ({ ...key, [this.name]: value }));
  }

  /** A list for each axis and one for the values; typed arrays where all are numbers. */
  toColumns(): Readonly<Record<string, SeriesColumn>> {
    return seriesColumns(this.#parts);
  }

  /**
   * An Arrow table: a column for each axis and one for the values. Tensors of one shape become lists
   * of a fixed size, a row for each tensor; other objects become JSON.
   */
  async toArrow(): Promise<Table> {
    return await seriesTable(this.#parts);
  }

  /** Copies it as plain data and typed arrays; values that are neither are not copied. */
  getState(): SeriesState {
    return stateOfParts(this.#parts);
  }

  /**
   * Draws numbers along an axis of numbers, as a line for each coordinate of the others.
   *
   * @param options the axes meant; the first of numbers and all of texts when left out, and the mean
   *   over the others
   * @returns a Vega-Lite specification that shows itself in a notebook
   * @throws TypeError when values are no numbers
   */
  plot(options: ChartOptions<keyof A & string> = {}): Chart {
    return chartOf(this as unknown as DrawnSeries, options);
  }

  get #columns(): AxisColumns {
    return this.#parts.columns;
  }

  get #values(): SeriesValues<V> {
    return this.#parts.values;
  }

  *#each(): Generator<V> {
    for (let row = 0; row < this.length; row++) yield this.#values.at(row);
  }

  #key(row: number): A {
    return keyAt(this.#columns, row) as A;
  }

  #complete(key: A): AxisSeries<A, V> {
    const missing = this.axes.find((axis) => key[axis] === undefined);
    if (missing === undefined) return this.where(key);
    throw new RangeError(
      `Cannot find one ${this.name} without a coordinate along ${missing}: give all of ` +
        `${this.axes.join(", ")}, or use where()`,
    );
  }

  #only(found: AxisSeries<A, V>): V {
    if (found.length === 1) return found.#values.at(0);
    throw new EntryError(`Cannot take one ${this.name}`, found.#there(this));
  }

  #refuseMany(axis: string): void {
    if (usedCodes(columnFor(this.#columns, axis)).length <= 1) return;
    throw new EntryError(`Cannot drop the axis ${axis} of ${this.name}`, this.#there(this));
  }

  #there(all: AxisSeries<A, V>): { readonly found: number; readonly there: readonly string[] } {
    const shown = this.length > 0 || all.length === 0 ? this : all;
    return {
      found: this.length,
      there: shown.axes.map((axis) => describeAxis(axis, columnFor(shown.#columns, axis))),
    };
  }

  /** The first (1) or the last (−1) row in an order. */
  #extreme(axes: readonly string[], direction: 1 | -1): number {
    if (this.length === 0) {
      const which = direction === 1 ? "first" : "last";
      throw new EntryError(`Cannot take the ${which} ${this.name}`, this.#there(this));
    }
    const compare = axes.length === 0 ? undefined : orderOf(this.#columns, axes);
    return extremeRow(this.length, direction, { compare });
  }
}

showAs(AxisSeries.prototype, (series: ShownSeries) => displaySeries(series));
