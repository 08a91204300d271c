/**
 * The study of the tutorials: voltages whose health a small network tells, split and scaled.
 *
 * @module
 */
import {
  adam,
  AppliedLoss,
  Experiment,
  type ExperimentOptions,
  InputBinding,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  SimpleSampler,
  TrainPhase,
} from "../../../lib/mod.ts";
import type { FeatureSet } from "../../../lib/data/feature_set.ts";
import type { TrainPhaseOptions } from "../../../lib/experiment/phases/train_phase.ts";
import { type VoltageOptions, voltages } from "../graph/voltages.ts";

/** Runs show nothing. */
export const quiet = { progress: false } as const;

/** Shares of the splits, by label. */
export type Ratios = Readonly<Record<string, number>>;

/** Voltages in splits; the scalers of voltage and health are fitted to `train`. */
export function battery(
  { ratios = { train: 0.7, val: 0.15, test: 0.15 }, ...options }: VoltageOptions & {
    readonly ratios?: Ratios;
  } = {},
): FeatureSet {
  return voltages(options)
    .splitRandom({ ratios })
    .fitTransform("minMax", { domain: "features", fitTo: "train" })
    .fitTransform("minMax", { domain: "targets", fitTo: "train" }) as FeatureSet;
}

/** Labels of the chain. */
export type Chain = "Encoder" | "Head";

/** Encoder → Head. */
export function chainOf(set: FeatureSet, dropout = 0): ModelGraph<Chain> {
  const input = reference(set, { features: "*" });
  const encoder = new ModelNode({
    label: "Encoder",
    model: new MLP({ outputShape: [1, 8], hidden: 16, dropout }),
    input,
  });
  const head = new ModelNode({ label: "Head", model: new MLP({ hidden: 8 }), input: encoder });
  return ModelGraph.of([encoder, head]);
}

/** The squared error of a node, called as the node is. */
export function mseOn<const L extends string>(on: L, weight = 1): AppliedLoss<L> {
  return new AppliedLoss({ loss: "mse", on, label: on, weight });
}

/** Trains on the split `train` of the cells, shuffled, in batches of 32. */
export function training<const N extends string, L extends string = Chain>(
  label: N,
  options: Partial<TrainPhaseOptions<L>> & Pick<TrainPhaseOptions<L>, "losses">,
): TrainPhase<N, L> {
  const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
  return new TrainPhase<N, L>(label, {
    inputSources: [InputBinding.forTraining({ featureSet: "cells", split: "train", sampler })],
    optimizer: adam({ learningRate: 0.01 }),
    ...options,
  });
}

/** An experiment on one thread. */
export function experimentOf<L extends string>(
  graph: ModelGraph<L>,
  options: Omit<ExperimentOptions<L>, "graph">,
): Experiment<L> {
  return new Experiment<L>("study", { graph, compute: { threads: 1 }, ...options });
}

/** Means over the batches of each epoch, by label. */
export function epochMeans(
  run: { readonly results: Experiment["history"][number]["results"] },
  node: string,
): readonly number[] {
  return run.results.train().losses(node).collapse("batch", "mean").values();
}
