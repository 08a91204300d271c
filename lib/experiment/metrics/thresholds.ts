/**
 * What comes out as yes, from the strictest threshold to the most lenient.
 *
 * @module
 */

import { ascendingOrder } from "./ascending_order.ts";

/** Weights of what came out as yes at each threshold; equal scores come together. */
export interface Thresholds {
  /** The thresholds, falling: what scores as much or more comes out as yes. */
  readonly scores: Float64Array;
  /** Of those that are yes. */
  readonly right: Float64Array;
  /** Of those that are not. */
  readonly wrong: Float64Array;
}

/**
 * Walks over all thresholds.
 *
 * @param scores of yes, one for each sample
 * @param options which samples are yes, and how much each counts
 * @returns what came out at each
 * @example
 * ```ts
 * import { thresholdsOf } from "./thresholds.ts";
 * const [scores, weights] = [Float64Array.of(3, 1, 2), Float64Array.of(1, 1, 1)];
 * thresholdsOf(scores, { isYes: (at) => at === 0, weights }).right; // [1, 1, 1]
 * ```
 */
export function thresholdsOf(
  scores: Float64Array,
  { isYes, weights }: { isYes(at: number): boolean; readonly weights: Float64Array },
): Thresholds {
  const order = ascendingOrder(scores);
  // What is read in the order of scores lies far apart, and is read once.
  const signed = new Float64Array(weights);
  for (let at = 0; at < signed.length; at++) if (!isYes(at)) signed[at] = -(weights[at] as number);
  const found = [0, 1, 2].map(() => new Float64Array(scores.length));
  const [thresholds, right, wrong] = found as [Float64Array, Float64Array, Float64Array];
  let count = 0;
  let [yes, no] = [0, 0];
  let next = scores[order.at(-1) ?? 0] as number;
  for (let at = order.length - 1; at >= 0; at--) {
    const sample = order[at] as number;
    const weight = signed[sample] as number;
    if (weight > 0) yes += weight;
    else no -= weight;
    const score = next;
    next = at > 0 ? scores[order[at - 1] as number] as number : NaN;
    if (next === score) continue;
    thresholds[count] = score;
    right[count] = yes;
    wrong[count] = no;
    count++;
  }
  return {
    scores: thresholds.subarray(0, count),
    right: right.subarray(0, count),
    wrong: wrong.subarray(0, count),
  };
}

/**
 * Area under the ROC curve: the share of pairs of a yes and a no in which the yes scores more, where
 * equal scores count half.
 *
 * @param thresholds all of them
 * @returns the area, NaN where there is no yes or no no
 * @example
 * ```ts
 * import { rocAreaOf, thresholdsOf } from "./thresholds.ts";
 * const [scores, weights] = [Float64Array.of(3, 1, 2), Float64Array.of(1, 1, 1)];
 * rocAreaOf(thresholdsOf(scores, { isYes: (at) => at === 0, weights })); // 1
 * ```
 */
export function rocAreaOf({ right, wrong }: Thresholds): number {
  let area = 0;
  let [yes, no] = [0, 0];
  for (let at = 0; at < right.length; at++) {
    const [nextYes, nextNo] = [right[at] as number, wrong[at] as number];
    area += (nextNo - no) * (yes + nextYes) / 2;
    [yes, no] = [nextYes, nextNo];
  }
  return area / yes / no;
}

/**
 * Average precision: the mean of precision over thresholds, weighted by how much recall each adds.
 *
 * @param thresholds all of them
 * @returns the mean, NaN where there is no yes
 * @example
 * ```ts
 * import { averagePrecisionOf, thresholdsOf } from "./thresholds.ts";
 * const [scores, weights] = [Float64Array.of(3, 1, 2), Float64Array.of(1, 1, 1)];
 * averagePrecisionOf(thresholdsOf(scores, { isYes: (at) => at === 2, weights })); // 0.5
 * ```
 */
export function averagePrecisionOf({ right, wrong }: Thresholds): number {
  let sum = 0;
  let former = 0;
  for (let at = 0; at < right.length; at++) {
    const yes = right[at] as number;
    if (yes > former) sum += (yes - former) * yes / (yes + (wrong[at] as number));
    former = yes;
  }
  return sum / former;
}
