/**
 * Which rows of its source each sample was made of, in a form that JSON holds.
 *
 * @module
 */

import { Buffer } from "node:buffer";

/** Rows of a source, sample after sample. */
export interface RowOrigins {
  /** The rows, as 32-bit numbers (little-endian) in base64; −1 where a sample has none. */
  readonly rows: string;
  /** Where the rows of each sample begin, and where the last ones end; one row each when left out. */
  readonly starts?: string;
}

/**
 * Writes rows down.
 *
 * @param rows of the source, sample after sample
 * @param starts where the rows of each sample begin, and the end; one row each when left out
 * @returns plain data
 * @example
 * ```ts
 * import { packOrigins, rowsOf } from "./row_origins.ts";
 * const origins = packOrigins(Int32Array.of(4, 7, 5), Int32Array.of(0, 2, 3));
 * console.log(rowsOf(origins, 0)); // [ 4, 7 ]
 * ```
 */
export function packOrigins(rows: Int32Array, starts?: Int32Array): RowOrigins {
  return { rows: pack(rows), ...(starts !== undefined && { starts: pack(starts) }) };
}

/**
 * Reads the rows of one sample.
 *
 * @param origins of all samples; each has the row of its own number when left out
 * @param sample its row
 * @returns rows of the source; none where it has no part in the sample
 * @example
 * ```ts
 * import { rowsOf } from "./row_origins.ts";
 * console.log(rowsOf(undefined, 3)); // [ 3 ]
 * ```
 */
export function rowsOf(origins: RowOrigins | undefined, sample: number): readonly number[] {
  if (origins === undefined) return [sample];
  const rows = numbersIn(origins.rows);
  const starts = origins.starts === undefined ? undefined : numbersIn(origins.starts);
  const [from, to] = starts === undefined
    ? [sample, sample + 1]
    : [starts(sample) ?? 0, starts(sample + 1) ?? 0];
  const found: number[] = [];
  for (let at = from; at < to; at++) {
    const row = rows(at);
    if (row === undefined) break;
    if (row >= 0) found.push(row);
  }
  return found;
}

function pack(numbers: Int32Array): string {
  const view = new DataView(new ArrayBuffer(numbers.length * 4));
  for (let at = 0; at < numbers.length; at++) view.setInt32(at * 4, numbers[at] as number, true);
  return Buffer.from(view.buffer).toString("base64");
}

/** A number at a place; nothing beyond the end, which a forged file may point to. */
function numbersIn(text: string): (at: number) => number | undefined {
  const bytes = Buffer.from(text, "base64");
  const count = Math.floor(bytes.length / 4);
  return (at) => at >= 0 && at < count ? bytes.readInt32LE(at * 4) : undefined;
}
