/**
 * Dates, times and durations of DuckDB as numbers.
 *
 * @module
 */

import { quote } from "../../core/names.ts";

/** What DuckDB's values of times hold: one of these counts, or the three of a duration. */
interface Times {
  readonly days?: number;
  readonly seconds?: bigint;
  readonly millis?: bigint;
  readonly micros?: bigint;
  readonly nanos?: bigint;
  readonly months?: number;
  /** False for the dates before and after all others. */
  readonly isFinite?: boolean;
}

const DAY = 86_400_000;

/**
 * Reads a date, a time or a duration.
 *
 * @param value of DuckDB
 * @param name of the column, for errors
 * @returns milliseconds: since 1970, since midnight, or of the duration; nothing where it is no time
 * @throws {TypeError} when it is a duration with months, which differ in length
 * @example
 * ```ts
 * import { timeValue } from "./duckdb_times.ts";
 * console.log(timeValue({ days: 2 }, "day"), timeValue({ micros: 1500n }, "moment")); // 172800000 1.5
 * ```
 */
export function timeValue(value: object, name: string): number | undefined {
  const { days, seconds, millis, micros, nanos, months, isFinite } = value as Times;
  if (isFinite === false) return String(value).startsWith("-") ? -Infinity : Infinity;
  if (typeof months === "number") {
    if (months === 0) return (days ?? 0) * DAY + Number(micros) / 1000;
    throw new TypeError(
      `Cannot keep ${value} of column ${quote(name)} as milliseconds: months differ in length; ` +
        `write it as days, or cast it to varchar`,
    );
  }
  if (typeof days === "number") return days * DAY;
  if (typeof seconds === "bigint") return Number(seconds) * 1000;
  if (typeof millis === "bigint") return Number(millis);
  if (typeof micros === "bigint") return Number(micros) / 1000;
  // Nanoseconds since 1970 are more than numbers hold exactly.
  if (typeof nanos === "bigint") return Number(nanos / 1000n) / 1000;
  return undefined;
}
