/**
 * Columns from files, by their endings, and files written whole or not at all.
 *
 * @module
 */

import { readFile, rename, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { UnknownNameError } from "../../core/names.ts";
import type { ColumnInput } from "../build_column.ts";
import { readParquet, readSql, type SqlSource } from "./duckdb.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import { readText, type TextFormat } from "./text.ts";

/** Formats of files. */
export type FileFormat = TextFormat | "arrow" | "parquet";

/** A path, the contents of a file, or a query. */
export type FileSource =
  | string
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | SqlSource;

const FORMATS: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
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
 * @param source a path, or the contents
 * @param options the format (from the ending of the path when left out; `arrow` for bytes), and the
 *   names of the columns wanted, which is all that is read of a Parquet file
 * @returns values by column
 * @throws {SyntaxError} when the contents are malformed
 * @throws {UnknownNameError} when an ending stands for no format
 * @example
 * ```ts
 * import { readColumns } from "./files.ts";
 * console.log(await readColumns({ text: "x\n1\n" }, { format: "csv" })); // { x: [1] }
 * ```
 */
export async function readColumns(
  source: FileSource,
  { format, names }: { format?: FileFormat | undefined; names?: readonly string[] } = {},
): Promise<Record<string, ColumnInput>> {
  if (typeof source === "object" && "sql" in source) return await readSql(source);
  const known = format ?? formatOf(source);
  if (known === "parquet") {
    if (typeof source === "string") return await readParquet(source, names);
    throw new TypeError("Cannot read Parquet from memory: give the path of a file");
  }
  const bytes = await contents(source);
  if (known === "arrow") return fromArrowTable(await fromIpcBytes(bytes));
  return await readText(new TextDecoder("utf-8", { fatal: true }).decode(bytes), known);
}

/**
 * Writes a file so that it is never seen half written.
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
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.part`;
  await writeFile(draft, bytes);
  await rename(draft, path);
}

type Contents = Exclude<FileSource, SqlSource>;

function formatOf(source: Contents): FileFormat {
  if (typeof source !== "string") {
    if ("bytes" in source) return "arrow";
    throw new RangeError('Cannot tell the format of a text: add format: "csv", "json" or "ndjson"');
  }
  const ending = extname(source).toLowerCase();
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new UnknownNameError("file ending", ending, {
    known: Object.keys(FORMATS),
    hint: "or name the format in the options",
  });
}

async function contents(source: Contents): Promise<Uint8Array> {
  if (typeof source === "string") return await readFile(source);
  return "bytes" in source ? source.bytes : new TextEncoder().encode(source.text);
}
