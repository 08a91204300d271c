/**
 * Of what came out as a class, how much is of it; and of what is of a class, how much came out as it.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { averageOf } from "./averages.ts";
import { type ClassCounts, gatherClassCounts, sumOf } from "./class_counts.ts";
import { CLASS_PLANS, type ClassOptions } from "./class_options.ts";
import {
  type ChoiceMetric,
  defineChoiceMetric,
  type Gatherer,
  type Measure,
} from "./define_metric.ts";
import { NOTHING, numberOr, type Outcome } from "./metric.ts";

/** Options of `precision` and `recall`. */
export interface PrecisionOptions extends ClassOptions {
  /**
   * How classes become one number: `"binary"` (the default) takes the positive class and refuses more
   * than two; `"micro"` counts all samples alike; `"macro"` is the mean over the classes that occur or
   * come out; `"weighted"` is the mean by how many samples they have; `"none"` gives all.
   */
  readonly average?: "binary" | "micro" | "macro" | "weighted" | "none";
  /** The class that `"binary"` takes; default 1. */
  readonly positive?: number;
  /** Numbers of the classes that count, whether they occur or not; all that occur when left out. */
  readonly classes?: readonly number[];
  /** What zero of zero is: 0 (the default, as in scikit-learn), 1, or `"nan"`, which averages leave out. */
  readonly zeroDivision?: 0 | 1 | "nan";
}

/** Options of `f1`. */
export interface F1Options extends PrecisionOptions {
  /** How much more recall counts than precision, above 0; default 1. */
  readonly beta?: number;
}

/**
 * Precision: of the samples that came out as a class, the share that are of it.
 *
 * @example
 * ```ts
 * import { precision } from "./precision_recall.ts";
 * precision([1, 1, 0, 1], [1, 0, 0, 1], { from: "labels" }); // 2 / 3
 * precision([2, 1, 0, 1], [1, 2, 0, 1], { from: "labels", average: "none" }); // [1, 0.5, 0]
 * ```
 */
export const precision: ChoiceMetric<PrecisionOptions, "average", "binary"> = defineRatio(
  "precision",
  () => ({ right, predicted }, at) => [right[at] ?? 0, predicted[at] ?? 0],
);

/**
 * Recall: of the samples of a class, the share that came out as it.
 *
 * @example
 * ```ts
 * import { recall } from "./precision_recall.ts";
 * recall([1, 0, 0, 1], [1, 1, 0, 1], { from: "labels" }); // 2 / 3
 * ```
 */
export const recall: ChoiceMetric<PrecisionOptions, "average", "binary"> = defineRatio(
  "recall",
  () => ({ right, actual }, at) => [right[at] ?? 0, actual[at] ?? 0],
);

/**
 * F-measure: the harmonic mean of precision and recall, F₁ where both count alike; otherwise
 * (1 + β²)·right ÷ (β²·actual + predicted).
 *
 * Source: van Rijsbergen, Information Retrieval, 1979.
 *
 * @example
 * ```ts
 * import { f1 } from "./precision_recall.ts";
 * f1([[2, 0, 1], [0, 1, 2]], [0, 1], { average: "macro" }); // 1 / 3
 * ```
 */
export const f1: ChoiceMetric<F1Options, "average", "binary"> = defineRatio("f1", ({ beta }) => {
  const square = beta ** 2;
  return ({ right, predicted, actual }, at) => [
    (1 + square) * (right[at] ?? 0),
    square * (actual[at] ?? 0) + (predicted[at] ?? 0),
  ];
});

/** Numerator and denominator for a class. */
type Ratio = (counts: ClassCounts, at: number) => readonly [number, number];

interface RatioOptions {
  readonly average: "binary" | "micro" | "macro" | "weighted" | "none";
  readonly classes: readonly number[] | undefined;
  readonly zeroDivision: number;
}

function defineRatio(
  name: string,
  ratioOf: (options: { readonly beta: number }) => Ratio,
): ChoiceMetric<F1Options, "average", "binary"> {
  const plans = {
    ...CLASS_PLANS,
    average: ["binary", "micro", "macro", "weighted", "none"],
    positive: { otherwise: 1 },
    ...name === "f1" ? { beta: { otherwise: 1, above: true } } : {},
  } as const;
  return defineChoiceMetric({
    name,
    better: "greater",
    measure: (given: F1Options): Measure<ClassCounts, number | readonly number[]> => {
      const { classes, zeroDivision = 0, ...plain } = given;
      checkZeroDivision(name, zeroDivision);
      const { average, positive, ...options } = readOptions(name, {
        given: plain as JsonObject,
        plans,
        kind: "metric",
      });
      const ratio = ratioOf({ beta: options.beta ?? 1 });
      const chosen = average === "binary" ? [positive] : classes;
      const gather = gatherClassCounts(options);
      return {
        gather: average === "binary" ? twoClassesOf(name, gather) : gather,
        finish: (counts) =>
          finish(counts, ratio, {
            average,
            classes: chosen,
            zeroDivision: zeroDivision === "nan" ? NaN : zeroDivision,
          }),
      };
    },
  });
}

function finish(
  counts: ClassCounts,
  ratio: Ratio,
  { average, classes, zeroDivision }: RatioOptions,
): Outcome<number | readonly number[]> {
  const { actual, predicted } = counts;
  if (sumOf(actual) === 0) return { value: average === "none" ? [] : NaN, reason: NOTHING };
  const occurs = (at: number): boolean => (actual[at] ?? 0) + (predicted[at] ?? 0) > 0;
  const all = Array.from(actual.keys());
  const chosen = classes ?? (average === "none" ? all : all.filter(occurs));
  const divide = (above: number, below: number): number =>
    below === 0 ? zeroDivision : above / below;
  const ratios = chosen.map((at) => ratio(counts, at));
  if (average === "micro") {
    const value = divide(sumOf(ratios.map(([above]) => above)), sumOf(ratios.map(([, b]) => b)));
    return numberOr(value, "no sample is of the classes asked for, or came out as one of them");
  }
  const values = ratios.map(([above, below]) => divide(above, below));
  if (average === "binary") {
    return numberOr(
      values[0] ?? NaN,
      "the positive class does not occur where it would be counted",
    );
  }
  return averageOf({ values, support: chosen.map((at) => actual[at] ?? 0) }, average);
}

function checkZeroDivision(metric: string, zeroDivision: unknown): void {
  if (zeroDivision === 0 || zeroDivision === 1 || zeroDivision === "nan") return;
  throw new RangeError(
    `Cannot make the metric "${metric}" with zeroDivision = ${JSON.stringify(zeroDivision)}: ` +
      `give 0, 1 or "nan"`,
  );
}

function twoClassesOf(metric: string, gather: Gatherer<ClassCounts>): Gatherer<ClassCounts> {
  return {
    ...gather,
    add(counts, batch) {
      gather.add(counts, batch);
      const classes = counts.actual.length;
      if (classes <= 2) return;
      throw new RangeError(
        `Cannot take the metric "${metric}" of ${classes} classes with the average "binary": ` +
          `give average: "macro", "micro", "weighted" or "none"`,
      );
    },
  };
}
