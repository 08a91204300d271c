/**
 * Probabilities of classes from scores.
 *
 * @module
 */

import type { Rows } from "./table.ts";

/**
 * Probabilities of classes, row by row: of two classes from the score of the second, else from a
 * score of each class.
 *
 * @param scores one column for two classes, else a column for each
 * @returns a column for each class; rows add up to 1
 * @example
 * ```ts
 * import { probabilitiesOf } from "./softmax.ts";
 * probabilitiesOf({ rows: 1, columns: 1, data: new Float64Array([0]) }).data; // [0.5, 0.5]
 * ```
 */
export function probabilitiesOf({ rows, columns, data }: Rows): Rows {
  const classes = columns === 1 ? 2 : columns;
  const found = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const scores = columns === 1
      ? [0, data[row] as number]
      : data.subarray(row * columns, (row + 1) * columns);
    const highest = Math.max(...scores);
    let sum = 0;
    for (let at = 0; at < classes; at++) sum += Math.exp((scores[at] as number) - highest);
    for (let at = 0; at < classes; at++) {
      found[row * classes + at] = Math.exp((scores[at] as number) - highest) / sum;
    }
  }
  return { rows, columns: classes, data: found };
}
