/**
 * One number out of one for each class.
 *
 * @module
 */

import { dot, sumOf } from "./class_counts.ts";
import type { DirectOptions } from "./define_metric.ts";
import { type Metric, numberOr, type Outcome } from "./metric.ts";
import type { Numbers } from "./numbers.ts";

/** What an average gives: a number, or one for each class. */
export type Averaged<A> = A extends "none" ? readonly number[] : number;

/** A metric that is computed class by class; its average decides what it gives. */
export interface ClassMetric<O extends { readonly average?: string }, D extends string> {
  /**
   * Measures predictions at once.
   *
   * @param outputs what a model gave, of shape (samples, …)
   * @param targets what should have come out, of shape (samples, …)
   * @param options of the metric, and weights
   * @returns a number, or one for each class with the average `"none"`
   * @throws {UndefinedMetricError} when it has no value for these samples
   * @throws {RangeError} when shapes do not fit
   */
  <A extends O["average"] = D>(
    outputs: Numbers,
    targets: Numbers,
    options?: Omit<O, "average"> & DirectOptions & { readonly average?: A },
  ): Averaged<A>;
  /**
   * The metric as a value, to be gathered batch by batch.
   *
   * @param options of the metric
   * @returns the metric
   */
  with<A extends O["average"] = D>(
    options?: Omit<O, "average"> & { readonly average?: A },
  ): Metric<Averaged<A>>;
}

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
