/**
 * When two samples go together, and how well.
 *
 * @module
 */

import { freeze } from "../../core/json.ts";
import { checkOptions, type OptionRules } from "../../core/options.ts";
import type { Column } from "../column.ts";
import { type Distance, distances } from "./distance.ts";

/** When the values of a column go together. */
export interface SimilarityCondition {
  /** Whether values are to be near or far; `similar` when left out. */
  readonly mode?: "similar" | "dissimilar";
  /** The greatest difference of numbers that are similar, itself included; 0 when left out. */
  readonly tolerance?: number;
  /**
   * The distance of two samples that is compared with the tolerance: a registered name or a function
   * (which cannot be saved); the difference when left out. Columns of signals need one.
   */
  readonly metric?: string | Distance;
  /** How the score follows the difference; used with `allowFallback` only; `binary` when left out. */
  readonly weightMode?: "binary" | "linear" | "exp";
  /** The greatest score; 1 when left out. */
  readonly maxWeight?: number;
  /** The least score; 0 when left out. */
  readonly minWeight?: number;
  /** Whether samples that do not match are taken where no others are left; `false` when left out. */
  readonly allowFallback?: boolean;
}

/** A condition on a column, ready to compare rows. */
export interface Similarity {
  /** Whether samples that do not match are left out altogether. */
  readonly hard: boolean;
  /** Whether two rows match. */
  matches(a: number, b: number): boolean;
  /** How well two rows go together. */
  score(a: number, b: number): number;
}

const RULES: OptionRules<SimilarityCondition> = {
  of: "a condition on similarity",
  known: [
    ...["mode", "tolerance", "metric", "weightMode"] as const,
    ...["maxWeight", "minWeight", "allowFallback"] as const,
  ],
  choices: { mode: ["similar", "dissimilar"], weightMode: ["binary", "linear", "exp"] },
};

/**
 * Refuses conditions that mean nothing.
 *
 * @param condition any condition
 * @returns the condition
 * @throws {RangeError} when the tolerance is negative, the least weight above the greatest, one of
 *   them is no finite number, or no distance has that name
 * @example
 * ```ts
 * import { checkCondition } from "./similarity.ts";
 * checkCondition({ tolerance: 0.5 });
 * ```
 */
export function checkCondition(condition: SimilarityCondition): SimilarityCondition {
  const { tolerance = 0, minWeight = 0, maxWeight = 1, metric } = checkOptions(condition, RULES);
  if (typeof metric === "string") distances.get(metric);
  if (!Number.isFinite(tolerance) || tolerance < 0) {
    throw new RangeError(`Tolerance is ${tolerance}: give a difference of 0 or more`);
  }
  for (const [name, weight] of Object.entries({ minWeight, maxWeight })) {
    if (!Number.isFinite(weight)) throw new RangeError(`${name} is ${weight}: give a number`);
  }
  if (minWeight > maxWeight) {
    throw new RangeError(`minWeight ${minWeight} is above maxWeight ${maxWeight}`);
  }
  return freeze({ ...condition });
}

/**
 * Prepares a condition for a column: numbers are compared by metric or difference, others by equality.
 *
 * @param column of scalars, or of signals when the condition has a metric
 * @param condition when two of its samples go together
 * @returns comparisons of rows
 * @throws {TypeError} when its samples have a shape and there is no metric, or are no numbers and
 *   there is one
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { similarity } from "./similarity.ts";
 * const near = similarity(buildColumn("soh", [90, 90.5, 80]), { tolerance: 0.5 });
 * console.log(near.matches(0, 1), near.matches(0, 2)); // true false
 * ```
 */
export function similarity(column: Column, condition: SimilarityCondition): Similarity {
  const { mode = "similar", tolerance = 0, allowFallback = false } = condition;
  const distance = distanceOf(column, condition.metric);
  const matches = (a: number, b: number): boolean =>
    (distance(a, b) <= tolerance) === (mode === "similar");
  return {
    hard: !allowFallback,
    matches,
    score: (a, b) => {
      if (!allowFallback) return matches(a, b) ? 1 : 0;
      return weigh(condition, { distance: distance(a, b), matched: matches(a, b) });
    },
  };
}

/** The distance of two rows; infinite where one is missing, or it is no number. */
function distanceOf(
  column: Column,
  metric: string | Distance | undefined,
): (a: number, b: number) => number {
  const { values, valid, isNumeric, size, shape } = column;
  if (metric === undefined && size !== 1) {
    throw new TypeError(
      `Cannot compare samples of shape [${shape.join(", ")}] by their difference: give a metric, ` +
        `such as "euclidean", or choose a column of scalars`,
    );
  }
  if (metric !== undefined && !isNumeric) {
    throw new TypeError(`Cannot measure distances of ${column.dtype} values: leave out the metric`);
  }
  const measure = typeof metric === "string" ? distances.get(metric) : metric;
  return (a, b) => {
    if (valid?.[a] === 0 || valid?.[b] === 0) return Infinity;
    if (measure !== undefined) {
      const [from, to] = [a * size, b * size];
      return apart(measure(values.subarray(from, from + size), values.subarray(to, to + size)));
    }
    const difference = apart((values[a] as number) - (values[b] as number));
    return isNumeric || difference === 0 ? difference : Infinity;
  };
}

function apart(difference: number): number {
  return Number.isNaN(difference) ? Infinity : Math.abs(difference);
}

/**
 * The formulas of ModularML; those that follow the difference are cut to the range of weights. With
 * a tolerance of 0 there is nothing to follow: they would divide 0 by 0 where samples are equal.
 */
function weigh(
  condition: SimilarityCondition,
  { distance, matched }: { distance: number; matched: boolean },
): number {
  const { mode = "similar", tolerance = 0, weightMode = "binary" } = condition;
  const { minWeight = 0, maxWeight = 1 } = condition;
  if (weightMode === "binary" || tolerance === 0) return matched ? maxWeight : minWeight;
  const near = mode === "similar";
  const ratio = near ? tolerance / Math.max(distance, 1e-9) : distance / tolerance;
  const exponent = near ? 1 - distance / tolerance : distance / tolerance - 1;
  const score = weightMode === "linear" ? ratio : Math.exp(exponent);
  return Math.min(maxWeight, Math.max(minWeight, score));
}
