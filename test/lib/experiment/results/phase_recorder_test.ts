import assert from "node:assert/strict";
import { UnknownNameError } from "../../../../lib/core/names.ts";
import { batches, cells, record, stepOf } from "./recorded.ts";

Deno.test("step() records losses of a node by epoch, batch and label", () => {
  const { results } = record({ kind: "train" });
  const losses = results.losses("Head");
  assert.deepEqual(losses.shape, [2, 2, 2]);
  assert.equal(losses.at({ epoch: 1, batch: 1, label: "l1" }), 5.5);
  assert.deepEqual(
    losses.where({ label: "mse" }).collapse("batch", "mean").items(),
    [[{ epoch: 0, label: "mse" }, 0.5], [{ epoch: 1, label: "mse" }, 10.5]],
  );
  assert.deepEqual(results.totals.values(), [0, 1.5, 15, 16.5]);
});

Deno.test("endEpoch() writes the mean of the batches as the train_loss of the epoch", () => {
  const { results } = record({ kind: "train" });
  const loss = results.metric("train_loss");
  assert.deepEqual(loss.items().map(([{ epoch, batch }, value]) => [epoch, batch, value]), [
    [0, 0, 0],
    [0, 1, 1.5],
    [0, null, 0.75],
    [1, 0, 15],
    [1, 1, 16.5],
    [1, null, 15.75],
  ]);
});

Deno.test("results read mid-run what is there, and series read before do not change", () => {
  const recorder = record({ kind: "train" }, { epochs: 1 });
  const early = recorder.results.losses("Head");
  assert.equal(recorder.results.status, "running");
  for (let batch = 0; batch < 100; batch++) recorder.step({ ...stepOf(1, 0), batch });
  assert.equal(early.length, 4);
  assert.deepEqual(early.axisValues("epoch"), [0]);
  assert.equal(recorder.results.losses("Head").where({ epoch: 1 }).length, 200);
});

Deno.test("metric() refuses a second value at one place, and the reserved name", () => {
  const recorder = record({ kind: "train" });
  recorder.metric("val_loss", 3, { epoch: 0, batch: null });
  recorder.metric("val_loss", 2, { epoch: 1, batch: null });
  recorder.metric("val_loss", 4, { epoch: 0, batch: 0 });
  assert.throws(() => recorder.metric("val_loss", 3, { epoch: 0, batch: null }), /has one there/);
  assert.throws(() => recorder.metric("val_loss", 3, { epoch: 1, batch: null }), /has one there/);
  assert.throws(() => recorder.metric("train_loss", 3, { epoch: 0, batch: 7 }), /every training/);
  assert.deepEqual(recorder.results.metric("val_loss").values(), [3, 2, 4]);
  assert.equal(
    recorder.results.metrics().at({ name: "val_loss", epoch: 1, batch: null }),
    2,
  );
});

Deno.test("artifact() and callback() keep any value where it was given", () => {
  const recorder = record({ kind: "train" });
  const plot = { points: [1, 2] };
  recorder.artifact("scatter", plot, { epoch: 0, batch: null });
  assert.throws(() => recorder.artifact("scatter", 1, { epoch: 0, batch: null }), /has one there/);
  const place = { kind: "evaluation", label: "val", epoch: 1, batch: null, edge: "end" };
  recorder.callback({ ...place, result: "fine" });
  const { results } = recorder;
  assert.equal(results.artifacts().one({ name: "scatter" }), plot);
  assert.deepEqual(results.artifactNames, ["scatter"]);
  assert.equal(results.callbacks<string>("evaluation").where({ epoch: 1 }).one(), "fine");
  assert.equal(results.callbacks("other").length, 0);
});

Deno.test("step() refuses to go back, and losses of no loss", () => {
  const recorder = record({ kind: "train" });
  assert.throws(() => recorder.step(stepOf(1, 1)), /steps go forward/);
  assert.throws(() => recorder.step(stepOf(0, 1)), /steps go forward/);
  assert.throws(
    () => recorder.step({ ...stepOf(2, 0), losses: { msee: 1 } }),
    (error) => error instanceof UnknownNameError && /did you mean "mse"/.test(error.message),
  );
  assert.equal(recorder.results.totals.length, 4);
});

