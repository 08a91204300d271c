/**
 * The error that half of the samples do not exceed.
 *
 * @module
 */

import { ascendingOrder } from "./ascending_order.ts";
import { sumOf } from "./class_counts.ts";
import { defineChoiceMetric } from "./define_metric.ts";
import { columnsOf, gatherRows } from "./kept_rows.ts";
import { readNumberRows } from "./number_rows.ts";
import { type OutputOptions, overOutputs, wantsRaw } from "./outputs.ts";
import type { OutputMetric } from "./regression_errors.ts";

/**
 * Median absolute error: the median of |output − target|, in the unit of the targets.
 *
 * Half of the weight lies at or below it; where two errors share the middle, it is their mean. (With
 * weights scikit-learn takes the lower of the two.) Keeps all numbers. Undefined where no sample counts.
 *
 * @example
 * ```ts
 * import { medianAbsoluteError } from "./median_error.ts";
 * medianAbsoluteError([1, 2, 9], [1, 3, 4]); // 1
 * ```
 */
export const medianAbsoluteError: OutputMetric = defineChoiceMetric({
  name: "medianAbsoluteError",
  better: "less",
  measure: (options: OutputOptions) => {
    const raw = wantsRaw("medianAbsoluteError", options);
    return {
      gather: gatherRows(readNumberRows),
      finish: (kept) => {
        const medians = columnsOf(kept).map(({ outputs, targets, weights }) => {
          const errors = outputs.map((output, at) => Math.abs(output - (targets[at] as number)));
          return medianOf(errors, weights);
        });
        return overOutputs(medians, { raw });
      },
    };
  },
});

function medianOf(values: Float64Array, weights: Float64Array): number {
  const order = ascendingOrder(values);
  const half = sumOf(weights) / 2;
  let below = 0;
  for (let at = 0; at < order.length; at++) {
    const index = order[at] as number;
    below += weights[index] as number;
    if (below < half) continue;
    const next = order[at + 1];
    const value = values[index] as number;
    return below > half || next === undefined ? value : (value + (values[next] as number)) / 2;
  }
  return NaN;
}
