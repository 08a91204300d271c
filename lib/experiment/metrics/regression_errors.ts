/**
 * How far numbers are from what they should be.
 *
 * All are undefined where no sample counts.
 *
 * @module
 */

import { checkColumns } from "./columns.ts";
import { type ChoiceMetric, defineChoiceMetric, type Gatherer } from "./define_metric.ts";
import { gatherMeans, type Means, meansOf } from "./means.ts";
import { readNumberRows } from "./number_rows.ts";
import { type OutputOptions, overOutputs, wantsRaw } from "./outputs.ts";

/** A metric of a regression. */
export type OutputMetric = ChoiceMetric<OutputOptions, "multioutput", "uniform">;

/**
 * Mean absolute error: the mean of |output − target|, in the unit of the targets.
 *
 * @example
 * ```ts
 * import { mae } from "./regression_errors.ts";
 * mae([1, 2], [1, 4]); // 1
 * ```
 */
export const mae: OutputMetric = defineError("mae", (output, target) => Math.abs(output - target));

/**
 * Mean squared error: the mean of (output − target)².
 *
 * @example
 * ```ts
 * import { mse } from "./regression_errors.ts";
 * mse([[1, 2], [3, 4]], [[1, 2], [3, 6]], { multioutput: "raw" }); // [0, 2]
 * ```
 */
export const mse: OutputMetric = defineError("mse", square);

/**
 * Root mean squared error, in the unit of the targets; of several outputs the mean of their roots.
 *
 * @example
 * ```ts
 * import { rmse } from "./regression_errors.ts";
 * rmse([1, 2], [1, 4]); // √2
 * ```
 */
export const rmse: OutputMetric = defineError("rmse", square, Math.sqrt);

/**
 * Mean absolute percentage error: the mean of |output − target| ÷ |target|, a share and not percent.
 *
 * A target of 0 counts as 2⁻⁵², as in scikit-learn: one of them makes the mean useless.
 *
 * @example
 * ```ts
 * import { mape } from "./regression_errors.ts";
 * mape([90, 110], [100, 100]); // 0.1
 * ```
 */
export const mape: OutputMetric = defineError(
  "mape",
  (output, target) => Math.abs(output - target) / Math.max(Number.EPSILON, Math.abs(target)),
);

/**
 * Max error: the greatest |output − target| of samples whose weight is above 0.
 *
 * @example
 * ```ts
 * import { maxError } from "./regression_errors.ts";
 * maxError([1, 2, 5], [1, 4, 4]); // 2
 * ```
 */
export const maxError: OutputMetric = defineChoiceMetric({
  name: "maxError",
  better: "less",
  measure: (options: OutputOptions) => {
    const raw = wantsRaw("maxError", options);
    return {
      gather: gatherGreatest(),
      finish: ({ greatest }) =>
        overOutputs(greatest.map((error) => error < 0 ? NaN : error), { raw }),
    };
  },
});

function defineError(
  name: string,
  term: (output: number, target: number) => number,
  end: (mean: number) => number = (mean) => mean,
): OutputMetric {
  return defineChoiceMetric({
    name,
    better: "less",
    measure: (options: OutputOptions) => {
      const raw = wantsRaw(name, options);
      return {
        gather: gatherErrors(term),
        finish: (means) => overOutputs(meansOf(means).map(end), { raw }),
      };
    },
  });
}

function gatherErrors(term: (output: number, target: number) => number): Gatherer<Means> {
  return gatherMeans((batch) => {
    const { columns, outputs, targets, weights } = readNumberRows(batch);
    const termOf = (row: number, column: number): number => {
      const at = row * columns + column;
      return term(outputs[at] as number, targets[at] as number);
    };
    return { columns, weights, termOf };
  });
}

interface Greatest {
  /** Of each column; −1 where no sample counts. */
  greatest: number[];
}

function gatherGreatest(): Gatherer<Greatest> {
  return {
    start: () => ({ greatest: [] }),
    add(state, batch) {
      const { columns, outputs, targets, weights } = readNumberRows(batch);
      const greatest = new Array<number>(columns).fill(-1);
      for (let at = 0; at < outputs.length; at++) {
        if (weights[Math.floor(at / columns)] === 0) continue;
        const error = Math.abs((outputs[at] as number) - (targets[at] as number));
        greatest[at % columns] = Math.max(greatest[at % columns] as number, error);
      }
      state.greatest = greatest;
    },
    merge(state, { greatest }) {
      checkColumns(state.greatest.length, greatest.length);
      if (greatest.length === 0) return;
      state.greatest = greatest.map((error, at) => Math.max(error, state.greatest[at] ?? -1));
    },
  };
}

function square(output: number, target: number): number {
  return (output - target) ** 2;
}
