/**
 * Dates written as texts, as numbers.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import { Column } from "./column.ts";

/** ISO 8601: a date, and a time of day and an offset from UTC if there are any. */
const DATE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads dates: `2024-01-31`, `2024-01-31 10:00`, `2024-01-31T10:00:00.5+01:00`. What names no offset is
 * UTC, so that the same file gives the same numbers everywhere.
 *
 * @param name of the column, for errors
 * @param column texts; numbers stay as they are
 * @returns milliseconds since 1970, float64
 * @throws {TypeError} when a text is no date; the message has its row
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { readDates } from "./dates.ts";
 * console.log(readDates("day", buildColumn("day", ["1970-01-02", null])).toArray()); // 86400000, null
 * ```
 */
export function readDates(name: string, column: Column): Column {
  const { levels, values, valid, shape } = column;
  if (levels === undefined) return column;
  const times = levels.map(milliseconds);
  const numbers = Float64Array.from(
    values,
    (code, row) => valid?.[row] === 0 ? 0 : times[code] ?? NaN,
  );
  const wrong = numbers.findIndex(Number.isNaN);
  if (wrong < 0) return new Column({ dtype: "float64", shape, values: numbers, valid });
  throw new TypeError(
    `Cannot read ${quote(levels[values[wrong] as number] ?? "")} (entry ${wrong}) of column ` +
      `${quote(name)} as a date: expected ISO 8601, such as 2024-01-31 or 2024-01-31T10:00:00Z; ` +
      `keep it as text, and make dates of it with deriveColumn()`,
  );
}

function milliseconds(text: string): number {
  const [, day, time = "00:00", offset = "Z"] = DATE.exec(text.trim()) ?? [];
  if (day === undefined) return NaN;
  const midnight = Date.parse(`${day}T00:00Z`);
  // The 31st of a short month is the 1st of the next one to the language.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return NaN;
  const zone = /^[+-]\d{2}$/.test(offset) ? `${offset}:00` : offset.toUpperCase();
  return Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
}
