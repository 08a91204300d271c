/**
 * Columns and rows of JSON files that DuckDB scans, however large.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { buildColumn } from "../build_column.ts";
import type { Column } from "../column.ts";
import { runQuery } from "./duckdb.ts";
import {
  columnsNeeded,
  identifier,
  literal,
  refuseUnknown,
  type ScanOptions,
  selectFrom,
} from "./scan.ts";

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
  options: ScanOptions & { format: "json" | "ndjson" },
): Promise<Record<string, Column>> {
  const { names, where } = options;
  const file = { connection, path, format: options.format };
  if (names !== undefined) {
    const first = await keysOf(file, { sample: FIRST });
    if (names.every((name) => first.includes(name))) {
      const read = readKeys(file, { ...options, all: first });
      if (where === undefined) return await read;
      // The condition may be on a key that only later objects have.
      return await read.catch((error: Error) => {
        if (!error.message.includes("Binder Error")) throw error;
        return readAll(file, options);
      });
    }
  }
  return await readAll(file, options);
}

/** Objects in which most keys appear; to look at all of them takes longer than to read a few keys. */
const FIRST = 20_480;

interface JsonFile {
  readonly connection: DuckDBConnection;
  readonly path: string;
  readonly format: "json" | "ndjson";
}

async function readAll(file: JsonFile, options: ScanOptions): Promise<Record<string, Column>> {
  return await readKeys(file, { ...options, all: await keysOf(file, { sample: -1 }) });
}

function scanOf({ format }: JsonFile, how: string): string {
  const layout = format === "json" ? "array" : "newline_delimited";
  return `read_json($path, format = '${layout}', records = true, ${how})`;
}

async function keysOf(file: JsonFile, { sample }: { sample: number }): Promise<readonly string[]> {
  const raw = scanOf(file, `maximum_depth = 1, sample_size = ${sample}`);
  const { column_name: found } = await runQuery(file.connection, {
    sql: `select column_name from (describe select * from ${raw})`,
    parameters: { path: file.path },
  });
  return (found?.toArray() ?? []) as readonly string[];
}

async function readKeys(
  file: JsonFile,
  { all, onRows, names: wanted = all, where }: ScanOptions & { all: readonly string[] },
): Promise<Record<string, Column>> {
  refuseUnknown(wanted, all);
  const { connection, path } = file;
  const needed = columnsNeeded(all, { names: wanted, where });
  if (needed.length === 0) return {};
  const types = needed.map((name) => `${literal(name)}: 'JSON'`).join(", ");
  const raw = scanOf(file, `columns = {${types}}`);
  const kinds = await kindsOf(connection, { raw, path, names: needed });
  const values = needed.map((name, at) => `${kinds[at]?.sql} as ${identifier(name)}`);
  const read = await runQuery(connection, {
    sql: selectFrom(`(select ${values.join(", ")} from ${raw})`, { names: wanted, where }),
    parameters: { path },
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
