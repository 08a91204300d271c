/** Cross-validation as it is used: ModularML's how-to 09, worker processes that die, runs that go on. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import { Evaluation } from "../../../lib/experiment/callbacks/evaluation.ts";
import { CrossValidation } from "../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../lib/experiment/cross_validation/cv_binding.ts";
import type { CVResults } from "../../../lib/experiment/cross_validation/cv_results.ts";
import { Experiment } from "../../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../../lib/experiment/phases/eval_phase.ts";
import { TrainPhase } from "../../../lib/experiment/phases/train_phase.ts";
import { stateOfResults } from "../../../lib/experiment/results/phase_state.ts";
import { ChildProcessRunner } from "../../../lib/experiment/runner/child_process_runner.ts";
import { JobStore } from "../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../lib/experiment/runner/worker_permissions.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { classes, classifier } from "./cross_validation/groups_study.ts";
import { KillOnce } from "./cross_validation/kill_once.ts";

const progress = false;
const set = classes();
const bindings = [
  new CVBinding({ featureSet: set, sourceSplits: ["train", "val"], stratifyBy: "kind" }),
];

/** All but times. */
function content(results: CVResults): unknown {
  return results.folds.map(({ label, rows, results, live }) => ({
    label,
    rows,
    results: stateOfResults(results),
    live,
  }));
}

Deno.test("tutorial 05: stratified folds in parallel lose and double nothing when a worker is killed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const marker = join(folder, "killed");
    const killer = new KillOnce({ marker });
    const experiment = classifier(set).withCallbacks([killer]);
    const cv = new CrossValidation({ experiment, bindings, folds: 5 });
    const runner = new ChildProcessRunner({
      permissions: { ...TRAINING_PERMISSIONS, read: [folder], write: [folder], run: true },
    });
    const modules = [new URL("./cross_validation/kill_once.ts", import.meta.url)];
    const parallel = await cv.run({ runner, concurrency: 2, modules, progress });
    assert.ok((await Deno.stat(marker)).isFile);
    const serial = await cv.run({ progress });
    assert.deepEqual(parallel.labels, ["fold_0", "fold_1", "fold_2", "fold_3", "fold_4"]);
    assert.deepEqual(content(parallel), content(serial));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("CrossValidation.run() goes on with the folds that its store has", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const cv = new CrossValidation({ experiment: classifier(set), bindings, folds: 3 });
    const controller = new AbortController();
    const stopAt = (label: string) => ({
      phase: ({ path }: { readonly path: readonly string[] }) => {
        if (path[0] === label) controller.abort();
      },
    });
    const store = new JobStore(folder);
    const options = { store, signal: controller.signal };
    const broken = await cv.run({ ...options, progress: stopAt("fold 2/3") });
    assert.equal(broken.status, "interrupted");
    assert.deepEqual(broken.labels, ["fold_0"]);
    const begun: string[] = [];
    const told = { phase: ({ path }: { path: readonly string[] }) => begun.push(path.join(" ")) };
    const whole = await cv.run({ store, progress: told });
    assert.deepEqual(begun.map((text) => text.split(" ").at(-1)), [
      "train",
      "test",
      "train",
      "test",
    ]);
    assert.deepEqual(content(whole), content(await cv.run({ progress })));
    assert.equal(whole.fold(0).run.startedAt, broken.fold(0).run.startedAt);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("results of worker processes answer as others do, with samples and outputs", async () => {
  const cv = new CrossValidation({ experiment: classifier(set), bindings, folds: 2 });
  const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
  const results = await cv.run({ runner, progress });
  const outputs = results.collect((fold) => fold.eval("test").stackedTensors("Head"));
  const { sampleIds, shape } = outputs.at({ fold: "fold_1" });
  assert.deepEqual(shape, [120, 3]);
  assert.deepEqual(sampleIds, set.getSplit("test").sampleIds);
});

/** ModularML's how-to 09: 50 sensors of ten readings, split by sensor. */
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

  const { splitSizes } = set;
  assert.deepEqual(splitSizes, { source: 400, test: 100, train: 280, val: 120 });
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

Deno.test("tutorial 05: grouped folds keep groups together, repeat with their seed, differ with another", async () => {
  const grouped = classes("classes", { by: "cell" });
  const of = { featureSet: grouped, sourceSplits: ["train", "val"], groupBy: "cell" } as const;
  const experiment = classifier(grouped, 1);
  const before = [grouped.fingerprint, experiment.graph.stateFingerprint(), experiment.plan.label];
  const run = async (seed: number) => {
    const folds = { n: 5, seed };
    const cv = new CrossValidation({ experiment, bindings: [new CVBinding(of)], folds });
    return await cv.run({ progress });
  };
  const [one, same, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(content(same), content(one));
  assert.notDeepEqual(content(other), content(one));
  const cells = one.folds.map(({ data }) =>
    new Set(data[0]?.getSplit("val").column("cell").toArray())
  );
  assert.equal(cells.reduce((sum, { size }) => sum + size, 0), 24);
  assert.equal(cells.reduce((all, one) => all.union(one)).size, 24);
  const scalers = one.folds.map(({ data }) => data[0]?.scalerRecords[0]?.fitted.getState());
  const learned = [grouped.scalerRecords[0]?.fitted.getState(), ...scalers];
  assert.equal(new Set(learned.map((state) => JSON.stringify(state))).size, 6);
  const after = [grouped.fingerprint, experiment.graph.stateFingerprint(), experiment.plan.label];
  assert.deepEqual(after, before);
});
