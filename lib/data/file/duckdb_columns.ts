/**
 * Columns of the chunks that DuckDB gives, copied as they come.
 *
 * @module
 */

import type { DuckDBResult, DuckDBVector } from "@duckdb/node-api";
import { quote } from "../../core/names.ts";
import { buildColumn } from "../build_column.ts";
import { ARRAYS, Column, type DType, type NumberArray, type NumberArrayMaker } from "../column.ts";
import { timeValue } from "./duckdb_times.ts";

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

/** Kinds of columns that may hold nothing to tell them by. */
const OTHERS: Readonly<Record<string, DType>> = { BOOLEAN: "bool", VARCHAR: "utf8" };

type NumberDType = Exclude<DType, "utf8" | "bool">;

/**
 * Makes what collects a column of a result.
 *
 * @param result of a query
 * @param at the place of the column
 * @param options its name, how many rows will come, where that is known, and whether its values
 *   become texts
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
  { name, rows = 0, isText = false }: {
    name: string;
    rows?: number | undefined;
    isText?: boolean | undefined;
  },
): ColumnBuilder {
  if (isText) {
    const read = (value: unknown): unknown => value === null ? null : String(value);
    return valueBuilder(name, { read, dtype: "utf8" });
  }
  const type = result.columnType(at).toString();
  const dtype = NUMBERS[type];
  return dtype === undefined
    ? valueBuilder(name, { read: (value) => plain(value, name), dtype: OTHERS[type] })
    : numberBuilder(name, { dtype, rows });
}

function numberBuilder(
  name: string,
  { dtype, rows }: { dtype: NumberDType; rows: number },
): ColumnBuilder {
  let values = new ARRAYS[dtype](0);
  const missing: number[] = [];
  let length = 0;
  return {
    add(vector) {
      const raw = rawParts(vector);
      const count = vector.itemCount;
      // Room is made with the first chunk, while DuckDB decodes the second.
      values = withRoom(values, length + count, { rows });
      if (raw !== undefined) copyNumbers(raw.items, values, { at: length });
      const looked = raw?.allValid === true && typeof raw.items[0] !== "bigint";
      for (let row = 0; !looked && row < count; row++) {
        if (raw !== undefined && raw.valid(row)) {
          if (dtype === "float64") refuseLarge(raw.items[row], name);
          continue;
        }
        const value = vector.getItem(row);
        if (value === null) missing.push(length + row);
        values[length + row] = value === null ? 0 : plain(value, name) as number;
      }
      length += count;
    },
    build() {
      const valid = missing.length === 0 ? undefined : new Uint8Array(length).fill(1);
      for (const row of missing) valid?.fill(0, row, row + 1);
      const exact = values.length === length ? values : values.slice(0, length);
      return new Column({ dtype, shape: [], values: exact, valid });
    },
  };
}

/** The array itself, or one that starts with its numbers: as long as expected, or twice as long. */
function withRoom(
  values: NumberArray,
  length: number,
  { rows }: { rows: number },
): NumberArray {
  if (length <= values.length) return values;
  const Longer = values.constructor as NumberArrayMaker;
  const longer = new Longer(Math.max(length, rows, 2 * values.length));
  longer.set(values);
  return longer;
}

function copyNumbers(items: RawArray, values: NumberArray, { at }: { at: number }): void {
  if (!(items instanceof BigInt64Array || items instanceof BigUint64Array)) values.set(items, at);
  else for (let row = 0; row < items.length; row++) values[at + row] = Number(items[row]);
}

function valueBuilder(
  name: string,
  { read, dtype }: { read: (value: unknown) => unknown; dtype: DType | undefined },
): ColumnBuilder {
  const values: unknown[] = [];
  return {
    add(vector) {
      for (let row = 0; row < vector.itemCount; row++) {
        values.push(read(vector.getItem(row)));
      }
    },
    build: () => buildColumn(name, values, { dtype }),
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

function refuseLarge(value: number | bigint | undefined, name: string): void {
  if (typeof value === "bigint") plain(value, name);
}

/** Values of DuckDB, as `buildColumn` takes them. */
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
  const time = timeValue(value, name);
  if (time !== undefined) return time;
  if (typeof parts["scale"] === "number") return Number(String(value));
  return String(value);
}
