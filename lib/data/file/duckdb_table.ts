/**
 * Columns as a table of DuckDB.
 *
 * @module
 */

import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBValue,
  DuckDBVector,
} from "@duckdb/node-api";
import type { Column, DType, NumberArray, Sample } from "../column.ts";
import type { DuckDBLibrary } from "./duckdb.ts";
import { identifier } from "./scan.ts";

/** DuckDB's types. */
const TYPES: Readonly<Record<DType, string>> = {
  float64: "double",
  float32: "float",
  int32: "integer",
  int16: "smallint",
  int8: "tinyint",
  uint32: "uinteger",
  uint16: "usmallint",
  uint8: "utinyint",
  bool: "boolean",
  utf8: "varchar",
};

/** Rows that DuckDB takes at a time. */
const CHUNK = 2048;

/**
 * Makes a table and fills it; samples with a shape become nested lists.
 *
 * @param connection of a database that may be written
 * @param options its name, columns of one length by name, and the library
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { withDuckDB } from "./duckdb.ts";
 * import { createTable } from "./duckdb_table.ts";
 * const columns = { soh: buildColumn("soh", [95, null]) };
 * await withDuckDB((connection, library) => createTable(connection, { name: "t", columns, library }));
 * ```
 */
export async function createTable(
  connection: DuckDBConnection,
  { name, columns, library }: {
    name: string;
    columns: Readonly<Record<string, Column>>;
    library: DuckDBLibrary;
  },
): Promise<void> {
  const named = Object.entries(columns);
  const rows = named[0]?.[1].length ?? 0;
  const fields = named.map(([field, column]) => `${identifier(field)} ${typeOf(column)}`);
  await connection.run(`create table ${identifier(name)} (${fields.join(", ")})`);
  const appender = await connection.createAppender(name);
  const types = named.map((_, at) => appender.columnType(at));
  for (let start = 0; start < rows; start += CHUNK) {
    const length = Math.min(CHUNK, rows - start);
    const chunk = library.DuckDBDataChunk.create(types, length);
    for (const [at, [, column]] of named.entries()) {
      fill(chunk, { at, column, start, length, library });
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

interface Part {
  readonly at: number;
  readonly column: Column;
  readonly start: number;
  readonly length: number;
  readonly library: DuckDBLibrary;
}

function fill(chunk: DuckDBDataChunk, { at, column, start, length, library }: Part): void {
  const vector = chunk.getColumnVector(at);
  const numbers = column.shape.length === 0 && column.isNumeric ? memoryOf(vector) : undefined;
  numbers?.set(column.values.subarray(start, start + length));
  for (let row = 0; row < length; row++) {
    if (column.valid?.[start + row] === 0) vector.setItem(row, null);
    else if (numbers === undefined) {
      vector.setItem(row, nested(column.at(start + row), library));
    }
  }
  vector.flush();
}

/** DuckDB's own memory, which its types hide. */
function memoryOf(vector: DuckDBVector): NumberArray | undefined {
  const { items } = vector as unknown as { items?: unknown };
  return ArrayBuffer.isView(items) ? items as NumberArray : undefined;
}

function nested(sample: Sample, library: DuckDBLibrary): DuckDBValue {
  if (!Array.isArray(sample)) return sample as DuckDBValue;
  return library.listValue(sample.map((part) => nested(part, library)));
}

function typeOf({ dtype, shape }: Column): string {
  return `${TYPES[dtype]}${"[]".repeat(shape.length)}`;
}
