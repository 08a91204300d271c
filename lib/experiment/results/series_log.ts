/**
 * A series that grows while a phase runs, and can be read at any time for nothing.
 *
 * @module
 */

import { AxisSeries } from "./axis_series.ts";
import { type Archive, ArchivedParts } from "./archived_parts.ts";
import { type Axes, type AxisColumn, type Coordinate, Dictionary, findRun } from "./coordinates.ts";
import type { SeriesParts } from "./series_parts.ts";
import type { SeriesState } from "./series_state.ts";
import { LazyValues, ListValues, NumberValues, type SeriesValues } from "./series_values.ts";

/** Entries that there is room for at first. */
const ROOM = 64;

/**
 * Entries that others are added to.
 *
 * Memory is handed out as it is: a series that was read earlier keeps what it had, since entries are
 * only ever added behind it.
 *
 * @example
 * ```ts
 * import { SeriesLog } from "./series_log.ts";
 * const log = new SeriesLog<{ epoch: number }, number>("loss", { axes: ["epoch"], numeric: true });
 * log.add({ epoch: 0 }, 3);
 * const early = log.series;
 * log.add({ epoch: 1 }, 2);
 * console.log(early.length, log.series.length); // 1 2
 * ```
 */
export class SeriesLog<A extends Axes, V> {
  readonly #name: string;
  readonly #axes: readonly GrowingAxis[];
  readonly #values: unknown[] | undefined;
  #numbers: Float64Array<ArrayBuffer>;
  /** Entries in memory. */
  #length = 0;
  #archive: Archive | undefined;

  /**
   * @param name what its values are called
   * @param options names of the axes, and whether all values are numbers
   */
  constructor(
    name: string,
    { axes, numeric }: { readonly axes: readonly (keyof A & string)[]; readonly numeric: boolean },
  ) {
    this.#name = name;
    this.#axes = axes.map((axis) => new GrowingAxis(axis));
    this.#values = numeric ? undefined : [];
    this.#numbers = new Float64Array(numeric ? ROOM : 0);
  }

