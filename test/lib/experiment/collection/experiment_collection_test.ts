import assert from "node:assert/strict";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { ExperimentCollection } from "../../../../lib/experiment/collection/experiment_collection.ts";
import { ExperimentContext } from "../../../../lib/experiment/context.ts";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { chain, evaluation, mse, pulses, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
const phases = [training("train", { callbacks: [val], epochs: 2 }), evaluation("test")];

function made(seed: number): Experiment {
  return study(phases, { seed });
}

Deno.test("ExperimentCollection runs experiments and compares what their phases ended with", async () => {
  const both = new ExperimentCollection({ one: made(1), two: made(2) });
  const runs = await both.run(quiet);
  assert.equal(runs.one?.status, "completed");
  const table = both.table();
  assert.deepEqual(table.labels, ["one", "two"]);
  assert.deepEqual(table.columns, ["train train_loss", "train val_loss", "test mse"]);
  const test = runs.two?.results.eval("test").aggregatedLosses("Head").one();
  assert.equal(table.value("two", "test mse"), test);
  assert.deepEqual(both.metric("val_loss", "train").axes, ["experiment", "epoch", "batch"]);
  assert.deepEqual(both.losses("Head", "train").shape, [2, 2, 3, 1]);
  const { data } = both.plot("val_loss", "train") as unknown as { data: { values: object[] } };
  assert.equal(data.values.length, 4);
  const bars = both.plotFinal("mse", "test") as unknown as { data: { values: object[] } };
  const ends = both.labels.map((label) => ({ label, value: table.value(label, "test mse") }));
  assert.deepEqual(bars.data.values, ends);
  assert.throws(() => both.plotFinal("mes", "test"), /No final value "test mes".*"test mse"/);
});

Deno.test("ExperimentCollection.plotFinal() finds phases in groups, and says when several are meant", async () => {
  const group = (label: string) => new PhaseGroup(label, [evaluation("test")]);
  const one = study([group("before"), group("after")]);
  await one.run(quiet);
  const only = new ExperimentCollection({ one });
  const { layer } = only.plotFinal("mse", "after/test") as unknown as {
    layer: { encoding: { x: { title: string } } }[];
  };
  assert.equal(layer[0]?.encoding.x.title, "after/test mse");
  assert.throws(
    () => only.plotFinal("mse", "test"),
    /"before\/test", "after\/test" end with "mse"/,
  );
});

Deno.test("ExperimentCollection.plotFinal() takes a phase in no group before those in groups", async () => {
  const one = study([new PhaseGroup("before", [evaluation("test")]), evaluation("test")]);
  await one.run(quiet);
  const { layer } = new ExperimentCollection({ one }).plotFinal("mse", "test") as unknown as {
    layer: { encoding: { x: { title: string } } }[];
  };
  assert.equal(layer[0]?.encoding.x.title, "test mse");
});

Deno.test("ExperimentCollection.evaluate() asks all by one phase and changes none", async () => {
  const both = new ExperimentCollection({ one: made(1), two: made(2) });
  const before = both.labels.map((label) => both.experiment(label).getState());
  const tests = await both.evaluate(evaluation("check", "val"), quiet);
  assert.deepEqual(tests.table().columns, ["check mse"]);
  assert.deepEqual(both.labels.map((label) => both.experiment(label).getState()), before);
  const sizes = tests.collect((results) => results.eval().stackedTensors("Head").sampleIds.length);
  assert.deepEqual(sizes.values(), [20, 20]);
  assert.throws(() => tests.experiment("one"), /only its results are here/);
});

Deno.test("ExperimentCollection.evaluate() tells which experiment it is at, and stops with its signal", async () => {
  const both = new ExperimentCollection({ one: made(1), two: made(2) });
  const controller = new AbortController();
  const told: string[] = [];
  const progress: Progress = {
    begin: (title) => told.push(title),
    phase: ({ path }) => {
      told.push(path.join(" "));
      if (path[0] === "experiment 2/2") controller.abort(new Error("enough"));
    },
    end: (status) => told.push(status),
  };
  const { signal } = controller;
  await assert.rejects(both.evaluate(evaluation("check"), { progress, signal }), /enough/);
  const [first, ...others] = told;
  assert.equal(first, "2 × experiment");
  assert.deepEqual(others, ["experiment 1/2 check", "experiment 2/2 check", "interrupted"]);
});

Deno.test("ExperimentCollection.map() swaps graph and data in all experiments", async () => {
  const both = new ExperimentCollection({ one: made(1), two: made(2) });
  const model = new MLP({ outputShape: [1], hidden: 5 });
  const graph = chain(pulses());
  const wide = new ModelNode({ label: "Head", model, inputs: graph.node("Head").inputs });
  const swapped = both.map((one) => one.withGraph(graph.withReplaced("Head", wide)));
  assert.deepEqual(swapped.labels, ["one", "two"]);
  for (const label of both.labels) {
    const [before, after] = [both, swapped].map((all) => all.experiment(label).getState().graph);
    assert.deepEqual(after?.Encoder, before?.Encoder);
    assert.notDeepEqual(after?.Head, before?.Head);
  }
  const other = swapped.map((one) => one.withData([pulses(60, 8)]));
  await other.run(quiet);
  assert.equal(both.experiment("one").history.length, 0);
  assert.equal(other.table().rows.length, 2);
});

Deno.test("ExperimentCollection compares experiments, runs, results and cross-validation", async () => {
  const experiment = made(1);
  const run = await experiment.run(quiet);
  const binding = new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] });
  const cv = await new CrossValidation({ experiment, bindings: [binding], folds: 2 }).run(quiet);
  const all = new ExperimentCollection({ experiment, run, results: run.results, cv });
  const { rows } = all.table();
  assert.deepEqual(rows[0]?.values, rows[1]?.values);
  assert.deepEqual(rows[1]?.values, rows[2]?.values);
  assert.equal(rows[3]?.values["test mse"], cv.spread("mse", "test").mean);
  const curve = all.metric("val_loss", "train").where({ experiment: "cv", batch: null });
  const mean = cv.metric("val_loss", "train").where({ batch: null }).collapse("fold", "mean");
  assert.deepEqual(curve.values(), mean.values());
});

