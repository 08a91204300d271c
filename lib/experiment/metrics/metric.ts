/**
 * What a metric is: it gathers what predictions were worth, batch by batch, and says it at the end.
 *
 * @module
 */

import type { Configurable } from "../../core/configured.ts";
import type { Numbers } from "./numbers.ts";

/** What was predicted for some samples, and what should have been. */
export interface MetricBatch {
  /** What a model gave, of shape (samples, …). */
  readonly outputs: Numbers;
  /** What should have come out, of shape (samples, …). */
  readonly targets: Numbers;
  /**
   * How much each sample counts, from 0; one for each sample, or one for each of its places. 0 stands
   * for padding, whose numbers are never looked at. All count 1 when left out.
   */
  readonly weights?: Numbers | undefined;
}

/** Whether a greater or a lesser result is the better one. */
export type Better = "greater" | "less";

/**
 * What is gathered, as plain data: numbers, typed arrays, and objects of them, as `structuredClone`
 * and messages between processes take them.
 */
export type AccumulationState = object;

/** A way of measuring predictions; it never changes and gathers nothing itself. */
export interface Metric<R = unknown> extends Configurable {
  /** Which results are better; nothing for those that have no order. */
  readonly better: Better | undefined;
  /**
   * Begins to gather.
   *
   * @param state what `getState()` of an accumulation of an equal metric gave; nothing was gathered
   *   when left out
   * @returns where batches are added
   */
  start(state?: AccumulationState): Accumulation<R>;
}

/** What a metric has gathered from some batches. */
export interface Accumulation<R = unknown> {
  /** The metric that gathers. */
  readonly metric: Metric<R>;
  /**
   * Gathers one batch. A batch that is refused changes nothing.
   *
   * @param batch outputs, targets and weights
   * @throws {RangeError} when their shapes do not fit each other, or hold what cannot be measured
   */
  add(batch: MetricBatch): void;
  /**
   * Takes what another has gathered, as if its batches had been added here.
   *
   * @param other an accumulation of an equal metric; it stays as it is
   * @throws {RangeError} when the other measures something else
   */
  merge(other: Accumulation<R>): void;
  /** @returns the metric of all that was added; NaN where it is undefined */
  result(): R;
  /** @returns why `result()` is undefined; nothing when it is not */
  reason(): string | undefined;
  /** @returns a copy of what was gathered, for `metric.start(state)` here or in another process */
  getState(): AccumulationState;
}

/** A result, and why it is undefined where it is. */
export interface Outcome<R> {
  readonly value: R;
  readonly reason?: string | undefined;
}

/** A metric has no value for the samples that it was asked for. */
export class UndefinedMetricError extends RangeError {
  /** The metric. */
  readonly metric: string;
  /** Why it has no value. */
  readonly reason: string;

  /**
   * @param metric its name
   * @param reason why it has no value
   */
  constructor(metric: string, reason: string) {
    super(`Cannot compute the metric "${metric}": ${reason}`);
    this.name = "UndefinedMetricError";
    this.metric = metric;
    this.reason = reason;
  }
}

/** Why anything is undefined where no sample counts. */
export const NOTHING = "no sample was added that has a weight above 0";

/**
 * A number that may be undefined.
 *
 * @param value the number, NaN where it is undefined
 * @param reason why, where it is
 * @returns both; the reason only where it is needed
 * @example
 * ```ts
 * import { numberOr } from "./metric.ts";
 * numberOr(0 / 0, "there is nothing to divide by").reason; // "there is nothing to divide by"
 * ```
 */
export function numberOr(value: number, reason: string): Outcome<number> {
  return Number.isNaN(value) ? { value, reason } : { value };
}
