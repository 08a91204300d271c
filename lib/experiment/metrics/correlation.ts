/**
 * How closely outputs follow targets, whatever their scale.
 *
 * @module
 */

import { ascendingOrder } from "./ascending_order.ts";
import { defineChoiceMetric } from "./define_metric.ts";
import { columnsOf, gatherRows } from "./kept_rows.ts";
import { NOTHING, type Outcome } from "./metric.ts";
import { gatherMoments, isConstant, type Moments, type MomentsState } from "./moments.ts";
import { readNumberRows } from "./number_rows.ts";
import { type OutputOptions, overOutputs, wantsRaw } from "./outputs.ts";
import type { OutputMetric } from "./regression_errors.ts";

/**
 * Pearson's correlation of outputs and targets, from −1 to 1.
 *
 * Undefined where outputs or targets do not vary.
 *
 * @example
 * ```ts
 * import { pearson } from "./correlation.ts";
 * pearson([1, 2, 4], [10, 20, 40]); // 1
 * ```
 */
export const pearson: OutputMetric = defineChoiceMetric({
  name: "pearson",
  better: "greater",
  measure: (options: OutputOptions) => {
    const raw = wantsRaw("pearson", options);
    return { gather: gatherMoments(), finish: (state) => correlationOf(state, raw) };
  },
});

/**
 * Spearman's correlation of outputs and targets: Pearson's of their ranks, where equal numbers share the
 * mean of their ranks. Weights count as repetitions would.
 *
 * Keeps all numbers. Undefined where outputs or targets do not vary.
 *
 * Source: Spearman, The proof and measurement of association between two things, 1904.
 *
 * @example
 * ```ts
 * import { spearman } from "./correlation.ts";
 * spearman([1, 10, 100], [1, 2, 3]); // 1
 * ```
 */
export const spearman: OutputMetric = defineChoiceMetric({
  name: "spearman",
  better: "greater",
  measure: (options: OutputOptions) => {
    const raw = wantsRaw("spearman", options);
    return {
      gather: gatherRows(readNumberRows),
      finish: (kept) => {
        const all = columnsOf(kept);
        const gather = gatherMoments();
        const columns = all.flatMap(({ outputs, targets, weights }) => {
          const state = gather.start();
          const [one, other] = [ranksOf(outputs, weights), ranksOf(targets, weights)];
          gather.add(state, { outputs: one, targets: other, weights });
          return state.columns;
        });
        return correlationOf({ columns, count: all[0]?.weights.length ?? 0 }, raw);
      },
    };
  },
});

function correlationOf(
  { columns, count }: MomentsState,
  raw: boolean,
): Outcome<number | readonly number[]> {
  const reason = count === 0 ? NOTHING : "outputs or targets do not vary";
  return overOutputs(columns.map(correlation), { raw, reason });
}

function correlation(
  { weight, target, output, targetSquares, outputSquares, products }: Moments,
): number {
  const isFlat = isConstant(targetSquares, { weight, mean: target }) ||
    isConstant(outputSquares, { weight, mean: output });
  if (isFlat) return NaN;
  const found = products / Math.sqrt(targetSquares) / Math.sqrt(outputSquares);
  return Math.max(-1, Math.min(1, found));
}

/** The weight below each number, and half of that at it. */
function ranksOf(values: Float64Array, weights: Float64Array): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  let below = 0;
  let from = 0;
  while (from < order.length) {
    let to = from;
    let within = 0;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) {
      within += weights[order[to++] as number] as number;
    }
    for (let at = from; at < to; at++) ranks[order[at] as number] = below + within / 2;
    below += within;
    from = to;
  }
  return ranks;
}
