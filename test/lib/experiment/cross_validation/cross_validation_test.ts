import assert from "node:assert/strict";
import type { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { AlignedSampler } from "../../../../lib/data/sample/aligned_sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import {
  CrossValidation,
  FoldError,
} from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { Experiment } from "../../../../lib/experiment/experiment.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { InputBinding } from "../../../../lib/experiment/phases/input_binding.ts";
import { TrainPhase } from "../../../../lib/experiment/phases/train_phase.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ConcatNode } from "../../../../lib/graph/merges/concat_node.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { classes, classifier } from "./groups_study.ts";

const quiet = { progress: false } as const;
const set = classes();
const binding = new CVBinding({ featureSet: set, sourceSplits: ["train", "val"] });

Deno.test("CrossValidation.run() runs the plan on five folds and leaves the experiment untouched", async () => {
  const experiment = classifier(set);
  const before = { state: experiment.getState(), data: set.fingerprint, plan: experiment.plan };
  const results = await new CrossValidation({ experiment, bindings: [binding] }).run(quiet);
  assert.equal(results.status, "completed");
  assert.deepEqual(results.labels, ["fold_0", "fold_1", "fold_2", "fold_3", "fold_4"]);
  assert.equal(results.fold(2), results.fold("fold_2"));
  const losses = results.losses("Head", "train");
  assert.deepEqual(losses.axes, ["fold", "epoch", "batch", "label"]);
  assert.deepEqual(losses.shape, [5, 2, 6, 1]);
  assert.deepEqual(results.metric("val_loss", "train").where({ batch: null }).shape, [5, 2, 1]);
  const { mean, std, values } = results.spread("crossEntropy", "test");
  assert.equal(values.length, 5);
  assert.ok(mean > 0 && std > 0);
  assert.deepEqual(experiment.getState(), before.state);
  assert.deepEqual(experiment.history, []);
  assert.equal(experiment.plan, before.plan);
  assert.equal(experiment.plan.label, "classifier");
  assert.equal(experiment.data[0], set);
  assert.equal(set.fingerprint, before.data);
});

Deno.test("CrossValidation.run() gives the same numbers for the same seed, others for another", async () => {
  const run = async (seed: number) => {
    const folds = { n: 3, seed };
    const cv = new CrossValidation({ experiment: classifier(set, 1), bindings: [binding], folds });
    return (await cv.run(quiet)).folds.map(({ results }) => stateOfResults(results));
  };
  const [one, same, other] = [await run(1), await run(1), await run(2)];
  assert.deepEqual(one, same);
  assert.notDeepEqual(one, other);
});

Deno.test("CrossValidation fits the scaler of each fold to its own training samples", () => {
  const cv = new CrossValidation({ experiment: classifier(set), bindings: [binding] });
  const fitted = cv.folds.map((_, at) => cv.dataOf(at)[0]?.scalerRecords[0]?.fitted.getState());
  const all = [set.scalerRecords[0]?.fitted.getState(), ...fitted];
  assert.equal(new Set(all.map((one) => JSON.stringify(one))).size, 6);
  const [data] = cv.dataOf(0);
  const train = data?.getSplit("train").getFeatures({ representation: "transformed" }).values ?? [];
  const mean = [...train].reduce((sum, value) => sum + value, 0) / train.length;
  assert.ok(Math.abs(mean) < 1e-6, `${mean}`);
});

Deno.test("CrossValidation begins with the weights there are, or with fresh ones for each fold", () => {
  const experiment = classifier(set);
  const weightsOf = (start: "weights" | "fresh") => {
    const cv = new CrossValidation({ experiment, bindings: [binding], folds: 2, start });
    return [cv.experimentOf(0), cv.experimentOf(1)].map((one) => one.graph.stateFingerprint());
  };
  const now = experiment.graph.stateFingerprint();
  assert.deepEqual(weightsOf("weights"), [now, now]);
  const fresh = weightsOf("fresh");
  assert.equal(new Set([now, ...fresh]).size, 3);
  assert.deepEqual(fresh, weightsOf("fresh"));
});

Deno.test("CrossValidation runs one phase in place of the plan", async () => {
  const options = { experiment: classifier(set), bindings: [binding], folds: 2 };
  const results = await new CrossValidation({ ...options, phase: "test" }).run(quiet);
  assert.deepEqual(results.fold(1).results.labels, ["test"]);
  assert.throws(() => new CrossValidation({ ...options, phase: "tset" }), /did you mean "test"/);
});

