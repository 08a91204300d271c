/**
 * Columns of texts from features that hold places of texts.
 *
 * @module
 */

import { Column } from "../column.ts";
import type { Matrix } from "./matrix.ts";

/**
 * Makes a column of texts.
 *
 * @param matrix features whose numbers are places of their levels; NaN is missing
 * @param like the shape of a sample, how many there are, and which are missing
 * @returns the column; a sample is missing where it is, or where a place stands for no text
 * @example
 * ```ts
 * import { toTexts } from "./texts.ts";
 * const features = [Float64Array.of(1, NaN)];
 * const like = { shape: [], length: 2, valid: undefined };
 * toTexts({ rows: 2, features, levels: [["a", "b"]] }, like).toArray(); // [ "b", null ]
 * ```
 */
export function toTexts(
  { rows, features, levels = [] }: Matrix,
  { shape, length, valid }: {
    shape: readonly number[];
    length: number;
    valid: Uint8Array | undefined;
  },
): Column {
  const places = new Map<string, number>();
  const values = new Int32Array(rows * features.length);
  const there = valid?.slice() ?? new Uint8Array(length).fill(1);
  const size = values.length / Math.max(1, length);
  for (const [at, feature] of features.entries()) {
    const texts = levels[at] ?? [];
    const own = texts.map((text) => placeOf(text, places));
    for (let row = 0; row < rows; row++) {
      const entry = row * features.length + at;
      const place = own[feature[row] as number];
      if (place === undefined) there[Math.floor(entry / size)] = 0;
      else values[entry] = place;
    }
  }
  return new Column({ dtype: "utf8", shape, values, levels: [...places.keys()], valid: there });
}

function placeOf(text: string, places: Map<string, number>): number {
  const known = places.get(text);
  if (known !== undefined) return known;
  places.set(text, places.size);
  return places.size - 1;
}
