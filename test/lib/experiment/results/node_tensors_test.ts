import assert from "node:assert/strict";
import { UnknownNameError } from "../../../../lib/core/names.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { Batch } from "../../../../lib/data/sample/batch.ts";
import { PhaseRecorder } from "../../../../lib/experiment/results/phase_recorder.ts";
import { ConcatNode } from "../../../../lib/graph/merges/concat_node.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import "../../../../lib/tf.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { Predictor } from "../../../../lib/training/predictor.ts";
import { Trainer } from "../../../../lib/training/trainer.ts";

const volts = setOf("volts", [1, 2, 3, 4]);
const degrees = setOf("degrees", [20, 30, 40, 50]);
const encA = new ModelNode({
  label: "EncA",
  model: new MLP({ outputShape: [1, 2] }),
  input: reference(volts, { features: "x" }),
});
const encB = new ModelNode({
  label: "EncB",
  model: new MLP({ outputShape: [1, 2] }),
  input: reference(degrees, { features: "x" }),
});
const both = new ConcatNode({ label: "Both", inputs: [encA, encB], axis: -1, targets: "first" });
const head = new ModelNode({ label: "Head", model: new MLP({ outputShape: [1] }), input: both });
const graph = ModelGraph.of([encA, encB, both, head]);
const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];

function setOf(label: string, x: readonly number[]): FeatureSet {
  return FeatureSet.fromColumns(label, { x, y: x.map((value) => 10 * value) }, {
    features: ["x"],
    targets: ["y"],
  }).fitTransform("minMax", { domain: "targets" }) as FeatureSet;
}

function batchOf(set: FeatureSet, rows: readonly number[]): Batch {
  const roles = { default: { rows: Int32Array.from(rows) } };
  return new Batch(set.toView(), roles, { epoch: 0, index: 0 });
}

Deno.test("results of a real evaluation know which samples a node drew from", async () => {
  using built = graph.build([volts, degrees]);
  const predictor = new Predictor(built);
  const recorder = new PhaseRecorder({ label: "test", kind: "eval", losses, graph });
  const wanted: number[] = [];
  for (const [batch, [a, b]] of [[[0, 1], [3, 2]], [[2, -1], [1, 0]]].entries()) {
    const samples = { volts: batchOf(volts, a ?? []), degrees: batchOf(degrees, b ?? []) };
    const found = await predictor.predict(samples);
    const outputs = Object.fromEntries(
      Object.entries(found).map(([node, { outputs }]) => [node, outputs]),
    );
    wanted.push(...found.Head?.outputs.output?.data ?? []);
    recorder.step({ epoch: 0, batch, samples, loss: batch, losses: { mse: batch }, outputs });
  }
  const results = recorder.finish({ status: "completed" });
  const stacked = results.stackedTensors("Head", { featureSet: "volts" });
  assert.deepEqual([...stacked.data], wanted.slice(0, 3));
  assert.deepEqual(stacked.sampleIds, volts.sampleIds.slice(0, 3));
  assert.deepEqual(
    [...results.stackedTensors("EncB", { domain: "features" }).data],
    [50, 40, 30, 20],
  );
  assert.deepEqual(
    [...results.stackedTensors("EncA", { domain: "targets", unscale: true }).data],
    [10, 20, 30],
  );
  // A merged sample is padding where one of its parts is.
  assert.equal(results.aggregatedLosses("Head").one(), 1 / 3);
  assert.throws(
    () => results.tensors("Head", { domain: "features" }).values(),
    /draws from "volts", "degrees"; say featureSet/,
  );
  assert.throws(
    () => results.tensors("EncA", { unscale: true }),
    /other nodes take them; those of "Head" are like targets/,
  );
  assert.throws(
    () => results.tensors("Haed" as "Head"),
    (error) => error instanceof UnknownNameError && /did you mean "Head"/.test(error.message),
  );
  assert.throws(
    () => results.tensors("Head", { port: "mean" }).values(),
    /No output of Head "mean"/,
  );
  assert.throws(
    () => results.tensors("Head", { domain: "targets", featureSet: "volt" }).values(),
    /did you mean "volts"/,
  );
});

Deno.test("outputs of earlier steps of a trainer stay as they were", async () => {
  const own = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [1] }),
    input: reference(volts, { features: "x" }),
  });
  using built = ModelGraph.of([own]).build([volts]);
  using trainer = new Trainer(built, { losses, tell: ["Head"], threads: 1 });
  const recorder = new PhaseRecorder({ label: "fit", kind: "train", losses });
  const copies: number[][] = [];
  for (let batch = 0; batch < 3; batch++) {
    const samples = { volts: batchOf(volts, [0, 1, 2, 3]) };
    const { loss, losses, outputs } = await trainer.step(samples);
    const { Head: output } = outputs;
    if (output === undefined) return assert.fail();
    copies.push([...output.data]);
    recorder.step({ epoch: 0, batch, samples, loss, losses, outputs: { Head: { output } } });
  }
  const kept = recorder.results.tensors("Head").values().map(({ data }) => [...data]);
  assert.deepEqual(kept, copies);
  assert.notDeepEqual(copies[0], copies[2]);
});

Deno.test("roles have samples and outputs of their own", () => {
  const rows = { anchor: { rows: Int32Array.of(0, 1) }, pair: { rows: Int32Array.of(2, 3) } };
  const samples = { volts: new Batch(volts.toView(), rows, { epoch: 0, index: 0 }) };
  const output = (value: number) =>
    ({ dtype: "float32", shape: [2, 1], data: Float32Array.of(value, value) }) as const;
  const recorder = new PhaseRecorder<"eval", "Enc">({ label: "pairs", kind: "eval", losses: [] });
  recorder.step({
    epoch: 0,
    batch: 0,
    samples,
    loss: 0,
    losses: {},
    outputs: { "Enc.anchor": { output: output(1) }, "Enc.pair": { output: output(2) } },
  });
  const { results } = recorder;
  assert.deepEqual([...results.tensors("Enc", { role: "pair" }).one().data], [2, 2]);
  assert.deepEqual([...results.sourceView("volts", { role: "pair" }).rows], [2, 3]);
  assert.deepEqual(
    results.stackedTensors("Enc", { role: "pair", domain: "features" }).sampleIds,
    volts.sampleIds.slice(2),
  );
  assert.throws(() => results.sourceView("volts", { role: "pear" }), /did you mean "pair"/);
});

Deno.test("samples of several rows are told by their last one", () => {
  const rows = { default: { rows: Int32Array.of(0, 1, 1, 2, -1, -1), steps: 2 } };
  const samples = { volts: new Batch(volts.toView(), rows, { epoch: 0, index: 0 }) };
  const output = { dtype: "float32", shape: [3, 1], data: Float32Array.of(1, 2, 3) } as const;
  const recorder = new PhaseRecorder<"eval", "Enc">({ label: "windows", kind: "eval", losses: [] });
  const outputs = { Enc: { output } };
  recorder.step({ epoch: 0, batch: 0, samples, loss: 0, losses: {}, outputs });
  const found = recorder.results.stackedTensors("Enc");
  assert.deepEqual([[...found.data], found.sampleIds], [[1, 2], volts.sampleIds.slice(1, 3)]);
});
