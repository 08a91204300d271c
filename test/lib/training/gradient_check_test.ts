import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import type { Estimator, Model } from "../../../lib/models/model.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { reachOf, trainingProblems } from "../../../lib/training/gradient_check.ts";

const set = FeatureSet.fromColumns("a", { x: [1, 2], y: [2, 4] }, {
  features: ["x"],
  targets: ["y"],
});

/** Gives what it gets. */
const identity: Model = {
  name: "identity",
  getConfig: () => ({}),
  build: ({ inputs }): Estimator => ({
    learning: "fit",
    inputs,
    outputs: { output: { shape: [1], dtype: "float32" } },
    isFitted: true,
    fit: () => {},
    predict: ({ input }) => (input ? { output: input } : {}),
    getState: () => ({ tensors: {} }),
    setState: () => {},
  }),
};

const encoder = new ModelNode({ label: "Encoder", model: "mlp", input: reference(set) });
const forest = new ModelNode({ label: "Forest", model: identity, input: encoder });
const head = new ModelNode({ label: "Head", model: "mlp", input: forest });
const mixed = ModelGraph.of([encoder, forest, head]);
const onHead = new AppliedLoss({ loss: "mse", on: "Head" });

Deno.test("reachOf() says where gradients end", () => {
  using built = mixed.build([set]);
  assert.deepEqual(reachOf(built, { losses: [onHead] }), {
    trained: ["Head"],
    cut: [{ node: "Encoder", by: ["Forest"] }],
  });
});

Deno.test("reachOf() calls a node cut off by one loss and reached by another trained", () => {
  using built = mixed.build([set]);
  const both = [
    onHead,
    new AppliedLoss({ loss: "mae", on: "Encoder", inputs: ["outputs", "outputs"] }),
  ];
  assert.deepEqual(reachOf(built, { losses: both }), { trained: ["Head", "Encoder"], cut: [] });
});

Deno.test("trainingProblems() says which stage must be trained apart, or frozen", () => {
  using built = mixed.build([set]);
  const [problem, ...others] = trainingProblems(built, { losses: [onHead] });
  assert.deepEqual(others, []);
  assert.equal(problem?.node, "Encoder");
  assert.match(
    problem?.message ?? "",
    /gradients end at "Forest" and never reach "Encoder": freeze/,
  );
  using frozen = mixed.withFrozen(["Encoder"]).build([set]);
  assert.deepEqual(trainingProblems(frozen, { losses: [onHead] }), []);
});

Deno.test("trainingProblems() refuses no loss, losses of one label, unknown nodes, all frozen", () => {
  using built = mixed.build([set]);
  const messages = (losses: readonly AppliedLoss[], of = built): string =>
    trainingProblems(of, { losses }).map(({ message }) => message).join("\n");
  assert.match(messages([]), /no loss to minimise/);
  assert.match(messages([onHead, onHead]), /2 losses have the label "mse"/);
  assert.match(
    messages([new AppliedLoss({ loss: "mse", on: "Haed" })]),
    /"Haed", which is not there/,
  );
  using frozen = mixed.withFrozen().build([set]);
  assert.match(messages([onHead], frozen), /all nodes with weights are frozen \("Head"\)/);
});

Deno.test("trainingProblems() of stages names nodes that no loss of their stage reaches", () => {
  const chain = ModelGraph.of([
    encoder,
    new ModelNode({ label: "Head", model: "mlp", input: encoder }),
  ]);
  using built = chain.build([set]);
  const stages = new Map([["Encoder", 0], ["Head", 1]]);
  assert.deepEqual(reachOf(built, { losses: [onHead], stages }).trained, ["Head"]);
  const [problem] = trainingProblems(built, { losses: [onHead], stages });
  assert.equal(problem?.node, "Encoder");
  const together = new Map([["Encoder", 0], ["Head", 0]]);
  assert.deepEqual(trainingProblems(built, { losses: [onHead], stages: together }), []);
});