Deno.test("tutorial 05: five folds of two aligned FeatureSets agree, and leave them as they were", async () => {
  const one = classes("one", { by: "cell" });
  const other = classes("other", { by: "cell", keeps: (row) => row % 30 > 9 || row < 150 });
  const node = (label: "A" | "B", of: FeatureSet) =>
    new ModelNode({
      label,
      model: new MLP({ outputShape: [4] }),
      input: reference(of, { features: "x" }),
    });
  const [a, b] = [node("A", one), node("B", other)];
  const merge = new ConcatNode({ label: "Both", inputs: [a, b], axis: -1, targets: "first" });
  const head = new ModelNode({ label: "Head", model: new MLP({ outputShape: [3] }), input: merge });
  const losses = [new AppliedLoss({ loss: "crossEntropy", on: "Head" as const })];
  const sampler = new AlignedSampler({ sampler: new SimpleSampler({ batchSize: 60 }) });
  const from = (split: string) => ({
    inputSources: [InputBinding.aligned({ one: split, other: split }, sampler)],
    losses,
  });
  const experiment = new Experiment("two", {
    graph: ModelGraph.of([a, b, merge, head]),
    data: [one, other],
    phases: [
      new TrainPhase("train", {
        ...from("train"),
        callbacks: [new Evaluation(new EvalPhase("val", from("val")))],
      }),
      new EvalPhase("test", from("test")),
    ],
    compute: { threads: 1 },
  });
  const state = experiment.getState();
  const prints = [one.fingerprint, other.fingerprint];
  const bindings = [one, other].map((featureSet) =>
    new CVBinding({ featureSet, sourceSplits: ["train", "val"], groupBy: "cell" })
  );
  const cv = new CrossValidation({ experiment, bindings, folds: 5, align: "groups" });
  const results = await cv.run(quiet);
  const cellsOf = (set: FeatureSet | undefined, split: string) =>
    new Set(set?.getSplit(split).column("cell").toArray());
  const judged = results.folds.map(({ data: [first, second] }) => {
    const cells = cellsOf(first, "val");
    assert.deepEqual(cellsOf(second, "val"), cells);
    assert.deepEqual(cellsOf(second, "train"), cellsOf(first, "train"));
    assert.ok(cells.isDisjointFrom(cellsOf(first, "train")));
    return [...cells];
  });
  assert.equal(judged.length, 5);
  assert.deepEqual(judged.flat().toSorted(), [...cellsOf(one, "source")].toSorted());
  assert.equal(results.spread("val_loss", "train").values.length, 5);
  assert.equal(results.spread("crossEntropy", "test").values.length, 5);
  const scalers = [one, ...results.folds.map(({ data }) => data[0])].map((set) =>
    JSON.stringify(set?.scalerRecords[0]?.fitted.getState())
  );
  assert.equal(new Set(scalers).size, 6);
  assert.deepEqual([one.fingerprint, other.fingerprint], prints);
  assert.deepEqual(experiment.getState(), state);
  assert.equal(experiment.plan.label, "two");
});

Deno.test("CrossValidation.run() says what learns from samples that it is judged by", async () => {
  const leaky = set.undoAllTransforms()
    .fitTransform("standard", { domain: "features" }) as unknown as FeatureSet;
  const cv = new CrossValidation({
    experiment: classifier(leaky, 1),
    bindings: [binding],
    folds: 2,
  });
  const { notices } = await cv.run(quiet);
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? "", /scaler standard of "x" in "classes" is fitted to all samples/);
  const clean = new CrossValidation({
    experiment: classifier(set, 1),
    bindings: [binding],
    folds: 2,
  });
  assert.deepEqual((await clean.run(quiet)).notices, []);
});

Deno.test("CrossValidation.run() keeps the folds that were done when one fails", async () => {
  let runs = 0;
  const bomb = defineCallback({ label: "bomb" }, {
    onExperimentStart: () => {
      if (++runs === 2) throw new Error("boom");
    },
  });
  const experiment = classifier(set, 1).withCallbacks([bomb]);
  const cv = new CrossValidation({ experiment, bindings: [binding], folds: 3 });
  await assert.rejects(cv.run(quiet), (error) => {
    assert.ok(error instanceof FoldError);
    assert.match(error.message, /The fold "fold_1" failed: .*boom/);
    assert.deepEqual(error.results.labels, ["fold_0"]);
    assert.equal(error.results.status, "failed");
    return true;
  });
});
