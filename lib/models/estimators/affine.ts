/**
 * Products of rows and a matrix.
 *
 * @module
 */

import type { Rows } from "./table.ts";

/**
 * Maps each row to x·W + b.
 *
 * @param x one row per sample
 * @param map W of shape (columns of x, numbers of b), and b
 * @returns as many rows, of as many columns as b has numbers
 * @example
 * ```ts
 * import { affine } from "./affine.ts";
 * const x = { rows: 1, columns: 2, data: new Float64Array([3, 4]) };
 * affine(x, { weights: new Float64Array([1, 10]), offset: new Float64Array([5]) }).data; // [48]
 * ```
 */
export function affine(
  { rows, columns: width, data }: Rows,
  { weights, offset }: { readonly weights: Float64Array; readonly offset: Float64Array },
): Rows {
  const columns = offset.length;
  const found = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    found.set(offset, to);
    for (let i = 0; i < width; i++) {
      const own = data[row * width + i] as number;
      for (let j = 0; j < columns; j++) {
        found[to + j] = (found[to + j] as number) + own * (weights[i * columns + j] as number);
      }
    }
  }
  return { rows, columns, data: found };
}
