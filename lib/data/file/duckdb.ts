/**
 * Queries that DuckDB runs: it scans only the columns asked for, and gives them in small chunks, so
 * that a file may be larger than memory as long as what is asked of it is not.
 *
 * @module
 */

import type { DuckDBConnection } from "@duckdb/node-api";
import { cellSignal } from "../../core/cell_signal.ts";
import type { Column } from "../column.ts";
import { columnBuilder } from "./duckdb_columns.ts";
import { FileFormatError } from "./file_error.ts";
import { identifier, refuseUnknown } from "./scan.ts";

/** A query. */
export interface SqlSource {
  /** The query; it may read files: `select * from 'pulses.parquet'`. */
  readonly sql: string;
  /** A database file; one in memory when left out. It is opened for reading only. */
  readonly database?: string | undefined;
  /** Values of the parameters `$name` of the query. */
  readonly parameters?: SqlParameters | undefined;
}

/** Values of the parameters of a query. */
export type SqlParameters = Readonly<Record<string, string | number | boolean | null>>;

/** What a query is told besides. */
export interface QueryOptions {
  /** What is read, for errors; the query when left out. */
  readonly source?: string | undefined;
  /** The format of what is read, for errors. */
  readonly format?: string | undefined;
  /** Is told how many rows have come so far. */
  readonly onRows?: ((rows: number) => void) | undefined;
  /** Columns to keep; all when left out. */
  readonly names?: readonly string[] | undefined;
  /** Columns that become texts, whatever they are. */
  readonly texts?: readonly string[] | undefined;
}

/** The library. */
export type DuckDBLibrary = typeof import("@duckdb/node-api");

// Not a literal: Deno would resolve the package, a large one, when this file is imported.
const NAME = "@duckdb/node-api";

/**
 * Runs a query.
 *
 * @param source the query, its database and parameters
 * @param options who is told how many rows have come, and which columns become texts
 * @returns the columns of its result, by name
 * @throws {FileFormatError} with DuckDB's message, when the query fails
 * @example
 * ```ts
 * import { readSql } from "./duckdb.ts";
 * const { x } = await readSql({ sql: "select range::float as x from range(3)" });
 * console.log(x?.toArray()); // [ 0, 1, 2 ]
 * ```
 */
export async function readSql(
  source: SqlSource,
  options: QueryOptions = {},
): Promise<Record<string, Column>> {
  const { database, sql, parameters } = source;
  return await withDuckDB(
    async (connection) => {
      const { onRows, names, texts } = options;
      const projected = await project(connection, { sql, names });
      return await runQuery(connection, { sql: projected, parameters, onRows, names, texts });
    },
    { ...options, database },
  );
}

/**
 * Opens a database for as long as something is done with it.
 *
 * @param use what is done with a connection
 * @param options a database file, opened for reading only unless it is to be written; one in memory
 *   when left out
 * @returns what was done
 * @throws {FileFormatError} with DuckDB's message, when something fails
 * @example
 * ```ts
 * import { runQuery, withDuckDB } from "./duckdb.ts";
 * const { x } = await withDuckDB((connection) => runQuery(connection, { sql: "select 1 as x" }));
 * ```
 */
export async function withDuckDB<T>(
  use: (connection: DuckDBConnection, library: DuckDBLibrary) => Promise<T>,
  { database = ":memory:", writable = false, source = "the result", format = "sql" }:
    & QueryOptions
    & { database?: string | undefined; writable?: boolean } = {},
): Promise<T> {
  const library = await import(NAME) as DuckDBLibrary;
  const isFree = writable || database === ":memory:";
  const options = isFree ? undefined : { access_mode: "READ_ONLY" };
  try {
    const instance = await library.DuckDBInstance.create(database, options);
    try {
      const connection = await instance.connect();
      try {
        return await use(connection, library);
      } finally {
        connection.closeSync();
      }
    } finally {
      instance.closeSync();
    }
  } catch (cause) {
    // Errors of this library are of other classes, and those of an interrupt have other names.
    if (!(cause instanceof Error) || cause.constructor !== Error) throw cause;
    throw new FileFormatError(source, { format, reason: cause.message, cause });
  }
}

/**
 * Runs a query on an open database, chunk after chunk.
 *
 * @param connection of the database
 * @param query its text, its parameters, who is told how many rows have come, which columns become
 *   texts, and how many rows are expected, so that there is room for them
 * @returns the columns of its result, by name
 * @example
 * ```ts
 * import { runQuery, withDuckDB } from "./duckdb.ts";
 * const { x } = await withDuckDB((connection) => runQuery(connection, { sql: "select 1 as x" }));
 * ```
 */
export async function runQuery(
  connection: DuckDBConnection,
  { sql, parameters = {}, onRows, names, texts, expected }:
    & Pick<SqlSource, "sql" | "parameters">
    & Pick<QueryOptions, "onRows" | "names" | "texts">
    & { expected?: number | undefined },
): Promise<Record<string, Column>> {
  const signal = cellSignal();
  const result = await connection.stream(sql, { ...parameters });
  const known = result.deduplicatedColumnNames();
  if (names !== undefined) refuseUnknown(names, known);
  const builders = known.flatMap((name, at) => {
    if (names?.includes(name) === false) return [];
    const isText = texts?.includes(name);
    return [{ name, at, builder: columnBuilder(result, at, { name, rows: expected, isText }) }];
  });
  let rows = 0;
  let coming = result.fetchChunk();
  try {
    for (let chunk = await coming; chunk !== null && chunk.rowCount > 0; chunk = await coming) {
      // DuckDB decodes the next chunk while this one is copied.
      coming = result.fetchChunk();
      signal.throwIfAborted();
      for (const { at, builder } of builders) builder.add(chunk.getColumnVector(at));
      rows += chunk.rowCount;
      onRows?.(rows);
    }
  } finally {
    // A connection must not be closed while it fetches; what went wrong is thrown already.
    await coming.catch(() => null);
  }
  return Object.fromEntries(builders.map(({ name, builder }) => [name, builder.build()]));
}

/** Has DuckDB read the columns named only, where the query is one that others can read from. */
async function project(
  connection: DuckDBConnection,
  { sql, names }: { sql: string; names: readonly string[] | undefined },
): Promise<string> {
  if (names === undefined || names.length === 0) return sql;
  // A query may end in a comment, which ends with its line.
  const inner = sql.replace(/;\s*$/, "");
  const projected = `select ${names.map(identifier).join(", ")} from (${inner}\n)`;
  try {
    (await connection.prepare(projected)).destroySync();
    return projected;
  } catch {
    return sql;
  }
}
