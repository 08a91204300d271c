/**
 * What entries hold: numbers side by side, any values, or values that are made when they are read.
 *
 * @module
 */

/** A value for each entry. */
export interface SeriesValues<V> {
  readonly length: number;
  /** The numbers themselves, where there are only numbers. */
  readonly numbers?: Float64Array;
  /** Reads one. */
  at(place: number): V;
  /** Some of them, in another order. */
  take(rows: Int32Array): SeriesValues<V>;
  /** Those from a place to another. */
  slice(start: number, end: number): SeriesValues<V>;
}

/**
 * Keeps values as compactly as they allow.
 *
 * @param values of any kind; taken over
 * @returns numbers side by side where all are numbers
 * @example
 * ```ts
 * import { valuesOf } from "./series_values.ts";
 * valuesOf([1, 2]).numbers; // Float64Array [1, 2]
 * ```
 */
export function valuesOf<V>(values: readonly V[]): SeriesValues<V> {
  if (!values.every((value) => typeof value === "number")) return new ListValues(values);
  // Only a number can be V here.
  return new NumberValues(Float64Array.from(values)) as unknown as SeriesValues<V>;
}

/**
 * Numbers, side by side.
 *
 * @example
 * ```ts
 * import { NumberValues } from "./series_values.ts";
 * new NumberValues(Float64Array.of(1, 2)).slice(1, 2).at(0); // 2
 * ```
 */
export class NumberValues implements SeriesValues<number> {
  readonly numbers: Float64Array;

  /** @param numbers which nobody changes from now on */
  constructor(numbers: Float64Array) {
    this.numbers = numbers;
  }

  /** How many. */
  get length(): number {
    return this.numbers.length;
  }

  /** Reads one. */
  at(place: number): number {
    return this.numbers[place] as number;
  }

  /** Some of them, in another order. */
  take(rows: Int32Array): NumberValues {
    const taken = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) {
      taken[at] = this.numbers[rows[at] as number] as number;
    }
    return new NumberValues(taken);
  }

  /** Those from a place to another, not copied. */
  slice(start: number, end: number): NumberValues {
    return new NumberValues(this.numbers.subarray(start, end));
  }
}

/**
 * Values of any kind.
 *
 * @example
 * ```ts
 * import { ListValues } from "./series_values.ts";
 * new ListValues(["a", "b"]).take(Int32Array.of(1)).at(0); // "b"
 * ```
 */
export class ListValues<V> implements SeriesValues<V> {
  readonly #values: readonly V[];
  readonly length: number;

  /**
   * @param values to which others may be added later
   * @param length how many of them are meant
   */
  constructor(values: readonly V[], length: number = values.length) {
    this.#values = values;
    this.length = length;
  }

  /** Reads one. */
  at(place: number): V {
    return this.#values[place] as V;
  }

  /** Some of them, in another order. */
  take(rows: Int32Array): ListValues<V> {
    return new ListValues(Array.from(rows, (row) => this.at(row)));
  }

  /** Those from a place to another. */
  slice(start: number, end: number): ListValues<V> {
    return new ListValues(this.#values.slice(start, end));
  }
}

/**
 * Values that are made each time they are read, such as tensors that lie in a file.
 *
 * @example
 * ```ts
 * import { LazyValues } from "./series_values.ts";
 * new LazyValues(3, (place) => 10 * place).at(2); // 20
 * ```
 */
export class LazyValues<V> implements SeriesValues<V> {
  readonly #read: (place: number) => V;
  readonly length: number;

  /**
   * @param length how many
   * @param read makes the value of a place
   */
  constructor(length: number, read: (place: number) => V) {
    this.length = length;
    this.#read = read;
  }

  /** Makes one. */
  at(place: number): V {
    return this.#read(place);
  }

  /** Some of them, in another order; none is made. */
  take(rows: Int32Array): LazyValues<V> {
    return new LazyValues(rows.length, (place) => this.#read(rows[place] as number));
  }

  /** Those from a place to another; none is made. */
  slice(start: number, end: number): LazyValues<V> {
    return new LazyValues(end - start, (place) => this.#read(start + place));
  }
}