  /** How many entries there are. */
  get length(): number {
    return (this.#archive?.length ?? 0) + this.#length;
  }

  /** How many of them are in memory. */
  get held(): number {
    return this.#length;
  }

  /**
   * Adds an entry.
   *
   * @param key coordinates along all axes, where no entry stands
   * @param value of the entry
   */
  add(key: A, value: V): void {
    for (const axis of this.#axes) axis.add(key[axis.name] as Coordinate, this.#length);
    if (this.#values !== undefined) {
      this.#values.push(value);
    } else {
      if (this.#length === this.#numbers.length) this.#numbers = grown(this.#numbers, Float64Array);
      this.#numbers[this.#length] = value as number;
    }
    this.#length++;
  }

  /** All entries so far. */
  get series(): AxisSeries<A, V> {
    const length = this.#length;
    if (this.#values !== undefined) return this.#with(new ListValues(this.#values, length));
    const recent = this.#parts(new NumberValues(this.#numbers.subarray(0, length)));
    if (this.#archive === undefined) return new AxisSeries(recent as SeriesParts<V>);
    // An archive holds numbers, and so does a log that has one.
    return new AxisSeries(
      new ArchivedParts(recent, this.#archive) as SeriesParts<unknown> as SeriesParts<V>,
    );
  }

  /**
   * Forgets numbers that are kept elsewhere: those before a coordinate of an axis whose codes never fall.
   *
   * @param before axis and coordinate of the first entries that stay; all are forgotten when none has it
   * @param read reads all entries that are kept elsewhere, in their order
   */
  release(
    { axis, coordinate }: { readonly axis: keyof A & string; readonly coordinate: Coordinate },
    read: () => AxisSeries<A, number>,
  ): void {
    const column = this.#axes.find(({ name }) => name === axis)?.column(this.#length);
    if (column === undefined || !column.sorted || this.#values !== undefined) return;
    const code = column.dictionary.find(coordinate);
    const count = code < 0 ? this.#length : findRun(column.codes, code)[0];
    if (count === 0) return;
    const length = (this.#archive?.length ?? 0) + count;
    const from = code < 0 ? column.dictionary.size : code;
    const archived = () => AxisSeries.partsOf(read().slice(0, length));
    this.#archive = { length, axis, from, read: keptWhileUsed(archived) };
    for (const each of this.#axes) each.release(count, this.#length);
    this.#numbers = behind(this.#numbers, Float64Array, [count, this.#length]);
    this.#length -= count;
  }

  /**
   * All entries so far, whose values are found when they are asked for.
   *
   * @param read finds a value
   * @returns a series of the values found
   */
  seriesOf(read: (kept: V) => V): AxisSeries<A, V> {
    const values = this.#values ?? [];
    return this.#with(new LazyValues(this.#length, (at) => read(values[at] as V)));
  }

  #with(values: SeriesValues<unknown>): AxisSeries<A, V> {
    return new AxisSeries<A, V>(this.#parts(values as SeriesValues<V>));
  }

  #parts<W>(values: SeriesValues<W>): SeriesParts<W> {
    const columns = this.#axes.map((axis) => [axis.name, axis.column(this.#length)]);
    return { name: this.#name, columns: Object.fromEntries(columns), values };
  }

  /**
   * Takes what a series holds, before anything was added.
   *
   * @param series of the same axes
   */
  restore(series: AxisSeries<A, V>): void {
    const { axes, values } = series.getState();
    for (const axis of this.#axes) {
      const state = axes.find(({ name }) => name === axis.name);
      if (state !== undefined) axis.restore(state);
    }
    this.#length = values.length;
    if (this.#values !== undefined) {
      for (const value of values) this.#values.push(value);
      return;
    }
    this.#numbers = new Float64Array(Math.max(ROOM, values.length));
    this.#numbers.set(values as ArrayLike<number>);
  }
}

/** Coordinates along one axis. */
class GrowingAxis {
  readonly name: string;
  readonly #dictionary = new Dictionary();
  #codes = new Int32Array(ROOM);
  #sorted = true;
  // Entries of a batch, an epoch or a label often stand together.
  #last: Coordinate | undefined;
  #lastCode = 0;

  constructor(name: string) {
    this.name = name;
  }

  add(coordinate: Coordinate, place: number): void {
    if (coordinate !== this.#last) {
      const code = this.#dictionary.encode(coordinate);
      if (code < this.#lastCode) this.#sorted = false;
      [this.#last, this.#lastCode] = [coordinate, code];
    }
    if (place === this.#codes.length) this.#codes = grown(this.#codes, Int32Array);
    this.#codes[place] = this.#lastCode;
  }

  /** Forgets entries before a place; series that were read earlier keep theirs. */
  release(count: number, length: number): void {
    this.#codes = behind(this.#codes, Int32Array, [count, length]);
  }

  restore({ codes, levels }: Pick<SeriesState["axes"][number], "codes" | "levels">): void {
    for (const level of levels) this.#dictionary.encode(level);
    this.#codes = new Int32Array(Math.max(ROOM, codes.length));
    this.#codes.set(codes);
    this.#sorted = codes.every((code, at) => code >= (codes[at - 1] ?? 0));
    this.#lastCode = codes.at(-1) ?? 0;
    this.#last = codes.length === 0 ? undefined : levels[this.#lastCode];
  }

  column(length: number): AxisColumn {
    return {
      codes: this.#codes.subarray(0, length),
      dictionary: this.#dictionary,
      sorted: this.#sorted,
    };
  }
}

/** Twice the room. */
function grown<T extends Int32Array | Float64Array>(
  values: T,
  make: new (length: number) => T,
): T {
  const larger = new make(values.length * 2);
  larger.set(values);
  return larger;
}

/** What stands from a place to another, with room behind it, in memory of its own. */
function behind<T extends Int32Array | Float64Array>(
  values: T,
  make: new (length: number) => T,
  [start, end]: readonly [number, number],
): T {
  const kept = new make(Math.max(ROOM, end - start));
  kept.set(values.subarray(start, end));
  return kept;
}

/** Makes something once for all who use it at a time; memory is free when nobody does. */
function keptWhileUsed<T extends object>(make: () => T): () => T {
  let kept: WeakRef<T> | undefined;
  return () => {
    const known = kept?.deref();
    if (known !== undefined) return known;
    const made = make();
    kept = new WeakRef(made);
    return made;
  };
}
