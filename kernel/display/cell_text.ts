/**
 * One cell of a table: any value as one short line.
 *
 * @module
 */

import { describeThrown, inspectValue } from "./inspect.ts";

/** What stands in a cell. */
export interface Cell {
  readonly text: string;
  /** Whether the text stands for a missing value or for no number, and is to look so. */
  readonly missing?: boolean;
}

/**
 * Describes a value within a table.
 *
 * @param value anything
 * @returns one line: text without quotes, numbers as JavaScript writes them, else as inspected
 * @example
 * ```ts
 * import { cellOf } from "./cell_text.ts";
 * console.assert(cellOf(NaN).missing === true && cellOf("a").text === "a");
 * ```
 */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return { text: String(value), missing: true };
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) ? { text: "NaN", missing: true } : { text: numberText(value) };
    case "string":
      return { text: oneLine(value) };
    case "bigint":
    case "boolean":
      return { text: String(value) };
    default:
      return { text: objectText(value) };
  }
}

/**
 * Shortens what single precision makes long: `0.10000000149011612` is shown as `0.1`.
 *
 * @param value a number that was stored in 32 bits
 * @returns the shortest decimal that reads back as the same 32-bit number
 * @example
 * ```ts
 * import { singleText } from "./cell_text.ts";
 * console.assert(singleText(Math.fround(0.1)) === "0.1");
 * ```
 */
export function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberText(short);
  }
  return numberText(value);
}

/**
 * Writes line breaks, other control characters and direction marks as escapes, so that a text stays
 * on its line and in its cell.
 *
 * @param text any text
 * @returns one line
 * @example
 * ```ts
 * import { oneLine } from "./cell_text.ts";
 * console.assert(oneLine("a\nb") === "a\\nb");
 * ```
 */
export function oneLine(text: string): string {
  // A cell shows far less; escaping a novel would be wasted.
  return text.slice(0, 1_000).replace(
    // deno-lint-ignore no-control-regex -- they are what is replaced
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) =>
      ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function objectText(value: unknown): string {
  try {
    if (value instanceof Date) return dateTimeText(value.getTime());
    if (value instanceof Uint8Array) return bytesText(value);
    return oneLine(inspectValue(value, { width: Infinity }));
  } catch (error) {
    return oneLine(`[${describeThrown(error)}]`);
  }
}

/**
 * A moment as date and time, the shorter the rounder it is.
 *
 * @param milliseconds since 1970 in UTC
 * @returns such as `2001-09-09 01:46:40`
 * @example
 * ```ts
 * import { dateTimeText } from "./cell_text.ts";
 * console.assert(dateTimeText(1e12) === "2001-09-09 01:46:40");
 * ```
 */
export function dateTimeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "invalid date";
  return date.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
}

/**
 * Bytes as their number and the first few in hexadecimal.
 *
 * @param bytes any bytes
 * @returns such as `3 bytes: 01 02 ff`
 * @example
 * ```ts
 * import { bytesText } from "./cell_text.ts";
 * console.assert(bytesText(new Uint8Array([1, 255])) === "2 bytes: 01 ff");
 * ```
 */
export function bytesText(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, 8);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  if (bytes.length === 0) return "0 bytes";
  return `${bytes.length} bytes: ${hex}${bytes.length > shown.length ? " …" : ""}`;
}
