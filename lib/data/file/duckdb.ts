/**
 * Columns of SQL queries and Parquet files, read by DuckDB: it scans only the columns asked for, and
 * its chunks are copied into columns as they come.
 *
 * @module
 */

import type { DuckDBConnection, DuckDBResult, DuckDBVector } from "@duckdb/node-api";
import { buildColumn } from "../build_column.ts";
import { ARRAYS, Column, type DType, type NumberArray } from "../column.ts";

/** A query. */
export interface SqlSource {
  /** The query; it may read files: `select * from 'pulses.parquet'`. */
  readonly sql: string;
  /** A database file; one in memory when left out. It is opened for reading only. */
  readonly database?: string | undefined;
  /** Values of the parameters `$name` of the query. */
  readonly parameters?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

// Not a literal: Deno would resolve the package, a large one, when this file is imported.
const NAME = "@duckdb/node-api";

/**
 * Runs a query.
 *
 * @param source the query, its database and parameters
 * @returns the columns of its result, by name
 * @throws {SyntaxError} with DuckDB's message, when the query fails
 * @example
 * ```ts
 * import { readSql } from "./duckdb.ts";
 * const { x } = await readSql({ sql: "select range::float as x from range(3)" });
 * console.log(x?.toArray()); // [ 0, 1, 2 ]
 * ```
 */
export async function readSql(source: SqlSource): Promise<Record<string, Column>> {
  const { sql, database = ":memory:", parameters } = source;
  const { DuckDBInstance } = await import(NAME) as typeof import("@duckdb/node-api");
  const options = database === ":memory:" ? undefined : { access_mode: "READ_ONLY" };
  try {
    const instance = await DuckDBInstance.create(database, options);
    try {
      const connection = await instance.connect();
      return await runQuery(connection, { sql, parameters });
    } finally {
      instance.closeSync();
    }
  } catch (cause) {
    if (!(cause instanceof Error) || cause instanceof TypeError) throw cause;
    throw new SyntaxError(`Cannot run the query: ${cause.message}`, { cause });
  }
}

/**
 * Reads columns of a Parquet file, or of many.
 *
 * @param path of the file; `*` stands for any characters
 * @param names of the columns wanted; all when left out
 * @returns the columns, by name
 * @throws {SyntaxError} when the file is no Parquet file, or has no such column
 * @example
 * ```ts
 * import { readParquet } from "./duckdb.ts";
 * async function voltages(path: string): Promise<number> {
 *   return (await readParquet(path, ["voltage"]))["voltage"]?.length ?? 0;
 * }
 * ```
 */
export async function readParquet(
  path: string,
  names?: readonly string[],
): Promise<Record<string, Column>> {
  const columns = names?.map((name) => `"${name.replaceAll('"', '""')}"`).join(", ") ?? "*";
  return await readSql({
    sql: `select ${columns} from read_parquet($path)`,
    parameters: { path },
  });
}

async function runQuery(
  connection: DuckDBConnection,
  { sql, parameters = {} }: Pick<SqlSource, "sql" | "parameters">,
): Promise<Record<string, Column>> {
  try {
    const result = await connection.stream(sql, { ...parameters });
    const columns = result.deduplicatedColumnNames();
    const builders = columns.map((_, at) => builderFor(result, at));
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      for (const [at, builder] of builders.entries()) builder.add(chunk.getColumnVector(at));
    }
    return Object.fromEntries(
      columns.map((name, at) => [name, (builders[at] as ColumnBuilder).build(name)]),
    );
  } finally {
    connection.closeSync();
  }
}

/** Collects the chunks of one column. */
interface ColumnBuilder {
  add(vector: DuckDBVector): void;
  build(name: string): Column;
}

/** Types of DuckDB whose memory is that of a column. */
const NUMBERS: Readonly<Record<string, Exclude<DType, "utf8" | "bool">>> = {
  DOUBLE: "float64",
  FLOAT: "float32",
  INTEGER: "int32",
  SMALLINT: "int16",
  TINYINT: "int8",
  UINTEGER: "uint32",
  USMALLINT: "uint16",
  UTINYINT: "uint8",
};

function builderFor(result: DuckDBResult, at: number): ColumnBuilder {
  const dtype = NUMBERS[result.columnType(at).toString()];
  return dtype === undefined ? valueBuilder() : numberBuilder(dtype);
}

function numberBuilder(dtype: Exclude<DType, "utf8" | "bool">): ColumnBuilder {
  const parts: NumberArray[] = [];
  const missing: number[] = [];
  let length = 0;
  return {
    add(vector) {
      const part = new ARRAYS[dtype](vector.itemCount);
      const raw = rawParts(vector);
      if (raw !== undefined) part.set(raw.items);
      for (let row = 0; row < part.length; row++) {
        if (raw !== undefined && raw.valid(row)) continue;
        const value = vector.getItem(row);
        if (value === null) missing.push(length + row);
        part[row] = value === null ? 0 : Number(value);
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

function valueBuilder(): ColumnBuilder {
  const values: unknown[] = [];
  return {
    add(vector) {
      for (let row = 0; row < vector.itemCount; row++) values.push(plain(vector.getItem(row)));
    },
    build: (name) => buildColumn(name, values),
  };
}

interface RawParts {
  readonly items: NumberArray;
  valid(row: number): boolean;
}

/** DuckDB's own memory, which its types hide; asking for one number at a time is ten times slower. */
function rawParts(vector: DuckDBVector): RawParts | undefined {
  const { items, validity } = vector as unknown as {
    items?: unknown;
    validity?: { itemValid?(row: number): boolean };
  };
  if (!ArrayBuffer.isView(items) || items instanceof DataView) return undefined;
  if (typeof validity?.itemValid !== "function") return undefined;
  return { items: items as NumberArray, valid: (row) => validity.itemValid?.(row) === true };
}

/** Values of DuckDB, as `buildColumn` takes them: times become milliseconds since 1970. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new TypeError(`Cannot keep ${value} as a number: it is beyond 2^53; cast it to varchar`);
  }
  if (typeof value !== "object" || value === null) return value;
  const parts = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(parts["items"])) return parts["items"].map(plain);
  if (typeof parts["micros"] === "bigint") return Number(parts["micros"]) / 1000;
  if (typeof parts["millis"] === "bigint") return Number(parts["millis"]);
  if (typeof parts["days"] === "number" && !("months" in parts)) return parts["days"] * 86_400_000;
  if (typeof parts["scale"] === "number") return Number(String(value));
  return String(value);
}
