import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { GraphError } from "../../../lib/graph/problems.ts";
import { NotFittedError } from "../../../lib/models/model.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { fitGraph } from "../../../lib/training/fit_graph.ts";
import { adam } from "../../../lib/training/optimizer.ts";
import { Predictor } from "../../../lib/training/predictor.ts";
import { Trainer } from "../../../lib/training/trainer.ts";
import * as tf from "../../../lib/tf.ts";

const draws = SeedStream.from(7);
const x = Array.from({ length: 40 }, () => [draws.uniform(), draws.uniform(), draws.uniform()]);
const y = x.map(([a = 0, b = 0, c = 0]) => 2 * a - b + 3 * c + 1);
const set = FeatureSet.fromColumns("a", { x, y }, {
  features: ["x"],
  targets: ["y"],
}) as FeatureSet;
const other = FeatureSet.fromColumns("b", { x, y }, {
  features: ["x"],
  targets: ["y"],
}) as FeatureSet;
const samples = { a: set.toView() };

const line = new ModelNode({ label: "Line", model: "linearRegression", input: reference(set) });
const second = new ModelNode({ label: "Second", model: "linearRegression", input: line });
const encoder = new ModelNode({ label: "Encoder", model: "mlp", input: reference(set) });

Deno.test("fitGraph() fits in topological order: downstream nodes see upstream predictions", async () => {
  // Second stands first, and still learns from what Line predicts.
  using built = ModelGraph.of([second, line]).build([set]);
  const found = await fitGraph(built, samples);
  const targets = found.Second?.targets?.data ?? [];
  found.Second?.outputs.output?.data.forEach((value, at) =>
    assert.ok(Math.abs(value - (targets[at] ?? NaN)) < 1e-4)
  );
  assert.equal(found.Line?.outputs.output?.shape[0], 40);
});

Deno.test("fitGraph() goes through models that gradients flow through, which stay as they are", async () => {
  const head = new ModelNode({ label: "Head", model: "linearRegression", input: encoder });
  using built = ModelGraph.of([encoder, head]).build([set]);
  const before = built.getState().Encoder;
  const { Head } = await fitGraph(built, samples);
  assert.equal(Head?.outputs.output?.shape[0], 40);
  assert.deepEqual(built.getState().Encoder, before);
});

Deno.test("fitGraph() refuses frozen nodes, nodes with losses to learn, and graphs without estimators", async () => {
  using frozen = ModelGraph.of([line]).withFrozen(["Line"]).build([set]);
  await assert.rejects(fitGraph(frozen, samples), GraphError);
  await assert.rejects(fitGraph(frozen, samples, { nodes: ["Line"] }), /"Line" is frozen/);
  using mlp = ModelGraph.of([encoder]).build([set]);
  await assert.rejects(fitGraph(mlp, samples, { nodes: ["Encoder"] }), /no estimator: train it/);
});

Deno.test("fitGraph() tells what can compute by now, and nothing of estimators that learn later", async () => {
  const beside = new ModelNode({ label: "Beside", model: "ridge", input: reference(set) });
  using built = ModelGraph.of([line, second, beside, encoder]).build([set]);
  const found = await fitGraph(built, samples, { nodes: ["Line"] });
  assert.deepEqual(Object.keys(found), ["Line", "Encoder"]);
  await assert.rejects(
    fitGraph(built, samples, { nodes: ["Beside"], tell: ["Second"] }),
    /Cannot compute "Second"/,
  );
});

Deno.test("fitGraph() fits what the samples feed, and says what other estimators need", async () => {
  const apart = new ModelNode({ label: "Apart", model: "ridge", input: reference(other) });
  using built = ModelGraph.of([line, apart]).build([set, other]);
  assert.deepEqual(Object.keys(await fitGraph(built, samples)), ["Line"]);
  await assert.rejects(
    fitGraph(built, samples, { nodes: ["Apart"] }),
    /Cannot compute "Apart" from a alone: it needs other samples/,
  );
  const behind = new ModelNode({ label: "Behind", model: "mlp", input: reference(set) });
  using none = ModelGraph.of([behind, apart]).build([set, other]);
  await assert.rejects(fitGraph(none, samples), /Cannot compute "Apart" from a alone/);
});

