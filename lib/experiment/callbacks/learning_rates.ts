/**
 * What a search for a learning rate found.
 *
 * @module
 */

import { showAs } from "../../core/show_as.ts";
import { chartBundle, shortNumber, thinned } from "../metrics/chart.ts";

/**
 * Rates that were tried, one batch each, and the losses they led to; shows itself as a chart.
 *
 * @example
 * ```ts
 * import { LearningRates } from "./learning_rates.ts";
 * new LearningRates([1e-3, 1e-2, 1e-1], [3, 2, 0.5]).suggestion; // 0.01
 * ```
 */
export class LearningRates {
  /** Of each batch, rising. */
  readonly rates: Float64Array;
  /** The smoothed loss of each batch. */
  readonly losses: Float64Array;
  /** The rate at which the loss falls the fastest; NaN for fewer than three batches. */
  readonly suggestion: number;

  static {
    showAs(
      this.prototype,
      (found) =>
        chartBundle(
          chartOf(found),
          `${found.rates.length} learning rates; the loss falls the fastest at ` +
            shortNumber(found.suggestion),
        ),
    );
  }

  /**
   * @param rates of each batch, rising
   * @param losses the smoothed loss of each batch
   */
  constructor(rates: readonly number[], losses: readonly number[]) {
    this.rates = Float64Array.from(rates);
    this.losses = Float64Array.from(losses);
    this.suggestion = steepest(rates, losses);
  }
}

/** Where the loss falls the fastest over the logarithm of the rate. */
function steepest(rates: readonly number[], losses: readonly number[]): number {
  let [best, least] = [NaN, Infinity];
  for (let at = 1; at < losses.length - 1; at++) {
    const slope = (losses[at + 1] as number) - (losses[at - 1] as number);
    if (slope < least) [best, least] = [rates[at] as number, slope];
  }
  return best;
}

/** A line over the logarithm of the rate, with the suggestion as a rule across it. */
function chartOf({ rates, losses, suggestion }: LearningRates): object {
  const values = thinned(rates.length).map((at) => ({ rate: rates[at], loss: losses[at] }))
    .filter(({ loss }) => Number.isFinite(loss));
  const x = { field: "rate", type: "quantitative", scale: { type: "log" }, title: "learning rate" };
  const curve = {
    data: { values },
    mark: { type: "line", tooltip: true },
    encoding: { x, y: { field: "loss", type: "quantitative", scale: { zero: false } } },
  };
  if (!Number.isFinite(suggestion)) return curve;
  const rule = {
    data: { values: [{ rate: suggestion }] },
    mark: { type: "rule", strokeDash: [4, 4], tooltip: true },
    encoding: { x },
  };
  return { width: 480, height: 160, layer: [curve, rule] };
}
