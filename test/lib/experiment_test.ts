/** The scenario of ModularML's how-to 05: an experiment, its plan, its runs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  Checkpointing,
  defineCallback,
  EvalPhase,
  Experiment,
  ExperimentContext,
  InputBinding,
  type LabelPolicy,
  loadExperiment,
  MLP,
  ModelGraph,
  ModelNode,
  PhaseGroup,
  type PlanItem,
  reference,
  ResultsStore,
  saveExperiment,
  SimpleSampler,
} from "../../lib/mod.ts";
import type { TrainPhaseOptions } from "../../lib/experiment/phases/train_phase.ts";
import { inFolder } from "../support/temporary.ts";
import { battery, experimentOf, mseOn, quiet, training } from "./experiment/battery.ts";

const cells = battery({ ratios: { train: 0.8, test: 0.2 } });
const input = reference(cells, { features: "voltage" });
const graph = ModelGraph.of([
  new ModelNode({ label: "MLP", model: new MLP({ hidden: 8 }), input }),
]);
const losses = [mseOn("MLP")];

function train(options: Partial<TrainPhaseOptions<"MLP">> = {}) {
  return training<"train", "MLP">("train", { losses, epochs: 3, ...options });
}

const test = EvalPhase.fromSplit("test", { featureSet: cells, split: "test", losses });

/** One MLP, three epochs, then the test. */
function howTo(phases: readonly PlanItem[] = [train(), test]) {
  return experimentOf(graph, { data: [cells], phases });
}

Deno.test("how-to 05: bindings and fromSplit() make equal phases", () => {
  const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
  const binding = InputBinding.forTraining({ featureSet: "cells", split: "train", sampler });
  assert.deepEqual(train().inputSources[0]?.getConfig(), binding.getConfig());
  const evaluated = InputBinding.forEvaluation({ featureSet: "cells", split: "test" });
  assert.deepEqual(test.inputSources[0]?.getConfig(), evaluated.getConfig());
});

Deno.test("how-to 05: phases of a plan are found by place and label, taken away, put back, listed", () => {
  const experiment = howTo();
  const { plan } = experiment;
  assert.equal(plan.phase(0), plan.phase("train"));
  assert.equal(plan.evalPhase(-1), test);
  const without = experiment.withPlan((plan) => plan.withoutItem("test"));
  assert.deepEqual(without.plan.labels, ["train"]);
  const again = without.withItem(test, { before: "train" });
  assert.deepEqual([...again.plan].map(({ label }) => label), ["test", "train"]);
  assert.deepEqual(experiment.plan.labels, ["train", "test"]);
  assert.throws(() => plan.trainPhase("test"), /"test" is not a train phase, but an eval phase/);
  assert.throws(() => plan.phase("tets"), /did you mean "test"\?/);
});

Deno.test("how-to 05: two phases make two entries of the history, and a whole run two more", async () => {
  const experiment = howTo();
  await experiment.runPhase("train", quiet);
  await experiment.runPhase(test, quiet);
  assert.deepEqual([experiment.phaseHistory.length, experiment.history.length], [2, 2]);
  const run = await experiment.run(quiet);
  // Upstream's log has an entry for each phase; ours has one for each run, with its phases in it.
  assert.deepEqual([experiment.phaseHistory.length, experiment.history.length], [4, 3]);
  assert.deepEqual(experiment.phaseHistory.map(({ run, path }) => [run, ...path]), [
    [0, "train"],
    [1, "test"],
    [2, "train"],
    [2, "test"],
  ]);
  assert.deepEqual(
    experiment.phaseHistory.slice(2).map(({ results }) => results),
    run.results.items,
  );
  assert.ok(run.phases.every(({ milliseconds = -1 }) => milliseconds >= 0));
  await experiment.previewRun(quiet);
  assert.equal(experiment.phaseHistory.length, 4);
  assert.equal(experiment.lastRun, run);
  assert.deepEqual(run.results.labels, ["train", "test"]);
  assert.deepEqual(experiment.history.map(({ index }) => index), [0, 1, 2]);
  assert.deepEqual(Object.keys(run.durations), ["train", "test"]);
});

Deno.test("upstream: a preview of evaluations stays in the history; ours leaves log and weights", async () => {
  const experiment = howTo();
  await experiment.run(quiet);
  const before = experiment.getState();
  const results = await experiment.previewPhase("test", quiet);
  assert.equal(results.kind, "eval");
  const preview = await experiment.previewRun(quiet);
  assert.deepEqual(preview.results.labels, ["train", "test"]);
  assert.equal(experiment.history.length, 1);
  assert.deepEqual(experiment.getState(), before);
});

Deno.test("upstream: a failed run leaves no trace, and a preview that fails its weights; ours neither", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onEpochEnd: () => {
      throw new Error("boom");
    },
  });
  const experiment = howTo([train({ callbacks: [bomb] }), test]);
  const before = experiment.getState();
  await assert.rejects(experiment.previewRun(quiet), /boom/);
  assert.deepEqual(experiment.getState(), before);
  assert.equal(experiment.history.length, 0);
  await assert.rejects(experiment.run(quiet), /boom/);
  assert.deepEqual(experiment.history.map(({ status }) => status), ["failed"]);
  assert.equal(experiment.lastRun?.results.train().totals.length, 13);
});

