/**
 * Columns from files and to files, by their endings; files are written whole or not at all.
 *
 * @module
 */

import { access, readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { writeDurably } from "../../core/durable_file.ts";
import { quote, UnknownNameError } from "../../core/names.ts";
import { buildColumn, type ColumnInput } from "../build_column.ts";
import type { Column } from "../column.ts";
import { readSql, type SqlSource } from "./duckdb.ts";
import { FileFormatError } from "./file_error.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import { readLines } from "./read_lines.ts";
import { keepRows, type RowConditions } from "./row_conditions.ts";
import { refuseUnknown, type ScanOptions } from "./scan.ts";
import { scanArrow } from "./scan_arrow.ts";
import { scanFile } from "./scan_file.ts";
import { readText, type TextFormat } from "./text.ts";

/** Formats of files. */
export type FileFormat = TextFormat | "arrow" | "parquet";

/** A path, the contents of a file, or a query. */
export type FileSource =
  | string
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | SqlSource;

/** How to read a file. */
export interface ReadOptions extends Omit<ScanOptions, "where"> {
  /**
   * Only rows that meet it are kept: a condition in SQL on the columns of the file, which DuckDB
   * reads by (not for Arrow); or conditions by column.
   */
  readonly where?: string | RowConditions | undefined;
  /** The format; from the ending of the path when left out, and `arrow` for bytes. */
  readonly format?: FileFormat | undefined;
}

const FORMATS: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".arrow": "arrow",
  ".feather": "arrow",
  ".parquet": "parquet",
};

/**
 * Reads the columns of a file.
 *
 * @param source a path, the contents, or a query
 * @param options the format, the names of the columns wanted, which is all that is kept, and
 *   conditions on the rows wanted
 * @returns values by column
 * @throws {FileFormatError} when the contents are malformed
 * @throws {UnknownNameError} when an ending stands for no format, or there is no such column
 * @example
 * ```ts
 * import { readColumns } from "./files.ts";
 * console.log(await readColumns({ text: "x\n1\n" }, { format: "csv" })); // { x: [1] }
 * ```
 */
export async function readColumns(
  source: FileSource,
  options: ReadOptions = {},
): Promise<Record<string, ColumnInput>> {
  const { where, names, ...rest } = options;
  const { onRows, texts } = options;
  if (typeof where === "object" && !isArrowPath(source, options)) {
    const needed = names && [...new Set([...names, ...Object.keys(where)])];
    return keep(await readColumns(source, { ...rest, names: needed }), { where, names });
  }
  if (typeof source === "object" && "sql" in source) {
    if (where === undefined) return await readSql(source, { onRows, names, texts });
    throw new TypeError("Cannot add `where` to a query: write it into the query");
  }
  const format = options.format ?? formatOf(source);
  if (typeof source === "string") return await readPath(source, { ...options, format });
  if (where !== undefined || format === "parquet") {
    const wish = where === undefined ? "Parquet" : "with `where`";
    throw new TypeError(`Cannot read ${wish} from memory: give the path of a file`);
  }
  const bytes = "bytes" in source ? source.bytes : new TextEncoder().encode(source.text);
  return await readBytes(bytes, { ...options, format, names, source: "the contents" });
}

/**
 * Writes a file so that it is never seen half written, and is on the disk when this is done.
 *
 * @param path of the file, which is replaced
 * @param bytes its contents
 * @example
 * ```ts
 * import { writeWhole } from "./files.ts";
 * async function save(bytes: Uint8Array): Promise<void> {
 *   await writeWhole("pulses.zip", bytes);
 * }
 * ```
 */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeDurably(path, [typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes]);
}

/**
 * Tells the format of a file by its ending.
 *
 * @param path of the file
 * @returns the format
 * @throws {UnknownNameError} when the ending stands for none
 * @example
 * ```ts
 * import { formatOfPath } from "./files.ts";
 * console.log(formatOfPath("pulses.jsonl")); // ndjson
 * ```
 */
export function formatOfPath(path: string): FileFormat {
  const ending = extname(path).toLowerCase();
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new UnknownNameError("file ending", ending, {
    known: Object.keys(FORMATS),
    hint: "or name the format in the options",
  });
}

/** Conditions on the rows of an Arrow file are checked while it is read. */
function isArrowPath(source: FileSource, { format }: ReadOptions): boolean {
  return typeof source === "string" && (format ?? formatOfPath(source)) === "arrow";
}

/** Keeps rows of what was read, and then the columns that are wanted. */
function keep(
  read: Readonly<Record<string, ColumnInput>>,
  { where, names }: { where: RowConditions; names: readonly string[] | undefined },
): Record<string, Column> {
  refuseUnknown(Object.keys(where), Object.keys(read));
  const built = Object.entries(read).map(([name, input]) => [name, buildColumn(name, input)]);
  const kept = keepRows(Object.fromEntries(built), where);
  const entries = Object.entries(kept).filter(([name]) => names?.includes(name) ?? true);
  return Object.fromEntries(entries);
}

type Contents = Exclude<FileSource, SqlSource>;

function formatOf(source: Contents): FileFormat {
  if (typeof source === "string") return formatOfPath(source);
  if ("bytes" in source) return "arrow";
  throw new RangeError('Cannot tell the format of a text: add format: "csv", "json" or "ndjson"');
}

async function readPath(
  path: string,
  options: ReadOptions & { format: FileFormat },
): Promise<Record<string, ColumnInput>> {
  const { format, names, where, onRows } = options;
  if (format === "arrow") {
    if (typeof where !== "string") return await scanArrow(path, { names, where, onRows });
    throw new TypeError(
      `Cannot read ${
        quote(path)
      } with a condition in SQL, which nobody runs on Arrow files: give ` +
        `conditions by column, such as where: { soh: gt(90) }, or write it as Parquet`,
    );
  }
  // Others are filtered after they were read.
  const sql = { ...options, where: where as string | undefined };
  // DuckDB takes `*` for any characters; a path without one is a file that is there.
  if (!path.includes("*")) await access(path);
  if (format === "parquet" || format === "csv") {
    const usual = extname(path).toLowerCase() === ".tsv" ? "\t" : ",";
    return await scanFile(path, { ...sql, format, delimiter: options.delimiter ?? usual });
  }
  if (format === "ndjson" && where === undefined && !path.includes("*")) {
    return await readLines(path, { names, onRows });
  }
  if (where !== undefined || await isLarge(path)) {
    return await scanFile(path, { ...sql, format });
  }
  return await readBytes(await readFile(path), { ...options, format, source: quote(path) });
}

/** Bytes up to which a file of JSON is read as one text, at once. */
const SMALL = 1 << 25;

async function isLarge(path: string): Promise<boolean> {
  return path.includes("*") || (await stat(path)).size > SMALL;
}

async function readBytes(
  bytes: Uint8Array,
  options: ReadOptions & { format: FileFormat; source: string },
): Promise<Record<string, ColumnInput>> {
  const { format, names, source } = options;
  if (format === "arrow") {
    return fromArrowTable(await fromIpcBytes(bytes, { source }), { names, source });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FileFormatError(source, { format, reason: "it is no UTF-8 text", cause });
  }
  return await readText(text, format as TextFormat, options);
}
