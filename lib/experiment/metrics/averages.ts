/**
 * One number out of one for each class.
 *
 * @module
 */

import { dot, sumOf } from "./class_counts.ts";
import { numberOr, type Outcome } from "./metric.ts";

/** A value for each class, NaN where it has none, and how many samples there are of it. */
export interface ClassValues {
  readonly values: readonly number[];
  readonly support: readonly number[];
}

/**
 * Takes the mean over classes, of those that have a value.
 *
 * @param of values and samples of each class
 * @param average `"macro"`, `"weighted"` by samples, or `"none"` for all as they are
 * @returns the mean or the values
 * @example
 * ```ts
 * import { averageOf } from "./averages.ts";
 * averageOf({ values: [0.5, 1], support: [3, 1] }, "weighted").value; // 0.625
 * ```
 */
export function averageOf(
  { values, support }: ClassValues,
  average: "macro" | "weighted" | "none",
): Outcome<number | readonly number[]> {
  if (average === "none") return { value: Object.freeze(values) };
  const known = values.flatMap((value, at) => Number.isNaN(value) ? [] : [at]);
  const kept = known.map((at) => values[at] as number);
  const weights = known.map((at) => average === "macro" ? 1 : support[at] as number);
  return numberOr(dot(kept, weights) / sumOf(weights), "no class has a value to average");
}
