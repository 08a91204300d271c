/**
 * Columns from what people have: arrays of values, nested arrays, typed arrays.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { ARRAYS, Column, type DType, type NumberArray } from "./column.ts";
import { fromTensor, type TensorLike } from "./tensors.ts";

/** Values of a column: an entry per sample, or typed values with the shape of a sample. */
export type ColumnInput =
  | readonly unknown[]
  | NumberArray
  | BigInt64Array
  | BigUint64Array
  | Column
  | TensorLike
  | { readonly values: NumberArray; readonly shape?: readonly number[] };

/**
 * Makes a column; its kind and shape follow from the first sample that is not missing.
 *
 * Numbers become `float64` (typed arrays keep their own kind and are not copied), texts `utf8`,
 * truth values `bool`, dates milliseconds since 1970. `null` and `undefined` are missing samples;
 * inside of a sample that has a shape they become NaN. Axes of length 1 at the end of a shape are
 * dropped, so that a target of shape (n, 1) is a scalar per sample.
 *
 * @param name of the column, for errors
 * @param input its values
 * @param dtype the kind of number wanted; found out when left out
 * @returns the column
 * @throws {TypeError} when samples differ in kind or in shape
 * @throws {UnknownNameError} when there is no such kind of number
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * console.log(buildColumn("signal", [[1, 2], [3, 4], [5, 6]]).shape); // [ 2 ]
 * ```
 */
export function buildColumn(
  name: string,
  input: ColumnInput,
  { dtype }: { dtype?: DType | undefined } = {},
): Column {
  if (dtype !== undefined && !Object.hasOwn(ARRAYS, dtype)) {
    throw new UnknownNameError("kind of column", dtype, {
      known: Object.keys(ARRAYS),
      hint: `it was asked for ${quote(name)}`,
    });
  }
  const column = toColumn(name, input, dtype);
  const squeezed = squeeze(column);
  if (dtype === undefined || dtype === squeezed.dtype) return squeezed;
  const { length, nullCount, shape } = squeezed;
  if (dtype === "utf8" && shape.length === 0) return asTexts(name, squeezed);
  if (dtype === "bool" && nullCount === length) {
    return buildColumn(name, squeezed.toArray(), { dtype });
  }
  if (dtype === "utf8" || dtype === "bool") {
    throw new TypeError(`Cannot read column ${quote(name)} as ${dtype}: it is ${squeezed.dtype}`);
  }
  return squeezed.cast(dtype);
}

/**
 * Names the kind of number that a typed array holds.
 *
 * @param values any of the typed arrays that columns are made of
 * @returns its kind
 * @example
 * ```ts
 * import { dtypeOf } from "./build_column.ts";
 * console.log(dtypeOf(new Float32Array(1))); // float32
 * ```
 */
export function dtypeOf(values: NumberArray): Exclude<DType, "utf8" | "bool"> {
  for (const [dtype, Type] of Object.entries(ARRAYS)) {
    if (values instanceof Type) return dtype as Exclude<DType, "utf8" | "bool">;
  }
  const kind = Object.prototype.toString.call(values).slice(8, -1);
  throw new TypeError(`Cannot keep a ${kind} in a column: use one of ${Object.keys(ARRAYS)}`);
}

function toColumn(name: string, input: ColumnInput, dtype: DType | undefined): Column {
  if (input instanceof Column) return input;
  if (input instanceof BigInt64Array || input instanceof BigUint64Array) {
    return fromBigInts(name, input);
  }
  if (ArrayBuffer.isView(input)) {
    return new Column({ dtype: dtypeOf(input), shape: [], values: input });
  }
  if (Array.isArray(input)) return fromSamples(name, input, dtype);
  if (typeof input === "object" && input !== null && "dataSync" in input) return fromTensor(input);
  const { values, shape = [] } = (input ?? {}) as {
    values: NumberArray;
    shape?: readonly number[];
  };
  if (!ArrayBuffer.isView(values)) {
    throw new TypeError(
      `Cannot make column ${quote(name)} of ${typeof input}: ` +
        `give an array with a value per sample, a typed array, { values, shape }, or a tensor`,
    );
  }
  return new Column({ dtype: dtypeOf(values), shape, values });
}

/** Numbers that are names, such as postal codes, and truth values. */
function asTexts(name: string, column: Column): Column {
  const texts = column.toArray().map((value) => value === null ? null : String(value));
  return buildColumn(name, texts, { dtype: "utf8" });
}

