/**
 * Columns as a Parquet file, written by DuckDB.
 *
 * @module
 */

import type { DuckDBDataChunk, DuckDBValue, DuckDBVector } from "@duckdb/node-api";
import { rename } from "node:fs/promises";
import { quote } from "../../core/names.ts";
import type { Column, DType, NumberArray, Sample } from "../column.ts";
import { type DuckDBLibrary, withDuckDB } from "./duckdb.ts";

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
 * Writes a Parquet file; samples with a shape become nested lists.
 *
 * @param path of the file, which is replaced
 * @param columns of one length, by name
 * @throws {RangeError} when there are no columns, which Parquet cannot hold
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { writeParquet } from "./write_parquet.ts";
 * async function save(path: string): Promise<void> {
 *   await writeParquet(path, { soh: buildColumn("soh", [95, null]) });
 * }
 * ```
 */
export async function writeParquet(
  path: string,
  columns: Readonly<Record<string, Column>>,
): Promise<void> {
  const named = Object.entries(columns);
  const [first] = named;
  if (first === undefined) throw new RangeError("Cannot write Parquet without a column");
  const draft = `${path}.part`;
  await withDuckDB(async (connection, library) => {
    const fields = named.map(([name, column]) =>
      `"${name.replaceAll('"', '""')}" ${typeOf(column)}`
    );
    await connection.run(`create table samples (${fields.join(", ")})`);
    const appender = await connection.createAppender("samples");
    const types = named.map((_, at) => appender.columnType(at));
    for (let start = 0; start < first[1].length; start += CHUNK) {
      const length = Math.min(CHUNK, first[1].length - start);
      const chunk = library.DuckDBDataChunk.create(types, length);
      for (const [at, [, column]] of named.entries()) {
        fill(chunk, { at, column, start, length, library });
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    const target = draft.replaceAll("'", "''");
    await connection.run(`copy samples to '${target}' (format parquet, compression zstd)`);
  }, { source: quote(path), format: "parquet" });
  await rename(draft, path);
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
