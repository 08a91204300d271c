/**
 * Systems of linear equations with a symmetric matrix, on ml-matrix.
 *
 * @module
 */

import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Rows } from "./table.ts";

/** Eigenvalues below this share of the largest one count as zero. */
const NEGLIGIBLE = 1e-10;

/**
 * Solves A·X = B for a symmetric A without negative eigenvalues.
 *
 * Columns are scaled to one unit first, so that units of features do not matter. Where columns
 * depend on each other, the solution of least norm in those units is taken.
 *
 * @param matrix A, square
 * @param right B, of as many rows
 * @returns X, of the shape of B
 * @example
 * ```ts
 * import { solveSymmetric } from "./solve.ts";
 * const matrix = { rows: 1, columns: 1, data: new Float64Array([4]) };
 * const right = { rows: 1, columns: 1, data: new Float64Array([2]) };
 * console.log(solveSymmetric(matrix, right).data[0]); // 0.5
 * ```
 */
export function solveSymmetric(matrix: Rows, right: Rows): Rows {
  const size = matrix.rows;
  const units = Float64Array.from({ length: size }, (_, at) => {
    const value = matrix.data[at * size + at] as number;
    return value > 0 ? Math.sqrt(value) : 1;
  });
  const unit = (at: number): number => units[at] as number;
  const scaled = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (matrix.data[i * size + j] as number) / (unit(i) * unit(j));
      // ml-matrix insists on symmetry to the last bit.
      scaled.set(i, j, value).set(j, i, value);
    }
  }
  const wanted = new Matrix(size, right.columns);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < right.columns; j++) {
      wanted.set(i, j, (right.data[i * right.columns + j] as number) / unit(i));
    }
  }
  const found = solveScaled(scaled, wanted);
  const data = new Float64Array(size * right.columns);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < right.columns; j++) data[i * right.columns + j] = found.get(i, j) / unit(i);
  }
  return { rows: size, columns: right.columns, data };
}

function solveScaled(matrix: Matrix, right: Matrix): Matrix {
  const cholesky = new CholeskyDecomposition(matrix);
  const { lowerTriangularMatrix: lower } = cholesky;
  const sound = cholesky.isPositiveDefinite() &&
    lower.diagonal().every((value) => value * value > NEGLIGIBLE);
  if (sound) return cholesky.solve(right);
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(
    matrix,
    { assumeSymmetric: true },
  );
  const least = NEGLIGIBLE * Math.max(...values);
  const turned = vectors.transpose().mmul(right);
  for (const [at, value] of values.entries()) {
    turned.mulRow(at, value > least && value > 0 ? 1 / value : 0);
  }
  return vectors.mmul(turned);
}
