/**
 * How much rows count.
 *
 * @module
 */

import { type Numbers, readNumbers } from "./numbers.ts";

/**
 * Reads weights, one for each row.
 *
 * @param weights one for each sample, or one for each place of each sample; 1 each when left out
 * @param rows how many samples there are, and how many rows they have together
 * @returns a weight for each row, an array of its own
 * @throws {RangeError} when there are not as many, or one is negative or no number
 * @example
 * ```ts
 * import { readWeights } from "./weights.ts";
 * readWeights([1, 0], { samples: 2, rows: 4 }); // [1, 1, 0, 0]
 * ```
 */
export function readWeights(
  weights: Numbers | undefined,
  { samples, rows }: { readonly samples: number; readonly rows: number },
): Float64Array {
  const read = new Float64Array(rows);
  if (weights === undefined) return read.fill(1);
  const { data } = readNumbers(weights, "weights");
  if (data.length !== samples && data.length !== rows) {
    const places = rows === samples ? "" : `, or ${rows}, one for each place`;
    throw new RangeError(
      `Cannot weigh ${samples} samples with ${data.length} weights: give one for each${places}`,
    );
  }
  const places = rows / data.length;
  for (let row = 0; row < rows; row++) {
    const weight = Number(data[Math.floor(row / places)]);
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `Cannot weigh a sample with ${weight}: give numbers from 0, where 0 leaves a sample out`,
      );
    }
    read[row] = weight;
  }
  return read;
}
