/**
 * One column: a value of one shape for each sample, in Arrow's memory layout.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import { gather } from "./gather.ts";

/** Arrays that hold numbers of one kind. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** What the entries of a column are. */
export type DType =
  | "float64"
  | "float32"
  | "int32"
  | "int16"
  | "int8"
  | "uint32"
  | "uint16"
  | "uint8"
  | "bool"
  | "utf8";

/** A value of a scalar column; `null` where it is missing. */
export type Scalar = number | string | boolean | null;

/** A sample of a column: one value, or nested arrays of them. */
export type Sample = Scalar | readonly Sample[];

/** Makes arrays of one kind. */
export interface NumberArrayMaker {
  /** Zeros, or the numbers given. */
  new (from: number | ArrayLike<number>): NumberArray;
  /** A window on a buffer. */
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumberArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The array of each kind of entry: truth values are 0 and 1, texts are places in `levels`. */
export const ARRAYS: Readonly<Record<DType, NumberArrayMaker>> = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  utf8: Int32Array,
};

/** What a column is made of. */
export interface ColumnParts {
  /** What its entries are. */
  readonly dtype: DType;
  /** The shape of one sample: `[]` for scalars, `[101]` for signals of 101 points. */
  readonly shape: readonly number[];
  /** The entries, sample after sample, the last axis fastest. */
  readonly values: NumberArray;
  /** The distinct texts that the entries of a `utf8` column point to. */
  readonly levels?: readonly string[] | undefined;
  /** A byte per sample: 0 where it is missing. Left out when none is. */
  readonly valid?: Uint8Array | undefined;
}

/**
 * A value of one shape for each sample. Never changes; takes over the arrays it is made of.
 *
 * @example
 * ```ts
 * import { Column } from "./column.ts";
 * const column = new Column({ dtype: "float32", shape: [2], values: new Float32Array(6) });
 * console.log(column.length, column.at(0)); // 3 [ 0, 0 ]
 * ```
 */
export class Column implements ColumnParts {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: NumberArray;
  readonly levels: readonly string[] | undefined;
  readonly valid: Uint8Array | undefined;
  /** How many samples. */
  readonly length: number;
  /** How many entries one sample has. */
  readonly size: number;

  /**
   * @param parts what the column is made of
   * @throws {RangeError} when the entries do not fill whole samples
   */
  constructor({ dtype, shape, values, levels, valid }: ColumnParts) {
    this.dtype = dtype;
    this.shape = Object.freeze([...shape]);
    this.size = shape.reduce((product, length) => product * length, 1);
    this.values = values;
    this.levels = dtype === "utf8" ? Object.freeze(levels ?? []) : undefined;
    this.length = valid?.length ?? (this.size === 0 ? 0 : values.length / this.size);
    if (!Number.isInteger(this.length) || this.length * this.size !== values.length) {
      throw new RangeError(
        `Cannot cut ${values.length} values into samples of shape [${shape.join(", ")}]: ` +
          `each needs ${this.size}; check the shape or the number of samples`,
      );
    }
    this.valid = valid?.includes(0) ? valid : undefined;
    Object.freeze(this);
  }

  /** How many samples are missing. */
  get nullCount(): number {
    if (this.valid === undefined) return 0;
    let present = 0;
    for (const flag of this.valid) present += flag;
    return this.length - present;
  }

  /** Whether its entries are numbers. */
  get isNumeric(): boolean {
    return this.dtype !== "utf8" && this.dtype !== "bool";
  }

  /** A short name for its content. */
  get fingerprint(): string {
    return hashes.get(this) ?? remember(this);
  }

  /**
   * Reads one sample.
   *
   * @param row its place, from 0
   * @returns a value, nested arrays of values, or `null` when it is missing
   */
  at(row: number): Sample {
    if (!(row >= 0 && row < this.length) || this.valid?.[row] === 0) return null;
    return this.#nested(row * this.size, 0);
  }

  /** @returns every sample, as `at` reads it */
  toArray(): Sample[] {
    return Array.from({ length: this.length }, (_, row) => this.at(row));
  }

  /**
   * Copies some samples into a column of their own.
   *
   * @param rows their places, in the order wanted; −1 gives a missing sample
   * @returns the new column
   */
  take(rows: Int32Array): Column {
    const { size, values } = this;
    const taken = new ARRAYS[this.dtype](rows.length * size);
    gather(values, { rows, size, into: taken });
    const { dtype, shape, levels } = this;
    return new Column({ dtype, shape, levels, values: taken, valid: this.#takeValid(rows) });
  }

  /**
   * Gives a column of numbers another type of numbers.
   *
   * @param dtype the type wanted
   * @returns this column when it has that type already
   */
  cast(dtype: Exclude<DType, "utf8" | "bool">): Column {
    if (dtype === this.dtype) return this;
    if (this.dtype === "utf8") throw new TypeError(`Cannot read texts as ${dtype}: encode them`);
    const values = new ARRAYS[dtype](this.values);
    return new Column({ dtype, shape: this.shape, values, valid: this.valid });
  }

  #takeValid(rows: Int32Array): Uint8Array | undefined {
    const { valid } = this;
    if (valid === undefined && !rows.includes(-1)) return undefined;
    return Uint8Array.from(rows, (row) => row < 0 ? 0 : valid?.[row] ?? 1);
  }

  #nested(start: number, axis: number): Sample {
    if (axis === this.shape.length) return this.#entry(start);
    const step = this.shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    return Array.from(
      { length: this.shape[axis] ?? 0 },
      (_, index) => this.#nested(start + index * step, axis + 1),
    );
  }

  #entry(index: number): Scalar {
    const value = this.values[index] ?? null;
    if (this.dtype === "utf8") return this.levels?.[value ?? -1] ?? null;
    return this.dtype === "bool" ? value === 1 : value;
  }
}

/** Kept beside the columns, which are frozen. */
const hashes = new WeakMap<Column, string>();

function remember(column: Column): string {
  const { dtype, shape, valid } = column;
  const { values, levels } = canonical(column);
  const kind = JSON.stringify({ dtype, shape, levels });
  const hash = fingerprint(kind, values, valid ?? "all");
  hashes.set(column, hash);
  return hash;
}

/** Equal samples in equal bytes: zeros where they are missing, texts in order of appearance. */
function canonical(column: Column): Pick<ColumnParts, "values" | "levels"> {
  const { values, valid, levels, size, dtype } = column;
  if (valid === undefined && levels === undefined) return { values };
  const places = new Map<number, number>();
  const same = new ARRAYS[dtype](values.length);
  for (let at = 0; at < values.length; at++) {
    if (valid?.[Math.floor(at / size)] === 0) continue;
    const value = values[at] as number;
    if (levels !== undefined && !places.has(value)) places.set(value, places.size);
    same[at] = levels === undefined ? value : places.get(value) as number;
  }
  return { values: same, levels: levels && Array.from(places.keys(), (at) => levels[at] ?? "") };
}
