/**
 * Gathers how often each class came out as each.
 *
 * @module
 */

import type { ReadClassOptions } from "./class_options.ts";
import { readClassRows } from "./class_rows.ts";
import type { Gatherer } from "./define_metric.ts";

/** Sums of weights by pairs of classes. */
export interface Confusions {
  /** How many classes there are. */
  classes: number;
  /** Of shape (classes, classes): a row for what was, a column for what came out. */
  counts: Float64Array;
}

/** Pairs of more classes take more memory than a table of them is worth. */
const MOST_CLASSES = 4096;

/**
 * Gathers confusions.
 *
 * @param options what outputs are
 * @returns the gatherer; there are as many classes as scores, or as labels have been seen
 * @example
 * ```ts
 * import { gatherConfusions } from "./confusions.ts";
 * const gather = gatherConfusions({ from: "labels", threshold: 0.5, ignore: -100 });
 * const confusions = gather.start();
 * gather.add(confusions, { outputs: [0, 1, 1], targets: [0, 0, 1] });
 * confusions.counts; // [1, 1, 0, 1]
 * ```
 */
export function gatherConfusions(options: ReadClassOptions): Gatherer<Confusions> {
  return {
    start: () => ({ classes: 0, counts: new Float64Array() }),
    add(confusions, batch) {
      const { rows, classes, predicted, actual, weights } = readClassRows(batch, options);
      widen(confusions, classes);
      const { counts, classes: width } = confusions;
      for (let row = 0; row < rows; row++) {
        const at = (actual[row] as number) * width + (predicted[row] as number);
        counts[at] = (counts[at] as number) + (weights[row] as number);
      }
    },
    merge(confusions, other) {
      widen(confusions, other.classes);
      const { counts, classes } = confusions;
      other.counts.forEach((weight, from) => {
        const at = Math.floor(from / other.classes) * classes + from % other.classes;
        counts[at] = (counts[at] as number) + weight;
      });
    },
  };
}

function widen(confusions: Confusions, classes: number): void {
  const { counts, classes: former } = confusions;
  if (classes <= former) return;
  if (classes > MOST_CLASSES) {
    throw new RangeError(
      `Cannot keep the confusions of ${classes} classes: ${MOST_CLASSES} are the most; ` +
        "labels are numbers of classes from 0, without gaps",
    );
  }
  confusions.classes = classes;
  confusions.counts = new Float64Array(classes * classes);
  for (let row = 0; row < former; row++) {
    confusions.counts.set(counts.subarray(row * former, (row + 1) * former), row * classes);
  }
}
