/**
 * Distances between rows.
 *
 * @module
 */

import type { Rows } from "./table.ts";

/**
 * The square of the distance between two rows.
 *
 * @param one a matrix and a row of it
 * @param other another one, of as many columns
 * @returns Σ (aᵢ − bᵢ)²
 * @example
 * ```ts
 * import { squaredDistance } from "./distance.ts";
 * const of = { rows: 2, columns: 1, data: new Float64Array([1, 4]) };
 * console.log(squaredDistance({ of, row: 0 }, { of, row: 1 })); // 9
 * ```
 */
export function squaredDistance(
  one: { readonly of: Rows; readonly row: number },
  other: { readonly of: Rows; readonly row: number },
): number {
  const { columns } = one.of;
  let sum = 0;
  for (let at = 0; at < columns; at++) {
    const gap = (one.of.data[one.row * columns + at] as number) -
      (other.of.data[other.row * columns + at] as number);
    sum += gap * gap;
  }
  return sum;
}
