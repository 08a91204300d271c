/**
 * Columns of the chunks that DuckDB gives, copied as they come.
 *
 * @module
 */

import type { DuckDBResult, DuckDBVector } from "@duckdb/node-api";
import { quote } from "../../core/names.ts";
import { buildColumn } from "../build_column.ts";
import { ARRAYS, Column, type DType, type NumberArray } from "../column.ts";

/** Collects the chunks of one column. */
export interface ColumnBuilder {
  /** Takes the next chunk. */
  add(vector: DuckDBVector): void;
  /** @returns the column of all chunks */
  build(): Column;
}

/** Types of DuckDB whose memory is that of a column. */
const NUMBERS: Readonly<Record<string, NumberDType>> = {
  DOUBLE: "float64",
  FLOAT: "float32",
  INTEGER: "int32",
  SMALLINT: "int16",
  TINYINT: "int8",
  UINTEGER: "uint32",
  USMALLINT: "uint16",
  UTINYINT: "uint8",
  // Beyond what float64 holds, these are refused.
  BIGINT: "float64",
  UBIGINT: "float64",
};

type NumberDType = Exclude<DType, "utf8" | "bool">;

/**
 * Makes what collects a column of a result.
 *
 * @param result of a query
 * @param at the place of the column
 * @param options its name
 * @returns a builder for its chunks
 * @example
 * ```ts
 * import type { DuckDBResult } from "@duckdb/node-api";
 * import { columnBuilder } from "./duckdb_columns.ts";
 * function builders(result: DuckDBResult): unknown[] {
 *   return result.columnNames().map((name, at) => columnBuilder(result, at, { name }));
 * }
 * ```
 */
export function columnBuilder(
  result: DuckDBResult,
  at: number,
  { name }: { name: string },
): ColumnBuilder {
  const dtype = NUMBERS[result.columnType(at).toString()];
  return dtype === undefined ? valueBuilder(name) : numberBuilder(name, dtype);
}

function numberBuilder(name: string, dtype: NumberDType): ColumnBuilder {
  const parts: NumberArray[] = [];
  const missing: number[] = [];
  let length = 0;
  return {
    add(vector) {
      const raw = rawParts(vector);
      const part = raw === undefined
        ? new ARRAYS[dtype](vector.itemCount)
        : toNumbers(raw.items, dtype);
      const looked = raw?.allValid === true && part.constructor === raw.items.constructor;
      for (let row = 0; !looked && row < part.length; row++) {
        if (raw !== undefined && raw.valid(row)) {
          if (dtype === "float64") refuseLarge(raw.items[row], name);
          continue;
        }
        const value = vector.getItem(row);
        if (value === null) missing.push(length + row);
        part[row] = value === null ? 0 : plain(value, name) as number;
      }
      parts.push(part);
      length += part.length;
    },
    build() {
      const values = new ARRAYS[dtype](length);
      let start = 0;
      for (const part of parts) {
        values.set(part, start);
        start += part.length;
      }
      const valid = missing.length === 0 ? undefined : new Uint8Array(length).fill(1);
      for (const row of missing) valid?.fill(0, row, row + 1);
      return new Column({ dtype, shape: [], values, valid });
    },
  };
}

function valueBuilder(name: string): ColumnBuilder {
  const values: unknown[] = [];
  return {
    add(vector) {
      for (let row = 0; row < vector.itemCount; row++) {
        values.push(plain(vector.getItem(row), name));
      }
    },
    build: () => buildColumn(name, values),
  };
}

type RawArray = NumberArray | BigInt64Array | BigUint64Array;

interface RawParts {
  readonly items: RawArray;
  /** Whether no row of the chunk is missing, so that none has to be asked about. */
  readonly allValid: boolean;
  valid(row: number): boolean;
}

/** DuckDB's own memory, which its types hide; asking for one number at a time is ten times slower. */
function rawParts(vector: DuckDBVector): RawParts | undefined {
  const { items, validity } = vector as unknown as {
    items?: unknown;
    validity?: { readonly data?: unknown; itemValid?(row: number): boolean };
  };
  if (!ArrayBuffer.isView(items) || items instanceof DataView) return undefined;
  if (typeof validity?.itemValid !== "function") return undefined;
  return {
    items: items as RawArray,
    allValid: validity.data === null,
    valid: (row) => validity.itemValid?.(row) === true,
  };
}

function toNumbers(items: RawArray, dtype: NumberDType): NumberArray {
  if (items instanceof BigInt64Array || items instanceof BigUint64Array) {
    return Float64Array.from(items, Number);
  }
  return new ARRAYS[dtype](items);
}

function refuseLarge(value: number | bigint | undefined, name: string): void {
  if (typeof value === "bigint") plain(value, name);
}

/** Values of DuckDB, as `buildColumn` takes them: times become milliseconds since 1970. */
function plain(value: unknown, name: string): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new TypeError(
      `Cannot keep ${value} of column ${quote(name)} as a number: it is beyond 2^53; ` +
        `read it as text, with a cast to varchar or dtypes: { ${name}: "utf8" }`,
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const parts = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(parts["items"])) return parts["items"].map((item) => plain(item, name));
  if (typeof parts["micros"] === "bigint") return Number(parts["micros"]) / 1000;
  if (typeof parts["millis"] === "bigint") return Number(parts["millis"]);
  if (typeof parts["days"] === "number" && !("months" in parts)) return parts["days"] * 86_400_000;
  if (typeof parts["scale"] === "number") return Number(String(value));
  return String(value);
}
