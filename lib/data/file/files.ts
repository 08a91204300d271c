/**
 * Columns from files, by their endings, and files written whole or not at all.
 *
 * @module
 */

import { readFile, rename, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { UnknownNameError } from "../../core/names.ts";
import type { ColumnInput } from "../build_column.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import { readText, type TextFormat } from "./text.ts";

/** Formats of files. */
export type FileFormat = TextFormat | "arrow";

/** A path, or the contents of a file. */
export type FileSource = string | { readonly text: string } | { readonly bytes: Uint8Array };

const FORMATS: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".arrow": "arrow",
  ".feather": "arrow",
};

/**
 * Reads the columns of a file.
 *
 * @param source a path, or the contents
 * @param format from the ending of the path when left out; `arrow` for bytes
 * @returns values by column
 * @throws {SyntaxError} when the contents are malformed
 * @throws {UnknownNameError} when an ending stands for no format
 * @example
 * ```ts
 * import { readColumns } from "./files.ts";
 * console.log(await readColumns({ text: "x\n1\n" }, "csv")); // { x: [1] }
 * ```
 */
export async function readColumns(
  source: FileSource,
  format?: FileFormat,
): Promise<Record<string, ColumnInput>> {
  const known = format ?? formatOf(source);
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

function formatOf(source: FileSource): FileFormat {
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

async function contents(source: FileSource): Promise<Uint8Array> {
  if (typeof source === "string") return await readFile(source);
  return "bytes" in source ? source.bytes : new TextEncoder().encode(source.text);
}
