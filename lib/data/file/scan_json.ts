/**
 * Columns and rows of JSON files that DuckDB scans, however large.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { buildColumn } from "../build_column.ts";
import type { Column } from "../column.ts";
import { runQuery } from "./duckdb.ts";
import { columnsNeeded, identifier, refuseUnknown, type ScanOptions, selectFrom } from "./scan.ts";

/**
 * Reads columns of JSON. Each value is kept as it is written until the kinds of its column are known,
 * over the whole file: DuckDB's own guesses make times of texts that look like dates.
 *
 * @param connection of a database
 * @param path of the file
 * @param options a list of objects or an object a line, and what is wanted of them
 * @returns the columns, by name
 * @throws {UnknownNameError} when no object has such a key
 * @example
 * ```ts
 * import { withDuckDB } from "./duckdb.ts";
 * import { scanJson } from "./scan_json.ts";
 * async function read(path: string): Promise<unknown> {
 *   const options = { format: "json", names: ["soh"], where: "cell = 'a'" } as const;
 *   return await withDuckDB((connection) => scanJson(connection, path, options));
 * }
 * ```
 */
export async function scanJson(
  connection: DuckDBConnection,
  path: string,
  { format, onRows, ...wish }: ScanOptions & { format: "json" | "ndjson" },
): Promise<Record<string, Column>> {
  const parameters = { path };
  const raw = `read_json($path, format = '${format === "json" ? "array" : "newline_delimited"}', ` +
    "records = true, maximum_depth = 1, sample_size = -1)";
  const { column_name: found } = await runQuery(connection, {
    sql: `select column_name from (describe select * from ${raw})`,
    parameters,
  });
  const all = (found?.toArray() ?? []) as readonly string[];
  const { names: wanted = all, where } = wish;
  refuseUnknown(wanted, all);
  const needed = columnsNeeded(all, wish);
  const kinds = await kindsOf(connection, { raw, path, names: needed });
  const values = needed.map((name, at) => `${kinds[at]?.sql} as ${identifier(name)}`);
  const read = await runQuery(connection, {
    sql: selectFrom(`(select ${values.join(", ")} from ${raw})`, { names: wanted, where }),
    parameters,
    onRows,
  });
  return Object.fromEntries(wanted.map((name) => {
    const column = read[name] as Column;
    return [name, kinds[needed.indexOf(name)]?.parsed === true ? parsed(name, column) : column];
  }));
}

interface ValueKind {
  /** What makes the value that conditions see and that is read. */
  readonly sql: string;
  /** Whether that is still JSON. */
  readonly parsed: boolean;
}

const NUMBERS: readonly string[] = ["BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "DOUBLE"];

async function kindsOf(
  connection: DuckDBConnection,
  { raw, path, names }: { raw: string; path: string; names: readonly string[] },
): Promise<readonly ValueKind[]> {
  const lists = names.map((name, at) =>
    `string_agg(distinct json_type(${identifier(name)}), ',') as k${at}`
  );
  const sql = `select ${lists.join(", ")} from ${raw}`;
  const found = await runQuery(connection, { sql, parameters: { path } });
  return names.map((name, at) => {
    const field = identifier(name);
    const kinds = String(found[`k${at}`]?.at(0) ?? "").split(",");
    const only = (known: readonly string[]) => kinds.every((kind) => known.includes(kind));
    if (only(NUMBERS)) return { sql: `cast(${field} as double)`, parsed: false };
    if (only(["BOOLEAN"])) return { sql: `cast(${field} as boolean)`, parsed: false };
    if (only(["VARCHAR"])) return { sql: `${field} ->> '$'`, parsed: false };
    return { sql: `cast(${field} as varchar)`, parsed: true };
  });
}

/** Lists become samples with a shape; what cannot be a column is refused as it is in any JSON. */
function parsed(name: string, column: Column): Column {
  const levels = (column.levels ?? []).map((text): unknown => JSON.parse(text));
  const { values, valid } = column;
  const cells = Array.from(values, (code, row) => valid?.[row] === 0 ? null : levels[code]);
  return buildColumn(name, cells);
}
