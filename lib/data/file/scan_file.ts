/**
 * Columns and rows of files that DuckDB scans: CSV, Parquet, JSON.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { open } from "node:fs/promises";
import { quote, UnknownNameError } from "../../core/names.ts";
import { buildColumn } from "../build_column.ts";
import type { Column } from "../column.ts";
import { type QueryOptions, runQuery, withDuckDB } from "./duckdb.ts";
import { FileFormatError } from "./file_error.ts";
import { NUMBER_PATTERN, readCsvNames, typedFields } from "./text.ts";

/** What is wanted of a file. */
export interface ScanOptions extends Pick<QueryOptions, "onRows"> {
  /** Names of the columns wanted; all when left out. */
  readonly names?: readonly string[] | undefined;
  /** A condition in SQL on the columns of the file: only rows that meet it are read. */
  readonly where?: string | undefined;
  /** What separates the fields of CSV; a comma when left out. */
  readonly delimiter?: string | undefined;
  /** Columns of CSV that stay texts, whatever their fields look like. */
  readonly texts?: readonly string[] | undefined;
}

/**
 * Reads columns of a file, or of many. Numbers, truth values and missing fields of CSV are told apart
 * over the whole file, as `readText` does; texts stay texts, dates too.
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
    if (format === "csv") return await scanCsv(connection, path, options);
    const scan = format === "parquet"
      ? "read_parquet($path)"
      : `read_json($path, format = '${format === "json" ? "array" : "newline_delimited"}', ` +
        "sample_size = -1)";
    // The end of a Parquet file says how many rows it has.
    return await select(connection, { ...options, scan, path, counted: format === "parquet" });
  }, source);
}

/** A table that DuckDB scans. */
interface Scan extends ScanOptions {
  readonly scan: string;
  readonly path: string;
}

async function select(
  connection: DuckDBConnection,
  { scan, path, names, where, onRows, counted }: Scan & { counted: boolean },
): Promise<Record<string, Column>> {
  const parameters = { path };
  if (names !== undefined) {
    const { column_name: known } = await runQuery(connection, {
      sql: `select column_name from (describe select * from ${scan})`,
      parameters,
    });
    refuseUnknown(names, known?.toArray() as readonly string[]);
  }
  const columns = names?.map(identifier).join(", ") ?? "*";
  const condition = where === undefined ? "" : ` where (${where}\n)`;
  const sql = `select ${columns} from ${scan}${condition}`;
  const expected = counted && where === undefined
    ? await countRows(connection, { scan, path })
    : undefined;
  return await runQuery(connection, { sql, parameters, onRows, expected });
}

async function countRows(connection: DuckDBConnection, { scan, path }: Scan): Promise<number> {
  const sql = `select count(*) as rows from ${scan}`;
  const { rows } = await runQuery(connection, { sql, parameters: { path } });
  return Number(rows?.at(0) ?? 0);
}

/** Fields are texts to DuckDB, whose own guesses skip lines that do not fit; their kinds are found first. */
async function scanCsv(
  connection: DuckDBConnection,
  path: string,
  { names, where, delimiter = ",", texts = [], onRows }: ScanOptions,
): Promise<Record<string, Column>> {
  const all = await readCsvNames(await firstLine(path, quote(path)), {
    delimiter,
    source: quote(path),
  });
  refuseUnknown(names ?? [], all);
  const wanted = names ?? all;
  const types = all.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const raw =
    `read_csv($path, auto_detect = false, header = true, delim = ${literal(delimiter)}, ` +
    `quote = '"', escape = '"', nullstr = '', max_line_size = 16777216, columns = {${types}})`;
  const needed = all.filter((name) => wanted.includes(name) || mentions(where, name));
  const kinds = await kindsOf(connection, { scan: raw, path, names: needed, texts });
  const fields = needed.map((name, at) => `${kinds[at]?.sql} as ${identifier(name)}`);
  const scan = `(select ${fields.join(", ")} from ${raw})`;
  const columns = wanted.map(identifier).join(", ");
  const condition = where === undefined ? "" : ` where (${where}\n)`;
  const read = await runQuery(connection, {
    sql: `select ${columns} from ${scan}${condition}`,
    parameters: { path },
    onRows,
  });
  return Object.fromEntries(wanted.map((name) => {
    const column = read[name] as Column;
    const isText = kinds[needed.indexOf(name)]?.kind === "text" && !texts.includes(name);
    return [name, isText ? withLists(name, column) : column];
  }));
}

interface FieldKind {
  readonly kind: "number" | "truth" | "text";
  /** What makes the value of a field. */
  readonly sql: string;
}

async function kindsOf(
  connection: DuckDBConnection,
  { scan, path, names = [], texts = [] }: Scan,
): Promise<readonly FieldKind[]> {
  const tests = names.flatMap((name, at) => {
    const field = identifier(name);
    const number = `regexp_full_match(${field}, ${literal(NUMBER_PATTERN)}, 'i')`;
    const whole = `regexp_full_match(${field}, '\\s*[-+]?\\d+\\s*')`;
    const size = `abs(try_cast(${field} as hugeint))`;
    return [
      `coalesce(bool_and(${number}), true) as n${at}`,
      `coalesce(bool_and(lower(${field}) in ('true', 'false')), true) as b${at}`,
      `max(if(${whole} and coalesce(${size} > 9007199254740991, true), ${field}, null)) as u${at}`,
    ];
  });
  if (tests.length === 0) return [];
  const sql = `select ${tests.join(", ")} from ${scan}`;
  const found = await runQuery(connection, { sql, parameters: { path } });
  return names.map((name, at) => {
    const field = identifier(name);
    if (texts.includes(name)) return { kind: "text", sql: field };
    if (found[`n${at}`]?.at(0) === true) {
      const large = found[`u${at}`]?.at(0) ?? null;
      if (large !== null) typedFields(name, [String(large)]);
      return { kind: "number", sql: `try_cast(${field} as double)` };
    }
    const truth = found[`b${at}`]?.at(0) === true;
    return truth
      ? { kind: "truth", sql: `lower(${field}) = 'true'` }
      : { kind: "text", sql: field };
  });
}

/** Fields that all look like JSON lists are samples with a shape. */
function withLists(name: string, column: Column): Column {
  if (!column.levels?.every((text) => /^\[.*\]$/s.test(text))) return column;
  const fields = column.toArray().map((text) => text === null ? "" : String(text));
  return buildColumn(name, typedFields(name, fields));
}

function refuseUnknown(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnknownNameError("column", unknown, { known });
}

function mentions(where: string | undefined, name: string): boolean {
  return where?.toLowerCase().includes(name.toLowerCase()) ?? false;
}

/** Enough of a file to hold the names of its columns. */
const HEAD = 1 << 20;

async function firstLine(path: string, source: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD), 0, HEAD, 0);
    return new TextDecoder("utf-8", { fatal: true }).decode(
      buffer.subarray(0, bytesRead),
      { stream: true },
    );
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new FileFormatError(source, { format: "csv", reason: "it is no UTF-8 text", cause });
  } finally {
    await file.close();
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
