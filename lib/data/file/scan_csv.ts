/**
 * Columns and rows of CSV files that DuckDB scans.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { open } from "node:fs/promises";
import { quote } from "../../core/names.ts";
import { buildColumn } from "../build_column.ts";
import type { Column } from "../column.ts";
import { runQuery } from "./duckdb.ts";
import { FileFormatError } from "./file_error.ts";
import {
  columnsNeeded,
  identifier,
  literal,
  refuseUnknown,
  type ScanOptions,
  selectFrom,
} from "./scan.ts";
import { MISSING_WORDS, NUMBER_PATTERN, readCsvNames, typedFields } from "./text.ts";

/**
 * Reads columns of CSV. Fields are texts to DuckDB, whose own guesses skip lines that do not fit; their
 * kinds are found first, over the whole file.
 *
 * @param connection of a database
 * @param path of the file
 * @param options what is wanted of it
 * @returns the columns, by name
 * @throws {UnknownNameError} when there is no such column
 * @example
 * ```ts
 * import { withDuckDB } from "./duckdb.ts";
 * import { scanCsv } from "./scan_csv.ts";
 * async function read(path: string): Promise<unknown> {
 *   return await withDuckDB((connection) => scanCsv(connection, path, { names: ["soh"] }));
 * }
 * ```
 */
export async function scanCsv(
  connection: DuckDBConnection,
  path: string,
  { delimiter = ",", texts = [], onRows, ...wish }: ScanOptions,
): Promise<Record<string, Column>> {
  const all = await readCsvNames(await firstLine(path, quote(path)), {
    delimiter,
    source: quote(path),
  });
  const { names: wanted = all, where } = wish;
  refuseUnknown(wanted, all);
  const types = all.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const raw =
    `read_csv($path, auto_detect = false, header = true, delim = ${literal(delimiter)}, ` +
    `quote = '"', escape = '"', nullstr = '', max_line_size = 16777216, columns = {${types}})`;
  const needed = columnsNeeded(all, wish);
  const kinds = await kindsOf(connection, { scan: raw, path, names: needed, texts });
  const fields = needed.map((name, at) => `${kinds[at]?.sql} as ${identifier(name)}`);
  const scan = `(select ${fields.join(", ")} from ${raw})`;
  const read = await runQuery(connection, {
    sql: selectFrom(scan, { names: wanted, where }),
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
  { scan, path, names = [], texts = [] }: ScanOptions & { scan: string; path: string },
): Promise<readonly FieldKind[]> {
  const tests = names.flatMap((name, at) => {
    const field = identifier(name);
    const number = `regexp_full_match(${field}, ${literal(NUMBER_PATTERN)}, 'i')`;
    const whole = `regexp_full_match(${field}, '\\s*[-+]?\\d+\\s*')`;
    const truth = `lower(${field}) in ('true', 'false')`;
    const missing = isMissing(field);
    const size = `abs(try_cast(${field} as hugeint))`;
    return [
      `coalesce(bool_and(${number} or ${missing}) and bool_or(${number}), true) as n${at}`,
      `coalesce(bool_and(${truth} or ${missing}) and bool_or(${truth}), true) as b${at}`,
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
      ? { kind: "truth", sql: `if(${isMissing(field)}, null, lower(${field}) = 'true')` }
      : { kind: "text", sql: field };
  });
}

function isMissing(field: string): string {
  return `${field} in (${MISSING_WORDS.map(literal).join(", ")})`;
}

/** Fields that all look like JSON lists are samples with a shape. */
function withLists(name: string, column: Column): Column {
  if (!column.levels?.every((text) => /^\[.*\]$/s.test(text))) return column;
  const fields = column.toArray().map((text) => text === null ? "" : String(text));
  return buildColumn(name, typedFields(name, fields));
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
