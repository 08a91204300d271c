/**
 * Rows as text: CSV, JSON and NDJSON.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import type { RecordOf } from "../data_format.ts";
import { recordsToColumns } from "../ingest.ts";
import { FileFormatError } from "./file_error.ts";

/** Formats of rows as text. */
export type TextFormat = "csv" | "json" | "ndjson";

/** How to read a text. */
export interface TextOptions {
  /** What separates the fields of CSV; a comma when left out. */
  readonly delimiter?: string | undefined;
  /** Columns of CSV that stay texts, whatever their fields look like. */
  readonly texts?: readonly string[] | undefined;
  /** What the text is of, for errors. */
  readonly source?: string | undefined;
}

/** What a field of CSV looks like that is a number, in the common syntax of regular expressions. */
export const NUMBER_PATTERN =
  "\\s*([-+]?(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?|-?(nan|inf|infinity))\\s*";

// Not a literal: Deno would resolve the package when this file is imported.
const CSV_PARSER = "csv-parse/sync";

/**
 * Reads rows.
 *
 * @param text the rows; CSV with a line of names. In CSV, empty fields are missing, columns whose
 *   fields are all numbers become numbers, and those of `true` and `false` truth values
 * @param format of the text
 * @param options of CSV, and what the text is of
 * @returns values by column
 * @throws {FileFormatError} when the text is malformed; the message has the line
 * @example
 * ```ts
 * import { readText } from "./text.ts";
 * console.log(await readText("x,kind\n1,a\n2,b\n", "csv")); // { x: [1, 2], kind: ["a", "b"] }
 * ```
 */
export async function readText(
  text: string,
  format: TextFormat,
  options: TextOptions = {},
): Promise<Record<string, unknown[]>> {
  const { source = "a text" } = options;
  switch (format) {
    case "csv":
      return await readCsv(text, options);
    case "json":
      return recordsToColumns(
        checkRecords(parseJson(withoutMark(text), source), { source, format }),
      );
    case "ndjson": {
      const rows = withoutMark(text).split("\n").flatMap((line, at) =>
        readLine(line, { at, source })
      );
      return recordsToColumns(rows);
    }
  }
}

/**
 * Reads a line of NDJSON.
 *
 * @param line the line
 * @param options its place, from 0, and what it is of
 * @returns the row, or nothing when the line is empty
 * @throws {FileFormatError} when it holds something else than an object
 * @example
 * ```ts
 * import { readLine } from "./text.ts";
 * console.log(readLine('{"x":1}', { at: 0, source: "a text" })); // [ { x: 1 } ]
 * ```
 */
export function readLine(
  line: string,
  { at, source }: { at: number; source: string },
): readonly Readonly<Record<string, unknown>>[] {
  if (line.trim() === "") return [];
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    const reason = `line ${at + 1}: ${(cause as Error).message}`;
    throw new FileFormatError(source, { format: "ndjson", reason, cause });
  }
  if (isRecord(row)) return [row];
  const reason = `line ${at + 1}: expected an object with a value per column`;
  throw new FileFormatError(source, { format: "ndjson", reason });
}

/**
 * Takes away the mark of the byte order, with which some editors begin a file.
 *
 * @param text the beginning of a file
 * @returns the text behind the mark
 * @example
 * ```ts
 * import { withoutMark } from "./text.ts";
 * console.log(withoutMark("\uFEFF{}")); // {}
 * ```
 */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/**
 * Writes rows. In CSV, samples with a shape become JSON in one field.
 *
 * @param records the rows
 * @param format of the text
 * @param options names of the columns, for the first line of CSV; those of the first row when left out
 * @returns the text
 * @throws {TypeError} when JSON is to hold an infinite number; NaN becomes `null`
 * @example
 * ```ts
 * import { writeText } from "./text.ts";
 * console.log(writeText([{ x: 1 }, { x: null }], "csv")); // x\n1\n\n
 * ```
 */
export function writeText(
  records: readonly RecordOf[],
  format: TextFormat,
  { names = Object.keys(records[0] ?? {}) }: { names?: readonly string[] } = {},
): string {
  if (format === "json") return toJson(records);
  if (format === "ndjson") return records.map((record) => `${toJson(record)}\n`).join("");
  const lines = [names, ...records.map((record) => names.map((name) => record[name]))];
  return lines.map((line) => `${line.map(csvField).join(",")}\n`).join("");
}

/**
 * Reads the line of names of CSV.
 *
 * @param text the beginning of a CSV text
 * @param options what separates fields, and what the text is of
 * @returns names of columns
 * @throws {FileFormatError} when there is none, or a name appears twice
 * @example
 * ```ts
 * import { readCsvNames } from "./text.ts";
 * console.log(await readCsvNames("x,kind\n1,a\n")); // [ "x", "kind" ]
 * ```
 */
