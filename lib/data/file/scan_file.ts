/**
 * Columns and rows of files that DuckDB scans: CSV, Parquet, JSON.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { quote } from "../../core/names.ts";
import type { Column } from "../column.ts";
import { runQuery, withDuckDB } from "./duckdb.ts";
import { refuseUnknown, type ScanOptions, selectFrom } from "./scan.ts";
import { scanCsv } from "./scan_csv.ts";
import { scanJson } from "./scan_json.ts";

/**
 * Reads columns of a file, or of many. Kinds are told apart over the whole file, as `readText` does;
 * texts stay texts, dates too.
 *
 * @param path of the file; `*` stands for any characters
 * @param options the format, names of columns, a condition on rows
 * @returns the columns, by name
 * @throws {FileFormatError} when the file is malformed, with the line
 * @throws {UnknownNameError} when it has no such column
 * @example
 * ```ts
 * import { scanFile } from "./scan_file.ts";
 * async function voltages(path: string): Promise<number> {
 *   const options = { format: "parquet", names: ["voltage"], where: "soh > 80" } as const;
 *   return (await scanFile(path, options))["voltage"]?.length ?? 0;
 * }
 * ```
 */
export async function scanFile(
  path: string,
  { format, ...options }: ScanOptions & { format: "csv" | "parquet" | "json" | "ndjson" },
): Promise<Record<string, Column>> {
  const source = { source: quote(path), format };
  return await withDuckDB(async (connection) => {
    switch (format) {
      case "csv":
        return await scanCsv(connection, path, options);
      case "parquet":
        return await scanParquet(connection, path, options);
      default:
        return await scanJson(connection, path, { ...options, format });
    }
  }, source);
}

const PARQUET = "read_parquet($path)";

async function scanParquet(
  connection: DuckDBConnection,
  path: string,
  { onRows, texts, ...wish }: ScanOptions,
): Promise<Record<string, Column>> {
  const parameters = { path };
  if (wish.names !== undefined) {
    const sql = `select column_name from (describe select * from ${PARQUET})`;
    const { column_name: known } = await runQuery(connection, { sql, parameters });
    refuseUnknown(wish.names, known?.toArray() as readonly string[]);
  }
  const expected = wish.where === undefined ? await countRows(connection, path) : undefined;
  const sql = selectFrom(PARQUET, wish);
  return await runQuery(connection, { sql, parameters, onRows, texts, expected });
}

/** The end of a Parquet file says how many rows it has. */
async function countRows(connection: DuckDBConnection, path: string): Promise<number> {
  const sql = `select count(*) as rows from ${PARQUET}`;
  const { rows } = await runQuery(connection, { sql, parameters: { path } });
  return Number(rows?.at(0) ?? 0);
}