for (
  const { resultRecording, kept } of [
    { resultRecording: "all", kept: 26 },
    { resultRecording: "last", kept: 13 },
    { resultRecording: "none", kept: 0 },
  ] as const
) {
  Deno.test(`how-to 05: recording ${resultRecording} keeps ${kept} of 2 epochs × 13 batches`, async () => {
    const experiment = howTo([train({ epochs: 2, resultRecording })]);
    const results = (await experiment.run(quiet)).results.train();
    assert.equal(results.source.steps.length, kept);
    assert.equal(results.losses("MLP").length, 26);
    if (kept === 0) {
      assert.throws(() => results.tensors("MLP"), /none were kept; record "all" or "last"/);
    } else {
      assert.equal(results.tensors("MLP").length, kept);
      const sizes = results.tensors("MLP").where({ epoch: 1 }).values().map(({ shape }) =>
        shape[0]
      );
      assert.deepEqual(sizes, [...Array.from({ length: 12 }, () => 32), 16]);
    }
  });
}

Deno.test("how-to 05: groups nest, run in order, and are laid out flat", async () => {
  const inner = new PhaseGroup("inner", [train()]);
  const outer = new PhaseGroup("outer", [inner, test]);
  const again = EvalPhase.fromSplit("again", { featureSet: cells, split: "test", losses });
  const experiment = howTo([outer, again]);
  const placed = experiment.plan.flatten().map(({ path, phase }) =>
    [...path, phase.label].join("/")
  );
  assert.deepEqual(placed, ["outer/inner/train", "outer/test", "again"]);
  const run = await experiment.runGroup("outer", quiet);
  assert.deepEqual(Object.keys(run.durations), ["outer/inner/train", "outer/test"]);
  const { results } = await experiment.run(quiet);
  assert.equal(results.group("inner").train(), results.train());
  assert.deepEqual(Object.keys(experiment.lastRun?.durations ?? {}), placed);
  assert.throws(() => new PhaseGroup("outer", [outer]), /"outer" is there twice/);
});

Deno.test("how-to 05: checkpoints are saved, listed, deleted and restored", async () => {
  await inFolder(async (directory) => {
    const checkpointing = new Checkpointing({ directory, maxToKeep: 2 });
    const experiment = howTo([train({ epochs: 4, checkpointing })]);
    await experiment.run(quiet);
    const listed = await checkpointing.store.list();
    assert.deepEqual(listed.map(({ key }) => key), ["train_epoch2", "train_epoch3"]);
    const files = (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).sort();
    assert.deepEqual(files, [
      "checkpoints.json",
      "train_epoch2.checkpoint",
      "train_epoch3.checkpoint",
    ]);
    const last = experiment.getState().graph;
    await experiment.restoreCheckpoint(directory, "train_epoch2");
    assert.notDeepEqual(experiment.getState().graph, last);
    await experiment.restoreCheckpoint(directory);
    assert.deepEqual(experiment.getState().graph, last);
  });
});

Deno.test("how-to 05: results are streamed into a folder, and a whole experiment is saved and loaded", async () => {
  await inFolder(async (folder) => {
    const experiment = howTo([train({ epochs: 2, resultRecording: "all" }), test]);
    const run = await experiment.run({ ...quiet, resultsDirectory: join(folder, "results") });
    const stored = (await ResultsStore.read(join(folder, "results"))).train();
    assert.equal(stored.batchCount, 26);
    assert.deepEqual(stored.losses("MLP").values(), run.results.train().losses("MLP").values());

    const path = join(folder, "how_to.experiment");
    await saveExperiment(experiment, path);
    const again = await loadExperiment(path);
    assert.deepEqual(again.getState(), experiment.getState());
    assert.deepEqual(again.history.map(({ status }) => status), ["completed"]);
    const tests = [experiment, again].map(({ lastRun }) => lastRun?.results.eval("test"));
    const [one, other] = tests.map((found) => found?.stackedTensors("MLP"));
    assert.deepEqual(other, one);
  });
});

Deno.test("a copy under another label stands beside its experiment in the context", () => {
  const context = (policy: LabelPolicy) => new ExperimentContext({ policy });
  const make = () => howTo();
  context("overwrite").run(() => {
    const [one, other] = [make(), make()];
    assert.notEqual(one, other);
    assert.equal(ExperimentContext.active.experiments.get("study"), other);
    const longer = other.withItem(new PhaseGroup("more"));
    assert.equal(ExperimentContext.active.experiments.get("study"), longer);
  });
  context("rename").run(() => assert.deepEqual([make().label, make().label], ["study", "study_2"]));
  context("error").run(() => {
    make();
    assert.throws(make, /Cannot call another experiment "study"/);
  });
  const outer = ExperimentContext.active;
  outer.temporary(() => void new Experiment("short-lived", { graph, data: [cells] }));
  assert.ok(!outer.experiments.has("short-lived"));
});
