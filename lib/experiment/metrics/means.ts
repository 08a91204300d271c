/**
 * Gathers weighted means, without rounding: the order of samples and batches changes no bit.
 *
 * @module
 */

import { checkColumns } from "./columns.ts";
import type { Gatherer } from "./define_metric.ts";
import { addExactly, mergeExactly, roundedSum } from "./exact_sum.ts";
import { type MetricBatch, NOTHING, numberOr, type Outcome } from "./metric.ts";

/** Exact sums. */
export interface Means {
  /** Of weighted terms, for each column. */
  sums: number[][];
  /** Of weights. */
  weight: number[];
}

/** What is averaged. */
export interface Terms {
  /** How many terms each row has. */
  readonly columns: number;
  /** How much each row counts. */
  readonly weights: Float64Array;
  /** The term of a row and a column; it is not asked for where the row does not count. */
  termOf(row: number, column: number): number;
}

/**
 * Gathers weighted means.
 *
 * @param read from a batch to its terms
 * @returns the gatherer
 * @example
 * ```ts
 * import { gatherMeans, meanOf } from "./means.ts";
 * const weights = Float64Array.of(1, 3);
 * const gather = gatherMeans(() => ({ columns: 1, weights, termOf: (row) => row }));
 * const means = gather.start();
 * gather.add(means, { outputs: [], targets: [] });
 * meanOf(means).value; // 0.75
 * ```
 */
export function gatherMeans(read: (batch: MetricBatch) => Terms): Gatherer<Means> {
  return {
    start: () => ({ sums: [], weight: [] }),
    add(means, batch) {
      const { columns, weights, termOf } = read(batch);
      means.sums = Array.from({ length: columns }, () => []);
      for (let row = 0; row < weights.length; row++) {
        const weight = weights[row] as number;
        if (weight === 0) continue;
        addExactly(means.weight, weight);
        for (let column = 0; column < columns; column++) {
          addExactly(means.sums[column] as number[], weight * termOf(row, column));
        }
      }
    },
    merge(means, other) {
      checkColumns(means.sums.length, other.sums.length);
      if (means.sums.length === 0) means.sums = other.sums.map(() => []);
      other.sums.forEach((sum, at) => mergeExactly(means.sums[at] as number[], sum));
      mergeExactly(means.weight, other.weight);
    },
  };
}

/**
 * Ends with the mean of the first column.
 *
 * @param means what was gathered
 * @returns the mean
 * @example
 * ```ts
 * import { meanOf } from "./means.ts";
 * meanOf({ sums: [[3]], weight: [4] }).value; // 0.75
 * ```
 */
export function meanOf(means: Means): Outcome<number> {
  return numberOr(meansOf(means)[0] ?? NaN, NOTHING);
}

/**
 * The mean of each column.
 *
 * @param means what was gathered
 * @returns the means, NaN where nothing counts
 * @example
 * ```ts
 * import { meansOf } from "./means.ts";
 * meansOf({ sums: [[3], [1]], weight: [4] }); // [0.75, 0.25]
 * ```
 */
export function meansOf({ sums, weight }: Means): readonly number[] {
  const whole = roundedSum(weight);
  return sums.map((sum) => roundedSum(sum) / whole);
}