Deno.test("step() writes no losses of nodes that it did not feed", () => {
  const recorder = record({ kind: "train" });
  recorder.step({ ...stepOf(2, 0), inactive: ["Head"] });
  recorder.step({ ...stepOf(2, 1), losses: { mse: 4 } });
  assert.deepEqual(recorder.results.losses("Head").where({ epoch: 2 }).items(), [
    [{ epoch: 2, batch: 1, label: "mse" }, 4],
  ]);
});

for (const [recording, kept] of [["all", 4], ["last", 2], ["none", 0]] as const) {
  Deno.test(`recording ${recording} keeps samples and outputs of ${kept} of 4 batches`, () => {
    const { results } = record({ kind: "train", recording });
    if (kept === 0) {
      assert.throws(() => results.tensors("Head"), /record "all" or "last"/);
      return;
    }
    assert.equal(results.tensors("Head").length, kept);
    assert.equal(results.sourceViews("cells").length, kept);
    assert.equal(results.losses("Head").length, 8);
  });
}

Deno.test("keepEpoch() keeps an epoch besides the newest", () => {
  const recorder = record({ kind: "train", recording: "last" });
  recorder.keepEpoch(1);
  for (const epoch of [2, 3]) recorder.step(stepOf(epoch, 0));
  assert.deepEqual(recorder.results.tensors("Head").axisValues("epoch"), [1, 3]);
});

Deno.test("finish() states how the phase ended", () => {
  const results = record({ kind: "train" }).finish({
    status: "failed",
    error: new Error("out of memory"),
  });
  assert.deepEqual([results.status, results.error], ["failed", "Error: out of memory"]);
  assert.equal(results.epochCount, 2);
  assert.equal(results.batchCount, 4);
});

Deno.test("sourceView() shows exactly the rows of a step, of a node or of a FeatureSet", () => {
  const { results } = record({ kind: "train" });
  const view = results.sourceView("Head", { epoch: 1, batch: 1 });
  assert.deepEqual([...view.rows], [3, 4, -1]);
  assert.equal(view.source.label, "cells");
  assert.deepEqual(
    results.sourceView("cells", { epoch: 0, batch: 0 }).sampleIds,
    batches()[0]?.view().sampleIds,
  );
  assert.throws(() => results.sourceView("Haed", { epoch: 0, batch: 0 }), UnknownNameError);
  assert.throws(() => results.sourceView("Head", { epoch: 0 }), /2 entries are there/);
});

Deno.test("tensors() gives outputs, targets, features and tags of each kept step", () => {
  const { results } = record({ kind: "train" });
  const place = { epoch: 1, batch: 1 };
  const targets = results.tensors("Head", { domain: "targets" }).at(place);
  assert.deepEqual([targets.shape, [...targets.data]], [[3, 1], [0.25, 1, 0]]);
  assert.deepEqual([...results.tensors("Head").at(place).data], [0.25, 1, 9]);
  assert.deepEqual(results.tensors("Head", { domain: "features" }).at(place).shape, [3, 1, 2]);
  assert.deepEqual(results.tensors("Head", { domain: "tags" }).at(place).cell, ["d", "e", null]);
  const all = results.tensors("Head").where({ epoch: 0 }).collapse("batch", "concat").one();
  assert.deepEqual(all.shape, [6, 1]);
});

Deno.test("tensors() scales outputs and targets back to the units of the data", () => {
  const { results } = record({ kind: "train" });
  const unscaled = (domain: "outputs" | "targets"): readonly number[] => [
    ...results.tensors("Head", { domain, unscale: true }).at({ epoch: 0, batch: 0 }).data,
  ];
  assert.deepEqual(unscaled("targets"), [90, 60, 80]);
  assert.deepEqual(unscaled("outputs"), [90, 60, 80]);
  assert.throws(
    () => results.tensors("Head", { domain: "features", unscale: true }),
    /ask for outputs or targets/,
  );
  assert.deepEqual(cells.length, 5);
});
