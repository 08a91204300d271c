/**
 * What training by stages, fitting and freezing must never do: the confirmed faults of ModularML at
 * HEAD, and what happens instead.
 */
import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  fitGraph,
  LinearRegression,
  ModelGraph,
  ModelNode,
  PCA,
  Predictor,
  reference,
  SeedStream,
  SimpleSampler,
  Trainer,
} from "../../../lib/mod.ts";
import { cells, mlp, samples, voltage } from "../graph/cells.ts";
import { answer, assertFell, train } from "../graph/scenario.ts";
import { voltages } from "../graph/voltages.ts";

const optimizer = adam({ learningRate: 0.02 });

function mse<const L extends string>(on: L): AppliedLoss<L> {
  return new AppliedLoss({ loss: "mse", on, label: on });
}

const encoder = mlp("Encoder");
const chain = ModelGraph.of([encoder, mlp("Head", { input: encoder })]);

// Stages

Deno.test("upstream: a chain fails stage by stage; ours learns, each stage from its own loss", async () => {
  using built = chain.build([cells]);
  const told = await train(built, samples, {
    losses: [mse("Encoder"), mse("Head")],
    stages: "each",
    optimizer,
    steps: 40,
  });
  assertFell(told, 0.3);
});

Deno.test("upstream: a stage without a loss calls backward on a number; ours says so beforehand", () => {
  using built = chain.build([cells]);
  assert.throws(
    () => new Trainer(built, { losses: [mse("Head")], stages: "each" }),
    /"Encoder" learns nothing, as no loss is in its stage/,
  );
});

Deno.test("upstream: a frozen stage fails; ours computes and stays as it is", async () => {
  const wide = mlp("Encoder", { outputShape: [1, 8] });
  const graph = ModelGraph.of([wide, mlp("Head", { input: wide })], { frozen: ["Encoder"] });
  using built = graph.build([cells]);
  const before = built.getState();
  const told = await train(built, samples, {
    losses: [mse("Head")],
    stages: "each",
    optimizer,
    steps: 40,
  });
  assertFell(told, 0.5);
  assert.deepEqual(built.getState().Encoder, before.Encoder);
});

Deno.test("upstream: state cannot be set where each stage has its optimizer; ours can", async () => {
  using built = chain.build([cells]);
  const before = built.getState();
  await train(built, samples, {
    losses: [mse("Encoder"), mse("Head")],
    stages: "each",
    optimizer: { Encoder: "adam", Head: "sgd" },
    steps: 2,
  });
  built.setState(before);
  assert.deepEqual(built.getState(), before);
});

// Estimators

const mixed = (() => {
  const pca = new ModelNode({ label: "PCA", model: new PCA({ components: 3 }), input: voltage });
  const linear = new ModelNode({ label: "Linear", model: new LinearRegression(), input: pca });
  return ModelGraph.of([pca, linear, mlp("Net", { input: pca })]);
})();

Deno.test("upstream: fitting throws; ours fits in order, and downstream sees what upstream predicts", async () => {
  const built = mixed.build([cells]);
  const found = await fitGraph(built, samples);
  assert.deepEqual(found.PCA?.outputs.output?.shape, [64, 1, 3]);
  assert.deepEqual(found.Linear?.outputs.output?.shape, [64, 1]);
  const again = await new Predictor(built).predict(samples);
  assert.deepEqual(again.Linear?.outputs, found.Linear?.outputs);
});

Deno.test("upstream: partial fits demand an optimizer; ours take batches and nothing else", async () => {
  const built = mixed.subgraph(["PCA"]).build([cells]);
  for (const batch of new SimpleSampler({ batchSize: 16 }).batches(samples.cells)) {
    await fitGraph(built, { cells: batch }, { partial: true });
  }
  assert.deepEqual((await answer(built, "PCA", samples)).shape, [64, 1, 3]);
});

Deno.test("upstream: an estimator between two networks is not noticed; ours says what it cuts off", () => {
  const before = mlp("Before", { outputShape: [4] });
  const pca = new ModelNode({ label: "PCA", model: new PCA({ components: 2 }), input: before });
  using built = ModelGraph.of([before, pca, mlp("After", { input: pca })]).build([cells]);
  assert.throws(
    () => new Trainer(built, { losses: [mse("After")] }),
    /gradients end at "PCA" and never reach "Before": freeze "Before", or train it apart/,
  );
});

// Freezing and branches

Deno.test("upstream: training undoes a freeze, evaluation freezes all; ours change neither", async () => {
  using built = chain.withFrozen(["Encoder"]).build([cells]);
  await train(built, samples, { losses: [mse("Head")], steps: 1 });
  await new Predictor(built).predict(samples);
  assert.deepEqual(built.graph.frozen, ["Encoder"]);
  assert.deepEqual(built.summary().map(({ frozen }) => frozen), [true, false]);
});

Deno.test("upstream: Adam moves a branch that is not fed; ours leaves it bit-identical", async () => {
  const other = voltages({ label: "others", count: 64, seed: 1 });
  const graph = ModelGraph.of([mlp("Ours"), mlp("Theirs", { input: reference(other) })]);
  using built = graph.build([cells, other], { seeds: SeedStream.from(2) });
  using trainer = new Trainer(built, { losses: [mse("Ours"), mse("Theirs")], threads: 1 });
  await trainer.step({ ...samples, others: other.toView() });
  trainer.store();
  const before = built.getState();
  for (let step = 0; step < 3; step++) {
    assert.deepEqual(Object.keys((await trainer.step(samples)).losses), ["Ours"]);
  }
  trainer.store();
  assert.deepEqual(built.getState().Theirs, before.Theirs);
  assert.notDeepEqual(built.getState().Ours, before.Ours);
});
