/**
 * Columns as a table of a DuckDB database file, for those who go on in SQL.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import type { Column } from "../column.ts";
import { withDuckDB } from "./duckdb.ts";
import { createTable } from "./duckdb_table.ts";

/**
 * Adds a table to a database; the file is made when there is none.
 *
 * @param path of the database file
 * @param columns of one length, by name
 * @param options what the table is called
 * @throws {FileFormatError} when there is a table of that name, or the file is no database; nothing is
 *   written then
 * @throws {RangeError} when there are no columns
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { writeDatabase } from "./write_database.ts";
 * async function save(path: string): Promise<void> {
 *   await writeDatabase(path, { soh: buildColumn("soh", [95, null]) }, { table: "cells" });
 * }
 * ```
 */
export async function writeDatabase(
  path: string,
  columns: Readonly<Record<string, Column>>,
  { table }: { table: string },
): Promise<void> {
  if (Object.keys(columns).length === 0) {
    throw new RangeError(`Cannot write table ${quote(table)} without a column`);
  }
  await withDuckDB(async (connection, library) => {
    await connection.run("begin transaction");
    await createTable(connection, { name: table, columns, library });
    await connection.run("commit");
  }, { database: path, writable: true });
}
