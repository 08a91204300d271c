/** Tutorial 05: 600 samples of three classes, which are not equally frequent, in 30 groups. */
import { SeedStream } from "../../../../lib/core/seed.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { Experiment } from "../../../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { TrainPhase } from "../../../../lib/experiment/phases/train_phase.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { adam } from "../../../../lib/training/optimizer.ts";

/** Shares of the classes. */
const SHARES = [0.6, 0.3, 0.1];

/**
 * 600 samples, or those that are kept, in `test`, and in `train` and `val` within `source`; scaled by what
 * `train` has.
 */
export function classes(
  label = "classes",
  { by, keeps = () => true }: {
    readonly by?: "cell";
    readonly keeps?: (row: number) => boolean;
  } = {},
): FeatureSet {
  const draws = SeedStream.from(5);
  const kind = Array.from({ length: 600 }, () => {
    const draw = draws.uniform();
    return draw < (SHARES[0] ?? 0) ? 0 : draw < 0.9 ? 1 : 2;
  });
  const x = kind.map((one) =>
    Float32Array.from({ length: 4 }, (_, at) => draws.normal() * 3 + (at === one ? 6 : 0) + 10)
  );
  const rows = kind.map((_, row) => row).filter(keeps);
  const grouped = by === undefined ? {} : { groupBy: by };
  return FeatureSet.fromColumns(label, {
    x: { values: Float32Array.from(rows.flatMap((row) => [...x[row] ?? []])), shape: [4] },
    kind: rows.map((row) => kind[row] ?? 0),
    cell: rows.map((row) => `cell ${row % 30}`),
  }, {
    features: ["x"],
    targets: ["kind"],
    tags: ["cell"],
    ids: rows.map((row) => `row ${row}`),
  })
    .splitRandom({ ratios: { source: 0.8, test: 0.2 }, ...grouped })
    .splitRandom({ ratios: { train: 0.75, val: 0.25 }, of: "source", ...grouped })
    .fitTransform("standard", { domain: "features", fitTo: "train" }) as unknown as FeatureSet;
}

/** A classifier that is trained, validated and tested. */
export function classifier(set: FeatureSet = classes(), epochs = 2): Experiment<"Head"> {
  const head = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [3], hidden: 8 }),
    input: reference(set, { features: "x" }),
  });
  const losses = [new AppliedLoss({ loss: "crossEntropy", on: "Head" as const })];
  const source = { featureSet: set.label, losses };
  return new Experiment("classifier", {
    graph: ModelGraph.of([head]),
    data: [set],
    phases: [
      TrainPhase.fromSplit("train", {
        ...source,
        split: "train",
        sampler: new SimpleSampler({ batchSize: 64, shuffle: true }),
        epochs,
        optimizer: adam({ learningRate: 0.01 }),
        callbacks: [Evaluation.fromSplit("val", { ...source, split: "val" })],
      }),
      EvalPhase.fromSplit("test", { ...source, split: "test" }),
    ],
    compute: { threads: 1 },
  });
}
