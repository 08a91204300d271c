/**
 * Gathers how much of each class there was, came out, and came out right.
 *
 * @module
 */

import type { ReadClassOptions } from "./class_options.ts";
import { readClassRows } from "./class_rows.ts";
import type { Gatherer } from "./define_metric.ts";

/** Sums of weights by class. */
export interface ClassCounts {
  /** Of samples of the class that came out as it. */
  right: Float64Array;
  /** Of samples that came out as the class. */
  predicted: Float64Array;
  /** Of samples of the class. */
  actual: Float64Array;
}

/** More classes than any list of classes has; a number beyond it was meant to be something else. */
const MOST_CLASSES = 10_000_000;

/**
 * Gathers counts by class.
 *
 * @param options what outputs are
 * @returns the gatherer; there are as many classes as scores, or as labels have been seen
 * @example
 * ```ts
 * import { gatherClassCounts } from "./class_counts.ts";
 * const gather = gatherClassCounts({ from: "labels", threshold: 0.5, ignore: -100 });
 * const counts = gather.start();
 * gather.add(counts, { outputs: [0, 1, 1], targets: [0, 0, 1] });
 * counts.right; // [1, 1]
 * ```
 */
export function gatherClassCounts(options: ReadClassOptions): Gatherer<ClassCounts> {
  return {
    start: () => ({
      right: new Float64Array(),
      predicted: new Float64Array(),
      actual: new Float64Array(),
    }),
    add(counts, batch) {
      const { rows, classes, predicted, actual, weights } = readClassRows(batch, options);
      widen(counts, classes);
      for (let row = 0; row < rows; row++) {
        const weight = weights[row] as number;
        const [came, was] = [predicted[row] as number, actual[row] as number];
        counts.predicted[came] = (counts.predicted[came] as number) + weight;
        counts.actual[was] = (counts.actual[was] as number) + weight;
        if (came === was) counts.right[was] = (counts.right[was] as number) + weight;
      }
    },
    merge(counts, other) {
      widen(counts, other.actual.length);
      for (const kind of ["right", "predicted", "actual"] as const) {
        const sums = counts[kind];
        other[kind].forEach((weight, at) => sums[at] = (sums[at] as number) + weight);
      }
    },
  };
}

/**
 * Adds numbers.
 *
 * @param values any numbers
 * @returns their sum
 * @example
 * ```ts
 * import { sumOf } from "./class_counts.ts";
 * sumOf([1, 2]); // 3
 * ```
 */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum;
}

/**
 * Adds products of numbers.
 *
 * @param one any numbers
 * @param other as many
 * @returns the sum of their products
 * @example
 * ```ts
 * import { dot } from "./class_counts.ts";
 * dot([1, 2], [3, 4]); // 11
 * ```
 */
export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
}

function widen(counts: ClassCounts, classes: number): void {
  if (classes <= counts.actual.length) return;
  if (classes > MOST_CLASSES) {
    throw new RangeError(
      `Cannot count ${classes} classes: labels are numbers of classes from 0, without gaps`,
    );
  }
  for (const kind of ["right", "predicted", "actual"] as const) {
    const wider = new Float64Array(classes);
    wider.set(counts[kind]);
    counts[kind] = wider;
  }
}
