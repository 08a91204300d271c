/**
 * What a phase gave that goes through its samples once: batches put behind each other.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { FeatureSetView } from "../../data/feature_set_view.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import { AxisSeries } from "./axis_series.ts";
import { samplesOf, type TensorQuery } from "./node_tensors.ts";
import { PhaseResults, type SamplesQuery } from "./phase_results.ts";
import { rowsOf, viewOf, weightsOf } from "./recorded_samples.ts";
import { concatTensors, takeSamples } from "./tensor_values.ts";

/** A tensor whose samples are known. */
export interface StackedTensor extends HostTensor {
  /** The identifier of each sample; `N/A` for padding. */
  readonly sampleIds: readonly string[];
  /** How much each sample counts. */
  readonly weights: Float32Array;
}

const REDUCERS = ["mean", "sum", "min", "max"] as const;

/** How losses of batches become one. */
export type LossReducer = typeof REDUCERS[number];

/**
 * What a phase gave that goes through its samples once.
 *
 * @example
 * ```ts
 * import type { StackedResults } from "./stacked_results.ts";
 * const predicted = (test: StackedResults<"Head">) => test.stackedTensors("Head", { unscale: true });
 * ```
 */
export abstract class StackedResults<L extends string = string> extends PhaseResults<L> {
  /**
   * Tensors of a node for all samples, in the order in which they were taken, which is that of the
   * split.
   *
   * @param node its label
   * @param query as for `tensors`, and whether to leave padding in
   * @returns of shape (samples, …), with identifiers and weights
   */
  stackedTensors(
    node: L,
    { padding = false, ...query }: TensorQuery & {
      readonly domain?: "outputs" | "targets" | "features";
      readonly padding?: boolean;
    } = {},
  ): StackedTensor {
    const { steps } = this.source;
    const tensors = this.tensors(node, query).values();
    const samples = steps.map(({ samples }) =>
      samplesOf(this.source, node, { samples, featureSet: query.featureSet })
    );
    const rows = samples.flatMap((own) => [...rowsOf(own, query)]);
    const [first] = samples;
    const ids = first === undefined
      ? []
      : viewOf(first, query).table.ids.take(Int32Array.from(rows));
    const weights = samples.flatMap((own) => [...weightsOf(own, query)]);
    const kept = rows.flatMap((row, at) => padding || row >= 0 ? [at] : []);
    return {
      ...takeSamples(concatTensors(tensors), kept),
      sampleIds: kept.map((at) => ids[at] ?? ""),
      weights: Float32Array.from(kept, (at) => weights[at] ?? 0),
    };
  }

  /**
   * Losses of a node for all samples together.
   *
   * @param node its label
   * @param reducer `mean` weighs each batch by the weights of its samples, as if all were one batch;
   *   `sum` is that mean times the sum of weights; `min` and `max` are of batches
   * @returns a number for each loss, by label
   * @throws UnknownNameError when no loss is on that node, or there is no such reducer
   */
  aggregatedLosses(
    node: L,
    reducer: LossReducer = "mean",
  ): AxisSeries<{ readonly label: string }, number> {
    const losses = this.losses(node);
    if (!REDUCERS.includes(reducer)) {
      throw new UnknownNameError("reducer of losses", reducer, { known: REDUCERS });
    }
    if (reducer === "min" || reducer === "max") {
      return losses.collapse("epoch", reducer).collapse("batch", reducer);
    }
    const weights = this.source.lossWeights(node);
    const byLabel = losses.axisValues("label").map((label) => {
      const [values, counts] = [losses.select({ label }), weights.select({ label })];
      const sum = values.reduce((total, value, at) => total + weighed(value, counts[at] ?? 0), 0);
      const count = counts.reduce((total, weight) => total + weight, 0);
      return [{ label }, reducer === "sum" ? sum : sum / count] as const;
    });
    return AxisSeries.from("loss", byLabel, { axes: ["label"] });
  }

  /**
   * All samples of a node or a FeatureSet, in the order in which they were taken.
   *
   * @param of the label of a node or of a FeatureSet
   * @param query the role, when there are several, and whether to leave padding in
   * @returns a view of exactly those rows
   */
  stackedView(
    of: string,
    { padding = false, ...query }: SamplesQuery & { readonly padding?: boolean } = {},
  ): FeatureSetView {
    const views = this.sourceViews(of, query).values();
    const [first] = views;
    if (first === undefined) throw new RangeError(`Cannot view samples of "${of}": none were kept`);
    const all = first.withRows(Int32Array.from(views.flatMap(({ rows }) => [...rows])));
    return padding ? all : all.withoutPadding();
  }
}

/** The mean of a batch of padding only is no number. */
function weighed(value: number, weight: number): number {
  return weight === 0 ? 0 : value * weight;
}