/** Integers of 64 bits become float64 where that loses nothing. */
function fromBigInts(name: string, input: BigInt64Array | BigUint64Array): Column {
  const values = Float64Array.from(input, Number);
  const lost = values.findIndex((value) => !Number.isSafeInteger(value));
  if (lost >= 0) {
    throw new RangeError(
      `Cannot keep ${input[lost]} of column ${quote(name)} (sample ${lost}) as a number: ` +
        `it is beyond 2^53; keep such identifiers as text`,
    );
  }
  return new Column({ dtype: "float64", shape: [], values });
}

function fromSamples(name: string, samples: readonly unknown[], wanted?: DType): Column {
  const first = samples.find((sample) => sample !== null && sample !== undefined);
  const shape = shapeOf(first);
  const size = shape.reduce((product, length) => product * length, 1);
  const kind = kindOf(leaf(first), wanted);
  const values = new ARRAYS[kind](samples.length * size);
  const valid = new Uint8Array(samples.length).fill(1);
  const levels = new Map<string, number>();
  const filler = { name, kind, values, levels };
  for (const [row, sample] of samples.entries()) {
    if (sample === null || sample === undefined) valid[row] = 0;
    else if (shape.length === 0) values[row * size] = entry(sample, filler, row);
    else fill(sample, { ...filler, row, shape, start: row * size, axis: 0 });
  }
  return new Column({ dtype: kind, shape, values, valid, levels: [...levels.keys()] });
}

interface Filler {
  readonly name: string;
  readonly kind: DType;
  readonly values: NumberArray;
  readonly levels: Map<string, number>;
}

interface Place extends Filler {
  readonly row: number;
  readonly shape: readonly number[];
  readonly start: number;
  readonly axis: number;
}

function fill(sample: unknown, place: Place): void {
  const { shape, axis, start, row, values } = place;
  if (axis === shape.length) {
    const missing = sample === null || sample === undefined;
    values[start] = missing && place.kind === "float64" ? NaN : entry(sample, place, row);
    return;
  }
  if (!isList(sample) || sample.length !== shape[axis]) {
    const got = isList(sample) ? `a list of ${sample.length}` : `${typeof sample}`;
    throw new TypeError(
      `Cannot keep sample ${row} of column ${quote(place.name)}: expected shape ` +
        `[${shape.join(", ")}] as in the first sample, got ${got}; pad or cut the samples first`,
    );
  }
  const step = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  for (let index = 0; index < sample.length; index++) {
    fill(sample[index], { ...place, start: start + index * step, axis: axis + 1 });
  }
}

function entry(value: unknown, { name, kind, levels }: Filler, row: number): number {
  if (kind === "utf8" && typeof value === "string") {
    const known = levels.get(value);
    if (known !== undefined) return known;
    levels.set(value, levels.size);
    return levels.size - 1;
  }
  if (kind === "bool" && typeof value === "boolean") return value ? 1 : 0;
  if (kind !== "utf8" && kind !== "bool") {
    if (typeof value === "number") return value;
    if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
    if (value instanceof Date) return value.getTime();
  }
  throw new TypeError(
    `Cannot keep ${typeof value === "string" ? quote(value) : String(value)} (sample ${row}) ` +
      `in column ${quote(name)} of ${kind}: all samples need one type; convert them first`,
  );
}

function kindOf(value: unknown, wanted: DType | undefined): DType {
  // Where all is missing there is nothing to go by.
  if (value === null || value === undefined) return wanted ?? "float64";
  if (typeof value === "string") return "utf8";
  if (typeof value === "boolean") return "bool";
  return wanted === undefined || wanted === "utf8" || wanted === "bool" ? "float64" : wanted;
}

function shapeOf(sample: unknown): readonly number[] {
  return isList(sample) ? [sample.length, ...shapeOf(sample[0])] : [];
}

function leaf(sample: unknown): unknown {
  return isList(sample) ? leaf(sample[0]) : sample;
}

type List = { readonly length: number; readonly [index: number]: unknown };

function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A sample of shape (…, 1) is one of shape (…). */
function squeeze(column: Column): Column {
  if (column.shape.at(-1) !== 1) return column;
  const shape = [...column.shape];
  while (shape.at(-1) === 1) shape.pop();
  const { dtype, values, levels, valid } = column;
  return new Column({ dtype, shape, values, levels, valid });
}
