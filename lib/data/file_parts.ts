/**
 * From a file or a query to a FeatureSet.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { fingerprint, type JsonObject } from "../core/json.ts";
import { checkOptions, type OptionRules } from "../core/options.ts";
import type { FeatureSetParts } from "./feature_set_parts.ts";
import { type FileFormat, type FileSource, readColumns } from "./file/files.ts";
import type { RowConditions } from "./file/row_conditions.ts";
import { conditionsToJson } from "./predicate.ts";
import { INGEST_OPTIONS, type IngestOptions, newParts } from "./ingest.ts";
import { columnsNamed, originalNames } from "./named_columns.ts";

/** How to read a file. */
export interface FileOptions {
  /** The format; from the ending of the path when left out, and `arrow` for bytes. */
  readonly format?: FileFormat | undefined;
  /**
   * Only rows that meet it are kept: a condition in SQL on the columns of the file, which DuckDB
   * reads by (not for Arrow); or conditions by column, such as `{ soh: gt(90) }`.
   */
  readonly where?: string | RowConditions | undefined;
  /** What separates the fields of CSV; a comma when left out, a tab for `.tsv`. */
  readonly delimiter?: string | undefined;
  /** Is told how many rows have come so far. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

const RULES: OptionRules<IngestOptions & FileOptions> = {
  of: "fromFile()",
  known: [...INGEST_OPTIONS, "format", "where", "delimiter", "onRows"],
  required: ["features"],
};

/**
 * Reads the columns that options name, and makes the parts of a FeatureSet of them.
 *
 * @param label what to call it
 * @param given a path, the URL of a file, its contents, or a query
 * @param options what the columns are for, and how to read them
 * @returns its parts
 * @example
 * ```ts
 * import { fileParts } from "./file_parts.ts";
 * const source = { text: "x\n1\n2\n" };
 * const { table } = await fileParts("a", source, { features: ["x"], format: "csv" });
 * ```
 */
export async function fileParts(
  label: string,
  given: FileSource | URL,
  options: IngestOptions & FileOptions,
): Promise<FeatureSetParts> {
  const source = given instanceof URL ? pathOf(given) : given;
  const { format, where, delimiter, onRows, ...rest } = checkOptions(options, RULES);
  const texts = textsOf(rest);
  const names = columnsNamed(rest);
  const columns = await readColumns(source, { format, where, delimiter, onRows, names, texts });
  const plainWhere = typeof where === "object" ? conditionsToJson(where) : where;
  const read = { source: plainSource(source), format, where: plainWhere, delimiter };
  return newParts(label, columns, { options: rest, from: "fromFile", source: read });
}

/** Others than files of this machine are fetched by whoever knows how to ask for them. */
function pathOf(url: URL): string {
  if (url.protocol === "file:") return fileURLToPath(url);
  throw new TypeError(
    `Cannot read ${url.href}: only files are read by their URL; fetch it, and give its contents ` +
      `as { text } or { bytes }`,
  );
}

/** Identifiers are texts as they stand in the file: 007 is not 7. */
function textsOf({ dtypes = {}, ids, rename }: IngestOptions): readonly string[] {
  const named = Object.entries(dtypes).filter(([, dtype]) => dtype === "utf8");
  const names = [...named.map(([name]) => name), ...(typeof ids === "string" ? [ids] : [])];
  return originalNames(names, rename);
}

/** Contents are told by their fingerprint. */
function plainSource(source: FileSource): string | JsonObject {
  if (typeof source === "string") return source;
  if ("sql" in source) return { ...source } as JsonObject;
  const contents = "text" in source ? source.text : source.bytes;
  return { fingerprint: fingerprint(contents) };
}
