/** A small study: signals whose mean is the target, an encoder and a head. */
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import { Experiment, type ExperimentOptions } from "../../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../../lib/experiment/phases/eval_phase.ts";
import { TrainPhase, type TrainPhaseOptions } from "../../../lib/experiment/phases/train_phase.ts";
import { InputBinding } from "../../../lib/experiment/phases/input_binding.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { adam } from "../../../lib/training/optimizer.ts";

/** Signals of ten points whose mean is the target, split into train, val and test. */
export function pulses(count = 100, seed = 7): FeatureSet {
  const draws = SeedStream.from(seed);
  const signal = Array.from(
    { length: count },
    () => Array.from({ length: 10 }, () => draws.uniform()),
  );
  const soh = signal.map((values) => values.reduce((sum, value) => sum + value, 0) / 10);
  const cell = signal.map((_, row) => `cell ${row % 10}`);
  return FeatureSet.fromColumns("pulses", { signal, soh, cell }, {
    features: ["signal"],
    targets: ["soh"],
    tags: ["cell"],
  }).splitRandom({ ratios: { train: 0.6, val: 0.2, test: 0.2 } }) as FeatureSet;
}

/** Labels of the nodes. */
export type Nodes = "Encoder" | "Head";

/** Encoder → Head, with dropout so that chance matters. */
export function chain(set: FeatureSet, dropout = 0): ModelGraph<Nodes> {
  const encoder = new ModelNode({
    label: "Encoder",
    model: new MLP({ outputShape: [8], dropout }),
    input: reference(set, { features: "signal" }),
  });
  const head = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [1] }),
    input: encoder,
  });
  return ModelGraph.of([encoder, head]);
}

/** What is minimised and compared. */
export const mse: AppliedLoss<Nodes> = new AppliedLoss<Nodes>({ loss: "mse", on: "Head" });

/** Trains on the split `train`. */
export function training<const N extends string>(
  label: N,
  options: Partial<TrainPhaseOptions<Nodes>> = {},
): TrainPhase<N, Nodes> {
  const sampler = new SimpleSampler({ batchSize: 20, shuffle: true });
  return new TrainPhase<N, Nodes>(label, {
    inputSources: [InputBinding.forTraining({ featureSet: "pulses", split: "train", sampler })],
    losses: [mse],
    epochs: 3,
    optimizer: adam({ learningRate: 0.01 }),
    ...options,
  });
}

/** Evaluates a split. */
export function evaluation<const N extends string>(
  label: N,
  split: "val" | "test" = "test",
): EvalPhase<N, Nodes> {
  return EvalPhase.fromSplit(label, { featureSet: "pulses", split, losses: [mse] });
}

/** A study with these phases, on one thread. */
export function study(
  phases: ExperimentOptions<Nodes>["phases"] = [training("train"), evaluation("test")],
  { dropout = 0, ...options }: Partial<ExperimentOptions<Nodes>> & { dropout?: number } = {},
): Experiment<Nodes> {
  const set = pulses();
  return new Experiment<Nodes>("study", {
    graph: chain(set, dropout),
    data: [set],
    phases,
    compute: { threads: 1 },
    ...options,
  });
}
