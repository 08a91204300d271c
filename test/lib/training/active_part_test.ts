import assert from "node:assert/strict";
import { adam, AppliedLoss, ModelGraph, Trainer } from "../../../lib/mod.ts";
import { cells, mlp, samples } from "../graph/cells.ts";

const encoder = mlp("Encoder", { outputShape: [1, 4] });
const head = mlp("Head", { input: encoder });
const decoder = mlp("Decoder", { input: encoder, outputShape: [1, 10] });
const graph = ModelGraph.of([encoder, head, decoder]);

const error = new AppliedLoss({ loss: "mse", on: "Head", label: "error" });
const size = new AppliedLoss({
  loss: "mae",
  on: "Decoder",
  inputs: ["outputs", "outputs"],
  label: "size",
});
const options = { losses: [error, size], optimizer: adam({ learningRate: 0.05 }), threads: 1 };

Deno.test("Trainer with active nodes moves those, counts the losses that reach them, and freezes nobody", async () => {
  using built = graph.build([cells]);
  const before = built.getState();
  using trainer = new Trainer(built, { ...options, activeNodes: ["Head"] });
  assert.deepEqual(trainer.trained, ["Head"]);
  const { losses, rates } = await trainer.step(samples);
  assert.deepEqual([Object.keys(losses), Object.keys(rates)], [["error"], ["Head"]]);
  const after = built.getState();
  assert.deepEqual([after.Encoder, after.Decoder], [before.Encoder, before.Decoder]);
  assert.notDeepEqual(after.Head, before.Head);
  assert.deepEqual(built.graph.frozen, []);
});

Deno.test("Trainer with active nodes moves them through others that compute as in prediction", async () => {
  using built = graph.build([cells]);
  const before = built.getState();
  using trainer = new Trainer(built, { ...options, activeNodes: ["Encoder"] });
  assert.deepEqual(Object.keys((await trainer.step(samples)).losses), ["error", "size"]);
  assert.notDeepEqual(built.getState().Encoder, before.Encoder);
  assert.deepEqual(built.getState().Head, before.Head);
});

Deno.test("Trainer with active nodes leaves what the optimizers of others know as it is", async () => {
  const all = ["Encoder", "Head", "Decoder"] as const;
  using built = graph.build([cells]);
  using whole = new Trainer(built, { ...options, activeNodes: all });
  await whole.step(samples);
  const before = whole.getState();
  using part = new Trainer(built, { ...options, activeNodes: ["Head"] });
  assert.deepEqual(part.setState(before), { resumed: ["Head"], fresh: [] });
  await part.step(samples);
  assert.deepEqual(whole.getState().tensors, before.tensors);
  await whole.step(samples);
  assert.notDeepEqual(whole.getState().tensors, before.tensors);
});

Deno.test("Trainer keeps frozen nodes frozen when they are active", async () => {
  using built = graph.withFrozen(["Encoder"]).build([cells]);
  const before = built.getState();
  using trainer = new Trainer(built, { ...options, activeNodes: ["Encoder", "Head"] });
  await trainer.step(samples);
  assert.deepEqual(trainer.trained, ["Head"]);
  assert.deepEqual(built.getState().Encoder, before.Encoder);
});

Deno.test("Trainer refuses active nodes that are not there, are frozen, or that no loss reaches", () => {
  using built = graph.build([cells]);
  const make = (activeNodes: readonly string[], losses = options.losses) => () =>
    new Trainer(built, { ...options, losses, activeNodes: activeNodes as never });
  assert.throws(make(["Haed"]), /No node "Haed": did you mean "Head"\?/);
  assert.throws(
    make(["Decoder"], [error as never]),
    /no loss reaches the active nodes "Decoder": give one on them or behind them/,
  );
  assert.throws(make([]), /there is nothing to train: all active nodes \(none\) are frozen/);
  using frozen = graph.withFrozen(["Head"]).build([cells]);
  assert.throws(
    () => new Trainer(frozen, { ...options, activeNodes: ["Head"] }),
    /all active nodes \("Head"\) are frozen/,
  );
  const unknown = new AppliedLoss({ loss: "mse", on: "Haed" }) as never;
  assert.throws(make(["Head"], [error as never, unknown]), /the loss "mse" is on "Haed"/);
});
