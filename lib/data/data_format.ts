/**
 * Columns of a selection in the forms that other code wants.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { Column, NumberArray, Sample } from "./column.ts";
import { parseColumnName } from "./column_name.ts";

/** Numbers of several columns side by side. */
export interface Stacked {
  /** The numbers, the last axis fastest. */
  readonly values: Float32Array | Float64Array;
  /** Samples × columns × the shape of one sample. */
  readonly shape: readonly number[];
  /** Names of the columns, along the second axis. */
  readonly columns: readonly string[];
}

/** A row as an object. */
export type RecordOf<N extends string = string> = { [name in N]: Sample };

/**
 * Names columns as shortly as possible: by key where each key has one representation.
 *
 * @param names full names
 * @returns short names, in the same order
 * @example
 * ```ts
 * import { shortNames } from "./data_format.ts";
 * console.log(shortNames(["features.voltage.raw"])); // [ "voltage" ]
 * ```
 */
export function shortNames(names: readonly string[]): readonly string[] {
  const keys = names.map((name) => parseColumnName(name).key);
  return new Set(keys).size === names.length ? keys : names;
}

/**
 * Turns columns into an object per row.
 *
 * @param columns of one length, by name
 * @param length how many rows
 * @returns the rows
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { toRecords } from "./data_format.ts";
 * console.log(toRecords({ a: buildColumn("a", [1, 2]) }, 2)); // [ { a: 1 }, { a: 2 } ]
 * ```
 */
export function toRecords(
  columns: Readonly<Record<string, Column>>,
  length: number,
): RecordOf[] {
  const entries = Object.entries(columns);
  return Array.from(
    { length },
    (_, row) => Object.fromEntries(entries.map(([name, column]) => [name, column.at(row)])),
  );
}

/** How to put columns side by side. */
export interface StackOptions {
  /** Rows wanted, −1 for padding; all when left out. */
  readonly rows?: Int32Array | undefined;
  /** The type of the numbers: `float32` when left out. */
  readonly dtype?: "float32" | "float64" | undefined;
  /** An array to write to, when it is not to be made: at least as long as the numbers. */
  readonly into?: Float32Array | Float64Array | undefined;
}

/**
 * Puts columns of one shape side by side: k columns of shape s give an array (n, k, …s).
 *
 * @param columns by name; missing samples become NaN
 * @param options rows, the type of the numbers, and where they go
 * @returns the numbers and their shape
 * @throws {TypeError} when columns hold texts or differ in shape
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { stack } from "./data_format.ts";
 * const { shape } = stack({ a: buildColumn("a", [1, 2]), b: buildColumn("b", [3, 4]) });
 * console.log(shape); // [ 2, 2 ]
 * ```
 */
export function stack(
  columns: Readonly<Record<string, Column>>,
  { rows, dtype = "float32", into }: StackOptions = {},
): Stacked {
  const names = Object.keys(columns);
  const [first] = Object.values(columns);
  if (first === undefined) throw new RangeError("Cannot stack no columns: select at least one");
  for (const [name, column] of Object.entries(columns)) check(name, column, { first, names });
  const length = rows?.length ?? first.length;
  const width = names.length * first.size;
  const values = into ?? newFloats(dtype, length * width);
  if (values.length < length * width) {
    throw new RangeError(
      `Cannot write ${length * width} numbers into ${values.length}: give a longer array`,
    );
  }
  // A block of samples at a time: what one column writes is still near when the next one does.
  for (let from = 0; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    for (const [place, column] of Object.values(columns).entries()) {
      spread(column, { into: values, start: place * first.size, width, rows, from, to });
    }
  }
  return {
    values: values.length === length * width ? values : values.subarray(0, length * width),
    shape: [length, names.length, ...first.shape],
    columns: names,
  };
}

function newFloats(dtype: "float32" | "float64", length: number): Float32Array | Float64Array {
  return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
}

function check(
  name: string,
  column: Column,
  { first, names }: { first: Column; names: readonly string[] },
): void {
  if (column.dtype === "utf8") {
    throw new TypeError(
      `Cannot stack column ${quote(name)}: it holds texts; encode them, or select other columns`,
    );
  }
  if (column.shape.join() !== first.shape.join()) {
    throw new TypeError(
      `Cannot stack columns of different shapes: ${quote(names[0] ?? "")} has samples of ` +
        `[${first.shape.join(", ")}], ${quote(name)} of [${column.shape.join(", ")}]; ` +
        `select columns of one shape`,
    );
  }
}

/** Samples that are put side by side in one go. */
const BLOCK = 512;

interface Target {
  readonly into: NumberArray;
  readonly start: number;
  readonly width: number;
  readonly rows: Int32Array | undefined;
  /** The first sample, and the one behind the last. */
  readonly from: number;
  readonly to: number;
}

function spread(column: Column, target: Target): void {
  const { into, start, width, rows, from, to: end } = target;
  const { values, size, valid } = column;
  for (let place = from; place < end; place++) {
    const row = rows === undefined ? place : rows[place] as number;
    const to = place * width + start;
    if (row < 0 || valid?.[row] === 0) {
      for (let index = 0; index < size; index++) into[to + index] = NaN;
    } else if (size === 1) into[to] = values[row] as number;
    else {
      for (let index = 0; index < size; index++) {
        into[to + index] = values[row * size + index] as number;
      }
    }
  }
}
