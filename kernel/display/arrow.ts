/**
 * Apache Arrow tables and their parts, known by their shape: the library is not loaded.
 *
 * @module
 */

import {
  ARROW_TYPE,
  type ArrowBatch,
  type ArrowType,
  type ArrowVector,
  decimalText,
  isArrowBatch,
  isArrowTable,
  isArrowVector,
  valueType,
} from "./arrow_type.ts";
import { bytesText, type Cell, cellOf, dateTimeText, oneLine, singleText } from "./cell_text.ts";
import type { Formatter } from "./formatter.ts";
import { tableBundle } from "./table.ts";
import type { TableSource } from "./table_window.ts";

const NUMERIC: readonly number[] = [
  ARROW_TYPE.Int,
  ARROW_TYPE.Float,
  ARROW_TYPE.Decimal,
  ARROW_TYPE.Duration,
];
/** Elements of a list that are shown in its cell. */
const MAX_ITEMS = 10;
const UNITS = ["s", "ms", "µs", "ns"];

/** Tables and record batches of Arrow, of any version and copy of the library. */
export const arrowFormatter: Formatter<ArrowBatch> = {
  name: "Arrow table",
  immediate: true,
  accepts: isArrowBatch,
  format: (rows) => tableBundle(arrowSource(rows, isArrowTable(rows) ? "Table" : "Record batch")),
};

/** Vectors of Arrow, such as the columns of tables: shown as a table of one column. */
export const arrowVectorFormatter: Formatter<ArrowVector> = {
  name: "Arrow vector",
  immediate: true,
  accepts: isArrowVector,
  format: (vector) => tableBundle(arrowSource(asColumn(vector), "Vector")),
};

/**
 * A table of Arrow as a source of rows.
 *
 * @param table the table, or a part of one; only the cells that are shown are read
 * @param title what the caption begins with
 * @returns the source
 * @example
 * ```ts
 * import { arrowSource } from "./arrow.ts";
 * const empty = { numRows: 0, schema: { fields: [] }, getChildAt: () => null };
 * console.assert(arrowSource(empty).rowCount === 0);
 * ```
 */
export function arrowSource(table: ArrowBatch, title = "Table"): TableSource {
  const { fields } = table.schema;
  const vectors = fields.map((_, index) => table.getChildAt(index));
  return {
    title,
    rowCount: table.numRows,
    columns: fields.map(({ name, type }) => ({
      name: oneLine(name),
      type: typeName(type),
      numeric: NUMERIC.includes(valueType(type).typeId),
    })),
    cell(row, column) {
      const type = fields[column]?.type;
      const value = vectors[column]?.get(row) ?? null;
      return type === undefined || value === null ? cellOf(value) : arrowCell(value, type);
    },
  };
}

function asColumn(vector: ArrowVector): ArrowBatch {
  return {
    numRows: vector.length,
    schema: { fields: [{ name: "value", type: vector.type }] },
    getChildAt: () => vector,
  };
}

function typeName(type: ArrowType): string {
  return type.typeId === ARROW_TYPE.Dictionary && type.dictionary !== undefined
    ? `${typeName(type.dictionary)} (dictionary)`
    : type.typeId === ARROW_TYPE.Decimal
    ? `Decimal(${type.precision ?? "?"}, ${type.scale ?? "?"})`
    : oneLine(String(type));
}

function arrowCell(value: unknown, declared: ArrowType): Cell {
  const type = valueType(declared);
  switch (type.typeId) {
    case ARROW_TYPE.Float:
      return typeof value === "number" && Number.isFinite(value) && isSingle(type)
        ? { text: singleText(value) }
        : cellOf(value);
    case ARROW_TYPE.Decimal:
      return { text: decimalText(String(value), type.scale ?? 0) };
    case ARROW_TYPE.Date:
      return { text: dateTimeText(Number(value)).replace(/ 00:00:00$/, "") };
    case ARROW_TYPE.Timestamp:
      return { text: dateTimeText(Number(value)) + (type.timezone ? "Z" : "") };
    case ARROW_TYPE.Time:
      return { text: timeText(Number(value), type.unit ?? 0) };
    case ARROW_TYPE.Duration:
      return { text: `${value} ${UNITS[type.unit ?? 0] ?? ""}`.trim() };
    default:
      return nestedCell(value);
  }
}

function isSingle(type: ArrowType): boolean {
  return type.precision === 1;
}

/** Lists and structs are objects of Arrow whose text is JSON with 64-bit numbers spelled out. */
function nestedCell(value: unknown): Cell {
  if (value instanceof Uint8Array) return { text: bytesText(value) };
  return typeof value === "object" ? { text: oneLine(listText(value)) } : cellOf(value);
}

function listText(value: object | null): string {
  if (value === null || !isList(value) || value.length <= MAX_ITEMS) return String(value);
  const shown = String(value.slice(0, MAX_ITEMS));
  return `${shown.slice(0, -1)},… ${value.length - MAX_ITEMS} more]`;
}

interface List {
  readonly length: number;
  slice(from: number, to: number): unknown;
}

function isList(value: object): value is List {
  return "length" in value && typeof value.length === "number" && "slice" in value &&
    typeof value.slice === "function";
}

function timeText(value: number, unit: number): string {
  const milliseconds = value * 1_000 / 1_000 ** unit;
  return dateTimeText(milliseconds).slice("1970-01-01 ".length);
}
