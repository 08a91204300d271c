/**
 * Coordinates along an axis as a column of rows, and as coordinates again.
 *
 * @module
 */

import type { Data, Vector } from "apache-arrow";
import { type AxisColumn, type Coordinate, Dictionary } from "../coordinates.ts";
import type { ChunkColumn } from "./arrow_chunk.ts";

/**
 * Lays coordinates out.
 *
 * @param codes of each entry: places in `levels`
 * @param levels coordinates: whole numbers and `null`, or texts
 * @returns a column of numbers or of texts
 * @example
 * ```ts
 * import { writeAxis } from "./axis_rows.ts";
 * writeAxis(Int32Array.of(0, 0, 1), [7, null]); // numbers 7, 7 and one that is missing
 * ```
 */
export function writeAxis(codes: Int32Array, levels: readonly Coordinate[]): ChunkColumn {
  if (levels.some((level) => typeof level === "string")) {
    return { type: "text", codes, levels: levels.map(String) };
  }
  const values = codes.map((code) => Number(levels[code] ?? 0));
  if (!levels.includes(null)) return { type: "int32", values };
  const valid = Uint8Array.from(codes, (code) => levels[code] === null ? 0 : 1);
  return { type: "int32", values, valid };
}

/**
 * Reads coordinates. Texts that come again are not decoded again.
 *
 * @param vector a column of whole numbers or of texts; nothing for a file without rows
 * @returns the column of an axis
 * @example
 * ```ts
 * import { readAxis } from "./axis_rows.ts";
 * readAxis(null).codes.length; // 0
 * ```
 */
export function readAxis(vector: Vector | null): AxisColumn {
  const dictionary = new Dictionary();
  const codes = new Int32Array(vector?.length ?? 0);
  let at = 0;
  for (const data of vector?.data ?? []) {
    const part = codes.subarray(at, at + data.length);
    if (data.valueOffsets !== undefined) readTexts(data, part, { dictionary });
    else readNumbers(data, part, { dictionary });
    at += data.length;
  }
  return { codes, dictionary, sorted: codes.every((code, row) => code >= (codes[row - 1] ?? 0)) };
}

function readNumbers(
  data: Data,
  into: Int32Array,
  { dictionary }: { readonly dictionary: Dictionary },
): void {
  const numbers = data.values as Int32Array;
  for (let row = 0; row < data.length; row++) {
    const isThere = data.nullCount === 0 || data.getValid(row);
    into[row] = dictionary.encode(isThere ? numbers[row] as number : null);
  }
}

function readTexts(
  data: Data,
  into: Int32Array,
  { dictionary }: { readonly dictionary: Dictionary },
): void {
  const offsets = data.valueOffsets as Int32Array;
  const bytes = data.values as Uint8Array;
  const decoder = new TextDecoder();
  /** The first row of each text, by its length. */
  const known = new Map<number, number[]>();
  for (let row = 0; row < data.length; row++) {
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number];
    const alike = known.get(end - start) ?? [];
    const same = alike.find((other) => isSame(bytes, start, [offsets[other] ?? 0, end - start]));
    if (same === undefined) {
      alike.push(row);
      known.set(end - start, alike);
      into[row] = dictionary.encode(decoder.decode(bytes.subarray(start, end)));
    } else {
      into[row] = into[same] as number;
    }
  }
}

function isSame(
  bytes: Uint8Array,
  start: number,
  [other, length]: readonly [number, number],
): boolean {
  for (let at = 0; at < length; at++) {
    if (bytes[start + at] !== bytes[other + at]) return false;
  }
  return true;
}