Deno.test("ExperimentCollection.active() holds the experiments of the context", () => {
  new ExperimentContext().run(() => {
    const one = study(phases, { seed: 1 });
    const all = ExperimentCollection.active();
    assert.deepEqual(all.labels, ["study"]);
    assert.equal(all.experiment("study"), one);
    assert.throws(() => ExperimentCollection.active(["stdy"]), /did you mean "study"/);
  });
});

Deno.test("ExperimentCollection refuses plans over the same weights, whose log is one", () => {
  const plain = made(1);
  const longer = plain.withItem(evaluation("again"));
  assert.throws(
    () => new ExperimentCollection({ plain, longer }),
    /Cannot compare "plain", "longer": they are plans over the same weights/,
  );
  assert.deepEqual(new ExperimentCollection({ plain, longer: longer.copy() }).labels, [
    "plain",
    "longer",
  ]);
});

Deno.test("ExperimentCollection says what is missing, and shows what has run", async () => {
  const both = new ExperimentCollection({ one: made(1), two: made(2) });
  assert.throws(() => both.table(), /Cannot compare "one" before it has run/);
  assert.throws(() => new ExperimentCollection([made(1), made(2)]), /"study" is there twice/);
  assert.throws(() => both.without("three" as never), /No experiment "three"/);
  assert.deepEqual(both.with("three", made(3)).without("one").labels, ["two", "three"]);
  await both.experiment("one").run(quiet);
  const bundle = (both as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]?.call(both);
  assert.match(bundle?.["text/html"] ?? "", /2 experiments · not run yet: &quot;two&quot;/);
});
