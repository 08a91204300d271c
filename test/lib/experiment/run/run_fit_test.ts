import assert from "node:assert/strict";
import {
  EvalPhase,
  FitPhase,
  LinearRegression,
  MLP,
  ModelGraph,
  ModelNode,
  PCA,
  Predictor,
  reference,
} from "../../../../lib/mod.ts";
import { battery, experimentOf, mseOn, quiet, training } from "../battery.ts";

const cells = battery();
const input = reference(cells, { features: "voltage" });
const pca = new ModelNode({ label: "PCA", model: new PCA({ components: 3 }), input });
const line = new ModelNode({ label: "Line", model: new LinearRegression(), input: pca });
const net = new ModelNode({ label: "Net", model: new MLP({ hidden: 8 }), input: pca });
const graph = ModelGraph.of([pca, line, net]);
const losses = [mseOn("Line")];
const fit = FitPhase.fromSplit("fit", { featureSet: "cells", split: "train", losses });
const source = { featureSet: "cells", split: "train" };

Deno.test("upstream: FitPhase always throws; ours fits in order, and tells the loss", async () => {
  const experiment = experimentOf(graph, {
    data: [cells],
    phases: [fit, EvalPhase.fromSplit("test", { featureSet: "cells", split: "test", losses })],
  });
  const { results } = await experiment.run(quiet);
  const [train, test] = [results.fit(), results.eval()];
  const [known, unknown] = [train, test].map((found) => found.aggregatedLosses("Line").one());
  assert.ok((known ?? NaN) < 0.004 && (unknown ?? NaN) < 0.004, `${known} ${unknown}`);
  assert.deepEqual(train.stackedTensors("Line").sampleIds, cells.getSplit("train").sampleIds);
  const again = await new Predictor(experiment.graph)
    .predict({ cells: cells.getSplit("test") }, { nodes: ["Line"] });
  assert.deepEqual(
    Array.from(again.Line?.outputs.output?.data ?? [], Number),
    Array.from(test.stackedTensors("Line").data, Number),
  );
});

Deno.test("upstream: an estimator in a plan demands an optimizer; ours learns batch by batch without", async () => {
  const parts = [0, 1, 2, 3].map((at) =>
    FitPhase.fromSplit(`part_${at}`, { featureSet: "cells", split: `part_${at}`, partial: true })
  );
  const quarters = { part_0: 0.25, part_1: 0.25, part_2: 0.25, part_3: 0.25 };
  const split = cells.splitRandom({ of: "train", ratios: quarters });
  const experiment = experimentOf(ModelGraph.of([pca]), { data: [split], phases: parts });
  const states: unknown[] = [];
  for (const { label } of parts) {
    await experiment.runPhase(label, quiet);
    states.push(experiment.getState().graph.PCA);
  }
  for (const at of [1, 2, 3]) assert.notDeepEqual(states[at], states[at - 1]);
});

Deno.test("a network behind an estimator is trained on what that predicts, and leaves it as it is", async () => {
  const experiment = experimentOf(graph, {
    data: [cells],
    phases: [
      FitPhase.fromSplit("fit", source),
      training("train", { losses: [mseOn("Net")], epochs: 5 }),
    ],
  });
  await experiment.runPhase("fit", quiet);
  const fitted = experiment.getState().graph;
  const { results } = await experiment.runPhase("train", quiet);
  const means = results.train().losses("Net").collapse("batch", "mean");
  assert.ok(means.last() < means.first());
  const { PCA: ofPca, Line: ofLine } = experiment.getState().graph;
  assert.deepEqual({ PCA: ofPca, Line: ofLine }, { PCA: fitted.PCA, Line: fitted.Line });
});

Deno.test("freezeAfterFit keeps what a phase fitted from later ones, unless they name it", async () => {
  const first = FitPhase.fromSplit("first", { ...source, activeNodes: ["PCA"] });
  const second = FitPhase.fromSplit("second", { featureSet: "cells", split: "test" });
  const named = FitPhase.fromSplit("named", {
    featureSet: "cells",
    split: "test",
    activeNodes: ["PCA"],
  });
  const experiment = experimentOf(graph, { data: [cells], phases: [first, second, named] });
  await experiment.runPhase("first", quiet);
  const { PCA: kept } = experiment.getState().graph;
  await experiment.runPhase("second", quiet);
  assert.deepEqual(experiment.getState().graph.PCA, kept);
  await experiment.runPhase("named", quiet);
  assert.notDeepEqual(experiment.getState().graph.PCA, kept);
});

Deno.test("upstream: a FitPhase keeps the rows of its making; ours takes those of the data it runs on", async () => {
  const experiment = experimentOf(graph, { data: [cells], phases: [fit] });
  const other = battery({ seed: 5 });
  const { results } = await experiment.withData([other]).run(quiet);
  assert.deepEqual(results.fit().stackedView("Line").rows, other.getSplit("train").rows);
  assert.equal(results.fit().stackedView("Line").source, other);
});
