/** ModularML's how-to 09: 50 sensors of ten readings, split and folded by sensor. */
import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { Experiment } from "../../../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { TrainPhase } from "../../../../lib/experiment/phases/train_phase.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";

function sensors(): FeatureSet {
  const draws = SeedStream.from(13);
  const sensor = Array.from({ length: 500 }, (_, row) => Math.floor(row / 10));
  const signal = Float32Array.from({ length: 500 * 50 }, () => draws.normal());
  const target = sensor.map((one) => Math.sin(one) + 0.3 * draws.normal());
  const by = { groupBy: "sensor" } as const;
  return FeatureSet.fromColumns("sensors", {
    signal: { values: signal, shape: [50] },
    target,
    sensor,
  }, { features: ["signal"], targets: ["target"], tags: ["sensor"] })
    .splitRandom({ ratios: { source: 0.8, test: 0.2 }, ...by })
    .splitRandom({
      ratios: { train: 0.7, val: 0.3 },
      of: "source",
      ...by,
    }) as unknown as FeatureSet;
}

Deno.test("how-to 09: cross-validation by sensor, losses and metrics by fold", async () => {
  const set = sensors();
  const losses = [new AppliedLoss({ loss: "mse", on: "MLP" as const })];
  const source = { featureSet: set, losses };
  const experiment = new Experiment("sensors", {
    graph: ModelGraph.of([
      new ModelNode({
        label: "MLP",
        model: new MLP({ outputShape: [1] }),
        input: reference(set, { features: "signal" }),
      }),
    ]),
    data: [set],
    phases: [
      TrainPhase.fromSplit("train", {
        ...source,
        split: "train",
        sampler: new SimpleSampler({ batchSize: 4, shuffle: true }),
        epochs: 2,
        callbacks: [Evaluation.fromSplit("val", { ...source, split: "val" })],
      }),
      EvalPhase.fromSplit("test", { ...source, split: "test" }),
    ],
  });
  await experiment.previewRun({ progress: false });
  const binding = new CVBinding({
    featureSet: set,
    sourceSplits: ["train", "val"],
    groupBy: "sensor",
  });
  const cv = new CrossValidation({ experiment, bindings: [binding], folds: 5 });
  const results = await cv.run({ progress: false });

  assert.deepEqual([set.splitSizes.test, set.splitSizes.source], [100, 400]);
  const sizes = cv.folds.map((fold) => fold.sensors?.val.length);
  assert.deepEqual(sizes, [80, 80, 80, 80, 80]);
  assert.equal(results.fold(0), results.fold("fold_0"));
  const train = results.losses("MLP", "train");
  assert.deepEqual(train.axes, ["fold", "epoch", "batch", "label"]);
  assert.deepEqual(train.shape, [5, 2, 80, 1]);
  const byEpoch = train.collapse("batch", "mean").collapse("fold", "mean");
  assert.deepEqual(byEpoch.shape, [2, 1]);
  assert.ok(byEpoch.at({ epoch: 1, label: "mse" }) < byEpoch.at({ epoch: 0, label: "mse" }));
  const last = results.collect((fold) =>
    fold.train("train").metric("val_loss").where({ batch: null }).last("epoch")
  );
  assert.equal(last.length, 5);
  assert.deepEqual(last.values(), results.spread("val_loss", "train").values);
  assert.equal(experiment.history.length, 0);
});
