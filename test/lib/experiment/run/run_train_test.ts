import assert from "node:assert/strict";
import {
  AppliedLoss,
  ConcatNode,
  EvalPhase,
  Evaluation,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
} from "../../../../lib/mod.ts";
import {
  battery,
  type Chain,
  chainOf,
  epochMeans,
  experimentOf,
  mseOn,
  quiet,
  training,
} from "../battery.ts";

const cells = battery();
const ofHead = [mseOn("Head")];

function split(name: string) {
  return { featureSet: "cells", split: name, losses: ofHead };
}

// Tutorial 01: basic training

/** One MLP of two layers of 32, 20 epochs of batches of 32, val after each epoch, then test. */
async function basicTraining() {
  const input = reference(cells, { features: "voltage" });
  const head = new ModelNode({ label: "Head", model: new MLP({ layers: 2, hidden: 32 }), input });
  const val = Evaluation.fromSplit("val", split("val"));
  const experiment = experimentOf(ModelGraph.of([head]), {
    data: [cells],
    phases: [
      training("train", { losses: ofHead, epochs: 20, callbacks: [val] }),
      EvalPhase.fromSplit("test", { ...split("test"), batchSize: 20 }),
    ],
  });
  return await experiment.run(quiet);
}

Deno.test("tutorial 01: train_loss has an entry for each batch and one for each epoch, and falls", async () => {
  const { results } = await basicTraining();
  const losses = results.train().metric("train_loss");
  assert.equal(losses.where({ batch: null }).length, 20);
  assert.equal(losses.where({ batch: (at) => at !== null }).length, 20 * 11);
  const means = losses.where({ batch: null });
  assert.ok(means.last() < 0.2 * means.first(), `${means.first()} → ${means.last()}`);
  assert.ok(results.train().metric("val_loss").last() < 0.2 * means.first());
  for (const epoch of [0, 19]) {
    const batches = losses.where({ epoch, batch: (at) => at !== null }).values();
    const mean = batches.reduce((sum, loss) => sum + loss, 0) / batches.length;
    assert.ok(Math.abs(means.one({ epoch }) - mean) < 1e-12);
  }
});

Deno.test("tutorial 01: stacked tensors follow the rows of their split, in units of the data", async () => {
  const { results } = await basicTraining();
  const test = results.eval("test");
  const view = cells.getSplit("test");
  assert.deepEqual(test.batches, [0, 1, 2, 3]);
  const targets = test.stackedTensors("Head", { domain: "targets", unscale: true });
  const outputs = test.stackedTensors("Head", { unscale: true });
  assert.deepEqual(targets.sampleIds, view.sampleIds);
  assert.deepEqual(outputs.sampleIds, view.sampleIds);
  assert.deepEqual([...test.stackedView("Head").rows], [...view.rows]);
  const raw = view.getTargets({ representation: "raw" }).values;
  const off = Array.from(raw, (soh, row) => [
    Math.abs(Number(targets.data[row]) - Number(soh)),
    Math.abs(Number(outputs.data[row]) - Number(soh)),
  ]);
  assert.ok(off.every(([target = NaN]) => target < 1e-6));
  assert.ok(off.reduce((sum, [, output = NaN]) => sum + output, 0) / off.length < 0.1);
});

// Tutorial 02: several stages and losses

const signal = reference(cells, { features: "voltage" });
const encoder = new ModelNode({
  label: "Encoder",
  model: new MLP({ outputShape: [1, 8], hidden: 16 }),
  input: signal,
});
const regressor = new ModelNode({
  label: "Regressor",
  model: new MLP({ hidden: 8 }),
  input: encoder,
});
const decoder = new ModelNode({
  label: "Decoder",
  model: new MLP({ outputShape: [1, 10], hidden: 16 }),
  input: encoder,
});
const twoEnds = ModelGraph.of([encoder, regressor, decoder]);
type Ends = "Encoder" | "Regressor" | "Decoder";
const bothLosses: readonly AppliedLoss<Ends>[] = [
  new AppliedLoss({ loss: "mse", on: "Regressor" }),
  new AppliedLoss({
    loss: "mse",
    on: "Decoder",
    inputs: ["outputs", signal],
    weight: 0.1,
    label: "reconstruction",
  }),
];

Deno.test("tutorial 02: two losses are told by label, and their weighted sum is what falls", async () => {
  for (const stages of [undefined, [["Encoder", "Decoder"], ["Regressor"]]] as const) {
    const experiment = experimentOf(twoEnds, {
      data: [cells],
      phases: [
        training<"train", Ends>("train", {
          losses: bothLosses,
          epochs: 6,
          ...(stages && { stages }),
        }),
        EvalPhase.fromSplit("test", { featureSet: "cells", split: "test", losses: bothLosses }),
      ],
    });
    const { results } = await experiment.run(quiet);
    const train = results.train();
    assert.deepEqual(train.losses("Regressor").axisValues("label"), ["mse"]);
    assert.deepEqual(train.losses("Decoder").axisValues("label"), ["reconstruction"]);
    for (const [key, total] of train.totals) {
      const parts = (["Regressor", "Decoder"] as const).map((node) => train.losses(node).one(key));
      assert.ok(Math.abs(total - parts.reduce((sum, part) => sum + part, 0)) < 1e-6);
    }
    for (const node of ["Regressor", "Decoder"]) {
      const [first = NaN, last = NaN] = [
        epochMeans({ results }, node)[0],
        epochMeans({ results }, node).at(-1),
      ];
      assert.ok(last < 0.8 * first, `${node}: ${first} → ${last}`);
    }
  }
});

