/**
 * A series as columns: lists, and an Arrow table.
 *
 * @module
 */

import type { Table } from "apache-arrow";
import { buildColumn } from "../../data/build_column.ts";
import { Column } from "../../data/column.ts";
import { toArrowTable } from "../../data/file/write_arrow.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { SeriesParts } from "./series_parts.ts";
import { type AxisColumn, type Coordinate, usedCodes } from "./coordinates.ts";
import type { SeriesValues } from "./series_values.ts";
import { isTensor } from "./tensor_values.ts";

/** Coordinates along an axis, or values, entry by entry. */
export type SeriesColumn = Float64Array | readonly unknown[];

/**
 * Makes a list for each axis and one for the values.
 *
 * @param parts of a series
 * @returns typed arrays where all are numbers
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { seriesColumns } from "./series_columns.ts";
 * import { valuesOf } from "./series_values.ts";
 * const parts = { name: "loss", columns: { epoch: columnOf([0, 1]) }, values: valuesOf([3, 2]) };
 * seriesColumns(parts).loss; // Float64Array [3, 2]
 * ```
 */
export function seriesColumns(
  { name, columns, values }: SeriesParts<unknown>,
): Readonly<Record<string, SeriesColumn>> {
  const axes = Object.entries(columns).map(([axis, column]) => [axis, coordinates(column)]);
  return Object.fromEntries([...axes, [name, values.numbers?.slice() ?? listOf(values)]]);
}

/**
 * Makes an Arrow table.
 *
 * @param parts of a series
 * @returns a column for each axis and one for the values
 * @example
 * ```ts
 * import { columnOf } from "./coordinates.ts";
 * import { seriesTable } from "./series_columns.ts";
 * import { valuesOf } from "./series_values.ts";
 * const parts = { name: "loss", columns: { epoch: columnOf([0, 1]) }, values: valuesOf([3, 2]) };
 * (await seriesTable(parts)).numRows; // 2
 * ```
 */
export async function seriesTable(parts: SeriesParts<unknown>): Promise<Table> {
  const { name, columns, values } = parts;
  const axes = Object.entries(columns).map(([axis, column]) => [axis, axisColumn(column)] as const);
  return await toArrowTable(Object.fromEntries([...axes, [name, valueColumn(name, values)]]));
}

function coordinates(column: AxisColumn): SeriesColumn {
  const { codes, dictionary } = column;
  const numeric = usedCodes(column).every((code) => typeof dictionary.at(code) === "number");
  if (numeric) return Float64Array.from(codes, (code) => dictionary.at(code) as number);
  return Array.from(codes, (code) => dictionary.at(code));
}

function axisColumn(column: AxisColumn): Column {
  const { codes, dictionary } = column;
  const used = usedCodes(column).map((code) => dictionary.at(code));
  const valid = used.includes(null)
    ? Uint8Array.from(codes, (code) => dictionary.at(code) === null ? 0 : 1)
    : undefined;
  if (used.some((coordinate) => typeof coordinate === "string")) {
    const levels = Array.from(
      { length: dictionary.size },
      (_, code) => String(dictionary.at(code) ?? ""),
    );
    return new Column({ dtype: "utf8", shape: [], values: codes.slice(), levels, valid });
  }
  const whole = used.every((coordinate) => coordinate === null || isInt32(coordinate));
  const values = new (whole ? Int32Array : Float64Array)(codes.length);
  for (let at = 0; at < codes.length; at++) {
    values[at] = Number(dictionary.at(codes[at] as number) ?? 0);
  }
  return new Column({ dtype: whole ? "int32" : "float64", shape: [], values, valid });
}

function isInt32(coordinate: Coordinate): boolean {
  return typeof coordinate === "number" && Object.is(coordinate | 0, coordinate);
}

function valueColumn(name: string, values: SeriesValues<unknown>): Column {
  if (values.numbers !== undefined) {
    return new Column({ dtype: "float64", shape: [], values: values.numbers.slice() });
  }
  const list = listOf(values);
  const [first] = list;
  if (isTensor(first) && list.every((value) => isTensor(value) && sameType(value, first))) {
    return tensorColumn(list as readonly HostTensor[], first);
  }
  const plain = list.every((value) => value === null || SCALARS.has(typeof value));
  const mixed = new Set(list.filter((value) => value !== null).map((value) => typeof value));
  if (plain && mixed.size === 1) return buildColumn(name, list as readonly Coordinate[]);
  return buildColumn(name, list.map((value) => toJson(value)));
}

const SCALARS = new Set(["number", "string", "boolean"]);

function sameType(one: HostTensor, other: HostTensor): boolean {
  return one.dtype === other.dtype && String(one.shape) === String(other.shape);
}

function tensorColumn(tensors: readonly HostTensor[], { dtype, shape }: HostTensor): Column {
  const size = shape.reduce((product, length) => product * length, 1);
  const make = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  const values = new make(tensors.length * size);
  tensors.forEach(({ data }, at) => values.set(data, at * size));
  return new Column({ dtype, shape, values });
}

/** Typed arrays become lists, which is what JSON can hold. */
function toJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_, part) => ArrayBuffer.isView(part) ? Array.from(part as Float32Array) : part,
  );
  return text ?? String(value);
}

function listOf(values: SeriesValues<unknown>): readonly unknown[] {
  return Array.from({ length: values.length }, (_, at) => values.at(at));
}
