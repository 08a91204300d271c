/**
 * Columns of a selection in the forms that other code wants.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { Column, NumberArray, Sample } from "./column.ts";
import { parseColumnName } from "./column_name.ts";
import { stackedNames, stackedShape } from "./stacked_shape.ts";

/** Numbers of several columns side by side. */
export interface Stacked {
  /** The numbers, the last axis fastest. */
  readonly values: Float32Array | Float64Array;
  /** Samples × columns × the shape of one sample; samples × numbers, where columns differ in shape. */
  readonly shape: readonly number[];
  /** Names along the second axis: of columns, or of numbers as `city[2]`, where columns differ. */
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
 * Puts columns side by side: k columns of shape s give an array (n, k, …s), scalars and vectors of
 * several lengths an array (n, all their numbers).
 *
 * @param columns by name; missing samples become NaN
 * @param options rows, the type of the numbers, and where they go
 * @returns the numbers and their shape
 * @throws {TypeError} when columns hold texts, or are matrices of several shapes
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
  const entries = Object.entries(columns);
  const [first] = entries;
  if (first === undefined) throw new RangeError("Cannot stack no columns: select at least one");
  for (const [name, column] of entries) refuseTexts(name, column);
  const shape = stackedShape(entries.map(([, column]) => column.shape));
  if (shape === undefined) throw differentShapes(entries);
  const length = rows?.length ?? first[1].length;
  const width = shape.reduce((product, axis) => product * axis, 1);
  const values = into ?? newFloats(dtype, length * width);
  if (values.length < length * width) {
    throw new RangeError(
      `Cannot write ${length * width} numbers into ${values.length}: give a longer array`,
    );
  }
  // A block of samples at a time: what one column writes is still near when the next one does.
  for (let from = 0; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    let start = 0;
    for (const [, column] of entries) {
      spread(column, { into: values, start, width, rows, from, to });
      start += column.size;
    }
  }
  return {
    values: values.length === length * width ? values : values.subarray(0, length * width),
    shape: [length, ...shape],
    columns: stackedNames(entries.map(([name, { shape }]) => ({ name, shape }))),
  };
}

function newFloats(dtype: "float32" | "float64", length: number): Float32Array | Float64Array {
  return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
}

function refuseTexts(name: string, { dtype }: Column): void {
  if (dtype !== "utf8") return;
  throw new TypeError(
    `Cannot stack column ${quote(name)}: it holds texts; encode them, or select other columns`,
  );
}

function differentShapes(entries: readonly (readonly [string, Column])[]): TypeError {
  const [[name = "", first] = []] = entries;
  const other = entries.find(([, { shape }]) => shape.join() !== first?.shape.join());
  return new TypeError(
    `Cannot stack columns of different shapes: ${quote(name)} has samples of ` +
      `[${first?.shape.join(", ")}], ${quote(other?.[0] ?? "")} of ` +
      `[${other?.[1].shape.join(", ")}]; select columns of one shape, or scalars and vectors only`,
  );
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