Deno.test("fitGraph() and Predictor refuse graphs without weights, and options that are not there", async () => {
  const graph = ModelGraph.of([line]);
  using built = graph.build([set]);
  const weightless = /give what graph\.build\(data\) gives/;
  await assert.rejects(fitGraph(graph as never, samples), weightless);
  assert.throws(() => new Predictor(graph as never), weightless);
  const strange = { partail: true } as object;
  await assert.rejects(fitGraph(built, samples, strange), /did you mean "partial"/);
  assert.throws(() => new Predictor(built, { theads: 1 } as object), /did you mean "threads"/);
  await assert.rejects(
    new Predictor(built).predict(samples, { node: ["Line"] } as object),
    /did you mean "nodes"/,
  );
});

Deno.test("fitGraph() with partial goes on learning from batch to batch", async () => {
  using whole = ModelGraph.of([line]).build([set]);
  using parts = ModelGraph.of([line]).build([set]);
  await fitGraph(whole, samples);
  for (const from of [0, 10, 20, 30]) {
    const rows = Int32Array.from({ length: 10 }, (_, at) => from + at);
    await fitGraph(parts, { a: set.take(rows) }, { partial: true });
  }
  const [one, other] = await Promise.all(
    [whole, parts].map((built) => new Predictor(built).predict(samples)),
  );
  one?.Line?.outputs.output?.data.forEach((value, at) =>
    assert.ok(Math.abs(value - (other?.Line?.outputs.output?.data[at] ?? NaN)) < 1e-3)
  );
});

Deno.test("Predictor refuses an estimator that has not learned", async () => {
  using built = ModelGraph.of([line]).build([set]);
  await assert.rejects(
    new Predictor(built).predict(samples),
    (error) => error instanceof NotFittedError && /^Cannot compute "Line": /.test(error.message),
  );
});

Deno.test("Predictor computes what the graph's weights say at each call", async () => {
  using built = ModelGraph.of([encoder]).build([set]);
  const predictor = new Predictor(built, { threads: 1 });
  const before = await predictor.predict(samples);
  {
    using trainer = new Trainer(built, {
      losses: [new AppliedLoss({ loss: "mse", on: "Encoder" })],
      tell: ["Encoder"],
      threads: 1,
    });
    const { outputs } = await trainer.step(samples);
    assert.deepEqual(before.Encoder?.outputs.output?.data, outputs.Encoder?.data);
  }
  const after = await predictor.predict(samples);
  assert.notDeepEqual(before.Encoder?.outputs, after.Encoder?.outputs);
});

Deno.test("Predictor computes only what is asked for, and leaves no tensor behind", async () => {
  const head = new ModelNode({ label: "Head", model: "mlp", input: encoder });
  using built = ModelGraph.of([encoder, head]).build([set]);
  const predictor = new Predictor(built);
  assert.deepEqual(Object.keys(await predictor.predict(samples, { nodes: ["Encoder"] })), [
    "Encoder",
  ]);
  const before = tf.memory().numTensors;
  await predictor.predict(samples);
  await predictor.predict(samples);
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(
    predictor.predict(samples, { nodes: ["Haed"] as never }),
    /did you mean "Head"/,
  );
});

Deno.test("Trainer trains what stands behind an estimator, on what that predicts", async () => {
  const head = new ModelNode({ label: "Head", model: "mlp", input: line });
  using built = ModelGraph.of([line, head]).build([set]);
  await fitGraph(built, samples);
  const fitted = built.getState().Line;
  const found: number[] = [];
  {
    using trainer = new Trainer(built, {
      losses: [new AppliedLoss({ loss: "mse", on: "Head" })],
      optimizer: adam({ learningRate: 0.05 }),
    });
    for (let count = 0; count < 60; count++) found.push((await trainer.step(samples)).loss);
  }
  assert.ok((found.at(-1) ?? 1) < 0.05 * (found[0] ?? 0), `${found[0]} → ${found.at(-1)}`);
  assert.deepEqual(built.getState().Line, fitted);
});
