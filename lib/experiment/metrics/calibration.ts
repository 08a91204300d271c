/**
 * Whether what is claimed with 80 % comes true in 80 of 100 cases.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { readOptions } from "../../training/options.ts";
import { checkColumns } from "./columns.ts";
import { sumOf } from "./class_counts.ts";
import { SCORE_PLANS, type ScoreOptions } from "./class_options.ts";
import { readScoreRows } from "./class_rows.ts";
import { defineMetric, type Gatherer, type MetricFunction } from "./define_metric.ts";
import { NOTHING, numberOr } from "./metric.ts";
import { probabilitiesOf, type ScoreForm } from "./probabilities.ts";
import { Reliability } from "./reliability.ts";

/** Options of `calibration` and `expectedCalibrationError`. */
export interface CalibrationOptions extends ScoreOptions {
  /** Into how many intervals of one width probabilities are put, from 1; default 10. */
  readonly bins?: number;
}

/**
 * Reliability: probabilities beside the share of them that came true, interval by interval.
 *
 * With one score they are those of yes, as in scikit-learn's `calibration_curve`; with several that of
 * the class that came out, and it came true if that was right. Undefined where no sample counts.
 *
 * Source: Guo et al., On calibration of modern neural networks, 2017.
 *
 * @example
 * ```ts
 * import { calibration } from "./calibration.ts";
 * calibration([[2, 0, 1], [0, 1, 0]], [0, 2], { bins: 5 }).expectedError;
 * ```
 */
export const calibration: MetricFunction<CalibrationOptions, Reliability> = defineMetric({
  name: "calibration",
  measure: (given: CalibrationOptions) => ({
    gather: gatherBins("calibration", given),
    finish: (bins) => ({
      value: reliabilityOf(bins),
      reason: sumOf(bins.weight) === 0 ? NOTHING : undefined,
    }),
  }),
});

/**
 * Expected calibration error: how far probabilities are from the share of them that came true, on the
 * mean over intervals by how many samples they have.
 *
 * Reads probabilities as `calibration` does. Undefined where no sample counts.
 *
 * Source: Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian
 * binning, 2015.
 *
 * @example
 * ```ts
 * import { expectedCalibrationError } from "./calibration.ts";
 * expectedCalibrationError([0.5, 0.5], [1, 0], { from: "probabilities" }); // 0
 * ```
 */
export const expectedCalibrationError: MetricFunction<CalibrationOptions> = defineMetric({
  name: "expectedCalibrationError",
  better: "less",
  measure: (given: CalibrationOptions) => ({
    gather: gatherBins("expectedCalibrationError", given),
    finish: (bins) => numberOr(reliabilityOf(bins).expectedError, NOTHING),
  }),
});

/** Sums of weights, by interval. */
interface Bins {
  /** Numbers per sample that were read, 0 where nothing was. */
  columns: number;
  weight: Float64Array;
  /** Weighted sums of probabilities. */
  claimed: Float64Array;
  /** Weights of what came true. */
  found: Float64Array;
}

function gatherBins(metric: string, given: CalibrationOptions): Gatherer<Bins> {
  const { bins, from, ignore } = readOptions(metric, {
    given: given as JsonObject,
    plans: { ...SCORE_PLANS, bins: { otherwise: 10, least: 1 } },
    kind: "metric",
  });
  if (!Number.isInteger(bins)) {
    throw new RangeError(
      `Cannot make the metric "${metric}" with bins = ${bins}: give whole numbers`,
    );
  }
  return {
    start: () => ({
      columns: 0,
      weight: new Float64Array(bins),
      claimed: new Float64Array(bins),
      found: new Float64Array(bins),
    }),
    add(state, batch) {
      const rows = readScoreRows(batch, { ignore });
      const claims = claimsOf(rows, from);
      state.columns = rows.rows === 0 ? 0 : rows.columns;
      rows.weights.forEach((weight, row) => {
        if (weight === 0) return;
        const { share, isTrue } = claims(row);
        const at = binOf(share, bins);
        state.weight[at] = (state.weight[at] as number) + weight;
        state.claimed[at] = (state.claimed[at] as number) + weight * share;
        if (isTrue) state.found[at] = (state.found[at] as number) + weight;
      });
    },
    merge(state, other) {
      checkColumns(state.columns, other.columns);
      state.columns ||= other.columns;
      for (const kind of ["weight", "claimed", "found"] as const) {
        const sums = state[kind];
        other[kind].forEach((sum, at) => sums[at] = (sums[at] as number) + sum);
      }
    },
  };
}

interface Claim {
  /** The probability that was claimed. */
  readonly share: number;
  readonly isTrue: boolean;
}

function claimsOf(rows: ReturnType<typeof readScoreRows>, from: ScoreForm): (row: number) => Claim {
  const { columns, classes, actual } = rows;
  const write = probabilitiesOf(rows, from);
  const into = new Float64Array(classes);
  if (columns === 1) {
    return (row) => ({ share: write(row, into)[1] as number, isTrue: actual[row] === 1 });
  }
  return (row) => {
    write(row, into);
    let best = 0;
    for (let at = 1; at < classes; at++) {
      if ((into[at] as number) > (into[best] as number)) best = at;
    }
    return { share: into[best] as number, isTrue: actual[row] === best };
  };
}

/** Intervals hold their upper end; the first holds 0 as well. */
function binOf(share: number, bins: number): number {
  let at = Math.min(bins - 1, Math.floor(share * bins));
  // Multiplying rounds: whether an end is reached is asked of the end itself.
  while (at > 0 && share <= at / bins) at--;
  while (at < bins - 1 && share > (at + 1) / bins) at++;
  return at;
}

function reliabilityOf({ weight, claimed, found }: Bins): Reliability {
  const bins = Array.from(weight, (sum, at) => ({
    from: at / weight.length,
    to: (at + 1) / weight.length,
    weight: sum,
    claimed: (claimed[at] as number) / sum,
    found: (found[at] as number) / sum,
  }));
  return new Reliability(bins);
}
