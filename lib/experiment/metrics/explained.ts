/**
 * How much of what varies is explained.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { dot, sumOf } from "./class_counts.ts";
import { type ChoiceMetric, defineChoiceMetric } from "./define_metric.ts";
import { NOTHING, type Outcome } from "./metric.ts";
import { gatherMoments, isConstant, type Moments, type MomentsState } from "./moments.ts";
import { overOutputs } from "./outputs.ts";

/** Options of `r2` and `explainedVariance`. */
export interface ExplainedOptions {
  /**
   * `"uniform"` (the default) gives the mean over outputs, `"variance"` the mean weighted by how much
   * their targets vary, `"raw"` a number for each.
   */
  readonly multioutput?: "uniform" | "variance" | "raw";
  /**
   * Whether targets that do not vary give 1 where all outputs are right and 0 otherwise, as in
   * scikit-learn; default true. With false they are undefined.
   */
  readonly forceFinite?: boolean;
}

/** A metric of what is explained. */
export type ExplainedMetric = ChoiceMetric<ExplainedOptions, "multioutput", "uniform">;

/**
 * R², the coefficient of determination: 1 − Σ(output − target)² ÷ Σ(target − mean)². 1 is the best; the
 * mean of the targets gives 0; there is no worst.
 *
 * Undefined for fewer than two samples.
 *
 * @example
 * ```ts
 * import { r2 } from "./explained.ts";
 * r2([1, 2, 2], [1, 2, 3]); // 0.5
 * ```
 */
export const r2: ExplainedMetric = defineExplained(
  "r2",
  ({ errorSquares, weight, error }) => errorSquares + weight * error ** 2,
  2,
);

/**
 * Explained variance: 1 − variance of output − target ÷ variance of the targets. Unlike R² it does not
 * mind errors that all samples share.
 *
 * @example
 * ```ts
 * import { explainedVariance } from "./explained.ts";
 * explainedVariance([2, 3, 4], [1, 2, 3]); // 1
 * ```
 */
export const explainedVariance: ExplainedMetric = defineExplained(
  "explainedVariance",
  ({ errorSquares }) => errorSquares,
  1,
);

function defineExplained(
  name: string,
  unexplained: (moments: Moments) => number,
  least: number,
): ExplainedMetric {
  return defineChoiceMetric({
    name,
    better: "greater",
    measure: (given: ExplainedOptions) => {
      const plans = { multioutput: ["uniform", "variance", "raw"], forceFinite: true } as const;
      const options = readOptions(name, { given: given as JsonObject, plans, kind: "metric" });
      return {
        gather: gatherMoments(),
        finish: (state) => finish(state, { ...options, unexplained, least }),
      };
    },
  });
}

function finish(
  { columns, count }: MomentsState,
  { multioutput, forceFinite, unexplained, least }: {
    readonly multioutput: "uniform" | "variance" | "raw";
    readonly forceFinite: boolean;
    readonly unexplained: (moments: Moments) => number;
    readonly least: number;
  },
): Outcome<number | readonly number[]> {
  const raw = multioutput === "raw";
  if (count < least) {
    const reason = count === 0 ? NOTHING : `it takes ${least} samples, and there is ${count}`;
    return { value: raw ? columns.map(() => NaN) : NaN, reason };
  }
  const spreads = columns.map(({ targetSquares, weight, target }) =>
    isConstant(targetSquares, { weight, mean: target }) ? 0 : targetSquares
  );
  const values = columns.map((moments, at) => {
    const spread = spreads[at] as number;
    const lost = unexplained(moments);
    if (spread > 0) return 1 - lost / spread;
    if (!forceFinite) return NaN;
    return isConstant(lost, { weight: moments.weight, mean: moments.target }) ? 1 : 0;
  });
  const whole = sumOf(spreads);
  if (multioutput === "variance" && whole > 0) {
    // Targets that do not vary have no part in it.
    return { value: dot(values.map((value) => Number.isNaN(value) ? 0 : value), spreads) / whole };
  }
  return overOutputs(values, { raw, reason: "the targets of an output do not vary" });
}
