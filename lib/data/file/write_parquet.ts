/**
 * Columns as a Parquet file, written by DuckDB.
 *
 * @module
 */

import { replaceDurably } from "../../core/durable_file.ts";
import { quote } from "../../core/names.ts";
import type { Column } from "../column.ts";
import { withDuckDB } from "./duckdb.ts";
import { createTable } from "./duckdb_table.ts";
import { literal } from "./scan.ts";

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
  if (Object.keys(columns).length === 0) {
    throw new RangeError("Cannot write Parquet without a column");
  }
  await replaceDurably(path, async (draft) => {
    await withDuckDB(async (connection, library) => {
      await createTable(connection, { name: "samples", columns, library });
      await connection.run(`copy samples to ${literal(draft)} (format parquet, compression zstd)`);
    }, { source: quote(path), format: "parquet" });
  });
}