Deno.test("tutorial 02: a frozen encoder stays bit-identical, and the others learn", async () => {
  const free = experimentOf(twoEnds, {
    data: [cells],
    phases: [training<"train", Ends>("train", { losses: bothLosses, epochs: 1 })],
  });
  await free.run(quiet);
  const frozen = free.withGraph(twoEnds.withFrozen(["Encoder"]));
  const before = frozen.getState().graph;
  assert.deepEqual(before, free.getState().graph);
  await frozen.run(quiet);
  const after = frozen.getState().graph;
  assert.deepEqual(after.Encoder, before.Encoder);
  assert.notDeepEqual(after.Regressor, before.Regressor);
  assert.notDeepEqual(after.Decoder, before.Decoder);
});

// What fails upstream

const merged = (() => {
  const parts = ["Left", "Right"].map((label) =>
    new ModelNode({ label, model: new MLP({ outputShape: [1, 4], hidden: 8 }), input: signal })
  );
  const both = new ConcatNode({ label: "Both", inputs: parts, axis: -1, targets: "first" });
  return ModelGraph.of([
    ...parts,
    both,
    new ModelNode({ label: "Head", model: new MLP({ hidden: 8 }), input: both }),
  ]);
})();

Deno.test("upstream: no phase can train or evaluate a graph with a merge; ours does both", async () => {
  const experiment = experimentOf(merged, {
    data: [cells],
    phases: [
      training<"train", string>("train", { losses: ofHead, epochs: 5 }),
      EvalPhase.fromSplit("test", split("test")),
    ],
  });
  const run = await experiment.run(quiet);
  const means = epochMeans(run, "Head");
  assert.ok((means.at(-1) ?? NaN) < 0.5 * (means[0] ?? NaN), means.join(" "));
  const { sampleIds } = run.results.eval().stackedTensors("Head");
  assert.deepEqual(sampleIds, cells.getSplit("test").sampleIds);
});

Deno.test("upstream: stages cannot be trained, previewed or kept; ours can, frozen ones included", async () => {
  const losses = [mseOn("Encoder"), mseOn("Head")];
  const graph = ModelGraph.of([
    new ModelNode({
      label: "Encoder",
      model: new MLP({ outputShape: [1], hidden: 8 }),
      input: signal,
    }),
    new ModelNode({ label: "Head", model: new MLP({ hidden: 8 }), input: encoder }),
  ]);
  const experiment = experimentOf(graph, {
    data: [cells],
    phases: [training("train", { losses, stages: "each", epochs: 3 })],
  });
  const untouched = experiment.getState();
  await experiment.previewRun(quiet);
  assert.deepEqual(experiment.getState(), untouched);
  const run = await experiment.run(quiet);
  for (const node of ["Encoder", "Head"]) {
    const means = epochMeans(run, node);
    assert.ok((means.at(-1) ?? NaN) < (means[0] ?? NaN), `${node}: ${means.join(" ")}`);
  }
  const frozen = experiment.withGraph(graph.withFrozen(["Encoder"]));
  const before = frozen.getState().graph;
  await frozen.withPlan(() => frozen.plan.withReplaced(0, training("train", { losses: ofHead })))
    .run(quiet);
  assert.deepEqual(frozen.getState().graph.Encoder, before.Encoder);
  assert.notDeepEqual(frozen.getState().graph.Head, before.Head);
});

Deno.test("upstream: shuffling shuffles once; ours deals every epoch and every run otherwise", async () => {
  const phase = training("train", { losses: ofHead, epochs: 2, resultRecording: "all" });
  const experiment = experimentOf(chainOf(cells), { data: [cells], phases: [phase] });
  const orders: string[] = [];
  for (const _ of ["once", "again"]) {
    const { results } = await experiment.run(quiet);
    for (const epoch of [0, 1]) {
      const views = results.train().sourceViews("Encoder").where({ epoch }).values();
      const rows = views.flatMap((view) => [...view.rows]);
      assert.deepEqual(rows.toSorted(), [...cells.getSplit("train").rows].toSorted());
      orders.push(rows.join());
    }
  }
  assert.equal(new Set(orders).size, 4);
});

Deno.test("upstream: training undoes a freeze and evaluation freezes all; ours change neither", async () => {
  const graph = chainOf(cells).withFrozen(["Encoder"]);
  const experiment = experimentOf(graph, {
    data: [cells],
    phases: [
      training("train", { losses: ofHead }),
      EvalPhase.fromSplit("test", split("test")),
      training("again", { losses: ofHead }),
    ],
  });
  const before = experiment.getState().graph;
  await experiment.run(quiet);
  assert.deepEqual(experiment.graph.graph.frozen, ["Encoder"]);
  assert.deepEqual(experiment.getState().graph.Encoder, before.Encoder);
  assert.notDeepEqual(experiment.getState().graph.Head, before.Head);
});

Deno.test("upstream: fromSplit cannot train a tail alone; ours does, with activeNodes", async () => {
  const losses = ofHead;
  const activeNodes: readonly Chain[] = ["Head"];
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [training("tail", { losses, activeNodes })],
  });
  const before = experiment.getState().graph;
  await experiment.run(quiet);
  assert.deepEqual(experiment.getState().graph.Encoder, before.Encoder);
  assert.notDeepEqual(experiment.getState().graph.Head, before.Head);
  assert.deepEqual(experiment.graph.graph.frozen, []);
});