export async function readCsvNames(
  text: string,
  options: TextOptions = {},
): Promise<readonly string[]> {
  const [names = []] = await parseCsv(text, { ...options, to: 1 });
  const { source = "a text" } = options;
  const format = "csv";
  if (names.length === 0) {
    throw new FileFormatError(source, { format, reason: "there is no line of names" });
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return names;
  const reason = `two columns are named ${quote(twice)}`;
  throw new FileFormatError(source, { format, reason });
}

/**
 * Finds the kind of a column of CSV: "1" is a text where another field is "a".
 *
 * @param name of the column, for errors
 * @param fields as they stand in the text; empty ones are missing, and so are `MISSING_WORDS` among
 *   numbers or truth values
 * @returns numbers, truth values, lists or texts, and `null` for what is missing
 * @throws {TypeError} when a whole number is beyond what numbers hold exactly
 * @example
 * ```ts
 * import { typedFields } from "./text.ts";
 * console.log(typedFields("x", ["1", "", "NA"])); // [ 1, null, null ]
 * ```
 */
export function typedFields(name: string, fields: readonly string[]): unknown[] {
  const there = fields.filter((field) => field !== "");
  const said = there.filter((field) => !MISSING_WORDS.includes(field));
  const read = (convert: (field: string) => unknown): unknown[] =>
    fields.map((field) => field === "" ? null : convert(field));
  const readSaid = (convert: (field: string) => unknown): unknown[] =>
    read((field) => MISSING_WORDS.includes(field) ? null : convert(field));
  const areAll = (test: (field: string) => boolean): boolean =>
    said.every(test) && (said.length > 0 || there.length === 0);
  if (areAll((field) => NUMBER_REGEXP.test(field))) {
    return readSaid((field) => toNumber(name, field));
  }
  if (areAll((field) => /^(true|false)$/i.test(field))) {
    return readSaid((field) => field.toLowerCase() === "true");
  }
  if (there.every((field) => /^\[.*\]$/s.test(field))) {
    return read((field) => parseJson(field, `column ${quote(name)}`));
  }
  return read((field) => field);
}

/** What stands for a missing number or truth value; among texts these words are texts. */
export const MISSING_WORDS: readonly string[] = ["NA", "N/A", "null", "NULL", "None"];

const NUMBER_REGEXP = new RegExp(`^(?:${NUMBER_PATTERN})$`, "i");

function toNumber(name: string, field: string): number {
  const text = field.trim();
  if (/n/i.test(text)) {
    return /^nan$/i.test(text) ? NaN : text.startsWith("-") ? -Infinity : Infinity;
  }
  const number = Number(text);
  if (!/^[-+]?\d+$/.test(text) || Number.isSafeInteger(number)) return number;
  throw new TypeError(
    `Cannot keep ${text} of column ${quote(name)} as a number: it is beyond 2^53; ` +
      `read it as text with dtypes: { ${name}: "utf8" }`,
  );
}

async function readCsv(text: string, options: TextOptions): Promise<Record<string, unknown[]>> {
  const names = await readCsvNames(text, options);
  const { texts = [], source = "a text" } = options;
  const [, ...lines] = await parseCsv(text, options);
  const rows = lines.filter((line) => names.length === 1 || line.length > 1 || line[0] !== "");
  const wrong = rows.findIndex((row) => row.length !== names.length);
  if (wrong >= 0) {
    const reason = `row ${wrong + 1} has ${rows[wrong]?.length} fields, and there are ` +
      `${names.length} columns`;
    throw new FileFormatError(source, { format: "csv", reason });
  }
  return Object.fromEntries(names.map((name, at) => {
    const fields = rows.map((row) => row[at] ?? "");
    const asTexts = texts.includes(name);
    return [
      name,
      asTexts ? fields.map((one) => one === "" ? null : one) : typedFields(name, fields),
    ];
  }));
}

async function parseCsv(
  text: string,
  { delimiter = ",", source = "a text", to }: TextOptions & { to?: number },
): Promise<string[][]> {
  const { parse } = await import(CSV_PARSER) as typeof import("csv-parse/sync");
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      ...(to !== undefined && { to }),
    });
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new FileFormatError(source, { format: "csv", reason, cause });
  }
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? toJson(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (key, part) => {
    if (part !== Infinity && part !== -Infinity) return part;
    throw new TypeError(
      `Cannot write ${part} of ${quote(key)} as JSON, which has no such number: ` +
        `write CSV, Parquet or Arrow, or leave the sample out`,
    );
  });
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FileFormatError(source, { format: "json", reason: (cause as Error).message, cause });
  }
}

function checkRecords(
  value: unknown,
  { source, format }: { source: string; format: string },
): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) {
    const reason = `expected a list of objects, got ${value === null ? "null" : typeof value}`;
    throw new FileFormatError(source, { format, reason });
  }
  const wrong = value.findIndex((row) => !isRecord(row));
  if (wrong < 0) return value;
  const reason = `row ${wrong}: expected an object with a value per column`;
  throw new FileFormatError(source, { format, reason });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
