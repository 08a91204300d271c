import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { BuiltGraph, parametersOf } from "../../../lib/graph/built_graph.ts";
import { readSource } from "../../../lib/graph/data_source.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { inFolder } from "../../support/temporary.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";
import { Predictor } from "../../../lib/training/predictor.ts";
import { branched, cells, voltage } from "./fixtures.ts";

const other = new ModelNode({
  label: "Head",
  model: { name: "mlp", config: { hidden: 5 } },
  input: { node: "Both", output: "output" },
});

Deno.test("loadWeights() takes all weights of a safetensors file, or those of some nodes", async () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().build([cells], { seeds: SeedStream.from(2) });
  await inFolder(async (folder) => {
    await one.saveWeights(`${folder}/weights.safetensors`);
    const before = two.getState();
    await two.loadWeights(`${folder}/weights.safetensors`, { nodes: ["EncA"] });
    assert.deepEqual(two.getState().EncA, one.getState().EncA);
    assert.deepEqual(two.getState().EncB, before.EncB);
    await two.loadWeights(`${folder}/weights.safetensors`);
    assert.deepEqual(two.getState(), one.getState());
  });
});

Deno.test("loadWeights() changes nothing when one weight does not fit, and says which", async () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().withReplaced("Head", other).build([cells], { seeds: SeedStream.from(2) });
  await inFolder(async (folder) => {
    await one.saveWeights(`${folder}/weights.safetensors`);
    const before = two.getState();
    await assert.rejects(() => two.loadWeights(`${folder}/weights.safetensors`), {
      name: "StateError",
      message: /layers\.0/,
    });
    assert.deepEqual(two.getState(), before);
    await Deno.writeFile(`${folder}/bad.safetensors`, new Uint8Array(9));
    await assert.rejects(() => two.loadWeights(`${folder}/bad.safetensors`), {
      name: "SafetensorsError",
    });
  });
});

Deno.test("loadWeights() refuses nodes that are no list, and options that are not there", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/weights.safetensors`;
    using built = branched().build([cells]);
    await built.saveWeights(path);
    await assert.rejects(
      built.loadWeights(path, { nodes: "Head" } as never),
      /give a list of label/,
    );
    await assert.rejects(built.loadWeights(path, { node: ["Head"] } as never), /mean "nodes"/);
  });
});

Deno.test("setState() changes nothing when a node is missing", () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().build([cells], { seeds: SeedStream.from(2) });
  const before = two.getState();
  const { Head: _, ...rest } = one.getState();
  assert.throws(() => two.setState(rest), { name: "StateError", message: /lacks the node "Head"/ });
  assert.deepEqual(two.getState(), before);
});

/** The first weights of a node. */
function weightsOf(built: BuiltGraph, label: string): tf.Variable {
  const [first] = parametersOf(built.node(label).model);
  return first?.variable ?? assert.fail(`no weights of ${label}`);
}

Deno.test("withFrozen() and withUnfrozen() look at the same weights with others frozen", () => {
  using built = branched().build([cells]);
  {
    using frozen = built.withFrozen(["Head"]);
    using free = built.withUnfrozen();
    assert.deepEqual(built.graph.frozen, ["EncA"]);
    assert.deepEqual(frozen.graph.frozen, ["EncA", "Head"]);
    assert.deepEqual(free.graph.frozen, []);
    assert.deepEqual(built.withFrozen().graph.frozen, built.graph.labels);
    assert.deepEqual([built.sharesWeights, free.sharesWeights], [false, true]);
    assert.equal(weightsOf(free, "EncA"), weightsOf(built, "EncA"));
    weightsOf(free, "EncA").assign(tf.zerosLike(weightsOf(free, "EncA")));
    assert.deepEqual(free.getState(), built.getState());
    assert.throws(() => built.withFrozen(["Haed" as "Head"]), /did you mean "Head"/);
  }
  // A look that ended has left the weights where they are.
  assert.ok([...weightsOf(built, "EncA").dataSync()].every((weight) => weight === 0));
});

Deno.test("copy() has weights of its own, which are those of now", () => {
  using built = branched().build([cells], { seeds: SeedStream.from(5) });
  weightsOf(built, "EncA").assign(tf.onesLike(weightsOf(built, "EncA")));
  using copied = built.withFrozen(["Head"]).copy();
  assert.equal(copied.sharesWeights, false);
  assert.deepEqual(copied.graph.frozen, ["EncA", "Head"]);
  assert.deepEqual(copied.getState(), built.getState());
  weightsOf(copied, "EncA").assign(tf.zerosLike(weightsOf(copied, "EncA")));
  assert.notDeepEqual(copied.getState(), built.getState());
});

Deno.test("copy() and load() keep a shape that came from a replaced node, and the seeds of fits", async () => {
  const encoder = new ModelNode({
    label: "Enc",
    model: new MLP({ outputShape: [3] }),
    input: voltage,
  });
  const clusters = new ModelNode({
    label: "Clusters",
    model: { name: "kMeans", config: { clusters: 2 } },
    input: voltage,
  });
  const head = new ModelNode({ label: "Head", model: "mlp", input: encoder });
  using first = ModelGraph.of([encoder, clusters, head]).build([cells]);
  const lazy = encoder.withModel(new MLP({ hidden: 5 }));
  const graph = first.graph.withReplaced("Enc", lazy);
  using built = graph.build([cells], { from: first, seeds: SeedStream.from("fit") });
  assert.deepEqual(built.node("Enc").outputs.output?.shape, [3]);
  using copied = built.copy();
  await inFolder(async (folder) => {
    await built.save(`${folder}/graph`);
    using loaded = await BuiltGraph.load(`${folder}/graph`);
    const inputs = { input: readSource(cells.toView(), { source: voltage }) };
    const [wanted, ...others] = [built, copied, loaded].map((one) => {
      const { model } = (one as BuiltGraph).node("Clusters");
      assert.ok(model.learning === "fit");
      model.fit({ inputs });
      return model.getState();
    });
    for (const other of others) assert.deepEqual(other, wanted);
  });
});

Deno.test("a graph whose memory was freed says so, and so do looks at it", async () => {
  const built = branched().build([cells]);
  const look = built.withFrozen();
  const before = built.summary();
  built[Symbol.dispose]();
  built[Symbol.dispose]();
  assert.deepEqual(built.summary(), before);
  for (const over of [built, look]) {
    const message = /Cannot use the graph "branched": the memory .* was freed; build it again/;
    assert.throws(() => over.getState(), message);
    assert.throws(() => over.copy(), message);
    await assert.rejects(() => over.toOnnx(), message);
    const samples = { cells: cells.toView() };
    await assert.rejects(() => new Predictor(over, { threads: 1 }).predict(samples), message);
  }
});
