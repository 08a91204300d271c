/**
 * Rows as text: CSV, JSON and NDJSON.
 *
 * @module
 */

import type { RecordOf } from "../data_format.ts";
import { recordsToColumns } from "../ingest.ts";

/** Formats of rows as text. */
export type TextFormat = "csv" | "json" | "ndjson";

// Not a literal: Deno would resolve the package when this file is imported.
const CSV_PARSER = "csv-parse/sync";

/**
 * Reads rows.
 *
 * @param text the rows; CSV with a line of names. In CSV, empty fields are missing, columns whose
 *   fields are all numbers become numbers, and those of `true` and `false` truth values
 * @param format of the text
 * @returns values by column
 * @throws {SyntaxError} when the text is malformed; the message has the line
 * @example
 * ```ts
 * import { readText } from "./text.ts";
 * console.log(await readText("x,kind\n1,a\n2,b\n", "csv")); // { x: [1, 2], kind: ["a", "b"] }
 * ```
 */
export async function readText(
  text: string,
  format: TextFormat,
): Promise<Record<string, unknown[]>> {
  switch (format) {
    case "csv":
      return await readCsv(text);
    case "json":
      return recordsToColumns(checkRecords(parseJson(text)));
    case "ndjson":
      return recordsToColumns(checkRecords(parseLines(text)));
  }
}

/**
 * Writes rows. In CSV, samples with a shape become JSON in one field.
 *
 * @param records the rows
 * @param format of the text
 * @returns the text
 * @example
 * ```ts
 * import { writeText } from "./text.ts";
 * console.log(writeText([{ x: 1 }, { x: null }], "csv")); // x\n1\n\n
 * ```
 */
export function writeText(records: readonly RecordOf[], format: TextFormat): string {
  if (format === "json") return JSON.stringify(records);
  if (format === "ndjson") return records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const names = Object.keys(records[0] ?? {});
  const lines = [names, ...records.map((record) => names.map((name) => record[name]))];
  return lines.map((line) => `${line.map(csvField).join(",")}\n`).join("");
}

async function readCsv(text: string): Promise<Record<string, unknown[]>> {
  const { parse } = await import(CSV_PARSER) as typeof import("csv-parse/sync");
  let lines: string[][];
  try {
    lines = parse(text, { bom: true, skip_empty_lines: false, relax_column_count: false });
  } catch (cause) {
    throw new SyntaxError(`Cannot read CSV: ${(cause as Error).message}`, { cause });
  }
  const [names = [], ...rows] = lines;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (names.length === 0) throw new SyntaxError("Cannot read CSV: there is no line of names");
  if (twice !== undefined) {
    throw new SyntaxError(`Cannot read CSV: two columns are named ${JSON.stringify(twice)}`);
  }
  return Object.fromEntries(
    names.map((name, at) => [name, typed(rows.map((row) => row[at] ?? ""))]),
  );
}

/** One type for a whole column: "1" is a text where another field is "a". */
function typed(fields: readonly string[]): unknown[] {
  const there = fields.filter((field) => field !== "");
  const read = (convert: (field: string) => unknown): unknown[] =>
    fields.map((field) => field === "" ? null : convert(field));
  if (there.every(isNumber)) return read(Number);
  if (there.every((field) => /^(true|false)$/i.test(field))) {
    return read((field) => field.toLowerCase() === "true");
  }
  if (there.every((field) => /^\[.*\]$/s.test(field))) return read(parseJson);
  return read((field) => field);
}

function isNumber(field: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(field);
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`Cannot read JSON: ${(cause as Error).message}`, { cause });
  }
}

function parseLines(text: string): readonly unknown[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line)];
    } catch (cause) {
      const message = (cause as Error).message;
      throw new SyntaxError(`Cannot read NDJSON, line ${at + 1}: ${message}`, { cause });
    }
  });
}

function checkRecords(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) {
    throw new SyntaxError(`Cannot read rows: expected a list of objects, got ${typeof value}`);
  }
  const wrong = value.findIndex((row) =>
    typeof row !== "object" || row === null || Array.isArray(row)
  );
  if (wrong < 0) return value;
  throw new SyntaxError(`Cannot read row ${wrong}: expected an object with a value per column`);
}
