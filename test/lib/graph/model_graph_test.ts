import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { concat } from "../../../lib/graph/merges/concat.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { GraphError } from "../../../lib/graph/problems.ts";
import { output } from "../../../lib/graph/reference.ts";
import { pureFunction } from "../../../lib/models/function_model.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";

const seeds = SeedStream.from(1);
const cells = FeatureSet.fromColumns("cells", {
  voltage: Array.from({ length: 8 }, () => Array.from({ length: 10 }, () => seeds.uniform())),
  soh: Array.from({ length: 8 }, () => seeds.uniform()),
}, { features: ["voltage"], targets: ["soh"] });
const voltage = reference(cells, { features: "voltage" });

function node<const L extends string>(label: L, outputShape: number[], input: unknown = voltage) {
  return new ModelNode({ label, model: new MLP({ outputShape }), input: input as never });
}

const EncA = node("EncA", [1, 8]);
const EncB = node("EncB", [1, 4]);
const Both = new MergeNode({ label: "Both", merge: concat({ axis: -1 }), inputs: [EncA, EncB] });
const Head = new ModelNode({ label: "Head", model: "mlp", input: Both });
const branched = ModelGraph.of([EncA, EncB, Both, Head]);

Deno.test("build() finds the shapes of how-to 03, and the head takes that of the targets", () => {
  using built = branched.build([cells]);
  const shapes = built.summary().map(({ label, inputs, outputs }) => [
    label,
    Object.values(inputs).map(({ shape }) => shape),
    outputs.output?.shape,
  ]);
  assert.deepEqual(shapes, [
    ["EncA", [[1, 10]], [1, 8]],
    ["EncB", [[1, 10]], [1, 4]],
    ["Both", [[1, 8], [1, 4]], [1, 12]],
    ["Head", [[1, 12]], [1]],
  ]);
});

Deno.test("build() tells every problem at once, with node, port, what was expected and found", () => {
  const graph = ModelGraph.of([
    node("A", [2, 3]),
    node("B", [1, 4]),
    new MergeNode({
      label: "M",
      merge: concat({ axis: -1 }),
      inputs: [output("A"), output("B")],
    }),
    node("C", [1], { featureSet: "cels", split: null, selection: {} }),
    node("D", [1], output("Am")),
  ]);
  assert.throws(() => graph.build([cells]), (error: unknown) => {
    assert.ok(error instanceof GraphError);
    assert.deepEqual(error.problems.map(({ node, port }) => [node, port]), [
      ["D", "input"],
      ["M", "1"],
      ["C", "input"],
    ]);
    assert.match(error.message, /D.input takes from "Am", which is not there/);
    assert.match(error.message, /did you mean "cells"/);
    assert.match(error.message, /pad/);
    return true;
  });
});

Deno.test("ModelGraph.of() says all cycles at once", () => {
  const nodes = [["A", "B"], ["B", "A"], ["C", "C"], ["D", "A"]].map(([label = "", from = ""]) =>
    new ModelNode({ label, model: "mlp", input: output(from) })
  );
  assert.throws(() => ModelGraph.of(nodes), (error) => {
    assert.ok(error instanceof GraphError);
    assert.deepEqual(error.problems.map(({ message }) => message.split(" take")[0]), [
      "B → A → B",
      "C → C",
    ]);
    return true;
  });
});

Deno.test("ModelGraph.of() refuses duplicate labels and cycles", () => {
  assert.throws(() => ModelGraph.of([EncA, EncA]), /2 nodes have the label "EncA"/);
  const one = new ModelNode({ label: "one", model: "mlp", input: output("two") });
  const two = new ModelNode({ label: "two", model: "mlp", input: output("one") });
  assert.throws(() => ModelGraph.of([one, two]), /cycle/);
});

Deno.test("withoutNode() feeds a consumer from the removed node's source, heads included", () => {
  const chain = ModelGraph.of([EncA, node("Reg", [1], EncA)]);
  const alone = chain.withoutNode("EncA");
  assert.deepEqual(alone.node("Reg").inputs, { input: voltage });
});

Deno.test("withReplaced() and withInserted() keep the order of a merge's inputs", () => {
  const replaced = branched.withReplaced("EncA", node("New", [1, 6]));
  assert.deepEqual(Object.values(replaced.node("Both").inputs), [output("New"), output("EncB")]);
  const between = branched.withInserted(node("Mid", [1, 5]), { between: ["EncA", "Both"] });
  assert.deepEqual(Object.values(between.node("Both").inputs), [output("Mid"), output("EncB")]);
  assert.deepEqual(between.node("Mid").inputs, { input: output("EncA") });
});

Deno.test("build() of an edited graph goes on with the weights of nodes that are the same", () => {
  using first = branched.build([cells], { seeds: SeedStream.from(5) });
  const edited = branched.withReplaced("Head", node("Other", [1]));
  using second = edited.build([cells], { seeds: SeedStream.from(6), from: first });
  assert.deepEqual(second.getState().EncA, first.getState().EncA);
  assert.notDeepEqual(second.getState().EncB?.tensors, {});
});

Deno.test("ModelGraph refuses what is no node, no list of labels and no place, as cells are not type-checked", () => {
  const given: readonly unknown[] = [undefined, EncA, [3], [null], ["EncA"]];
  for (const nodes of given) {
    assert.throws(() => ModelGraph.of(nodes as never), /give nodes, as in \[encoder, head\]/);
  }
  assert.throws(() => branched.withNode(3 as never), TypeError);
  for (const edit of ["withFrozen", "withUnfrozen", "subgraph"] as const) {
    assert.throws(
      () => branched[edit]("EncA" as never),
      /Cannot find nodes by "EncA": give a list of labels, such as \["EncA"\]/,
    );
    assert.throws(() => branched[edit](["EncC" as never]), /did you mean "EncA"/);
  }
  const extra = node("Extra", [1, 8], EncA);
  for (const place of [{}, { before: undefined }, { before: "Head", after: "Both" }]) {
    assert.throws(
      () => branched.withInserted(extra, place as never),
      /Cannot insert "Extra": say where by one of before, after and between/,
    );
  }
  assert.throws(
    () => branched.withInserted(extra, { behind: "EncA" } as never),
    /No option "behind"; Options: "before", "after", "between"/,
  );
});

Deno.test("build() refuses two FeatureSets of one label, of which only the first would count", () => {
  const other = FeatureSet.fromRecords("cells", [{ voltage: [1], soh: 2 }], {
    features: ["voltage"],
  });
  assert.equal(other.label, cells.label);
  assert.throws(
    () => branched.build([cells, other]),
    /Cannot build a graph for 2 FeatureSets of the label "cells": give each a label of its own/,
  );
  branched.build([cells, cells])[Symbol.dispose]();
});

Deno.test("fromConfig() makes an equal graph", () => {
  const again = ModelGraph.fromConfig(branched.withFrozen(["EncA"]).getConfig());
  assert.deepEqual(again.getConfig(), branched.withFrozen(["EncA"]).getConfig());
});

Deno.test("a node takes from a node, its label, a reference or a whole FeatureSet", () => {
  const first = new ModelNode({ label: "First", model: "mlp", input: cells });
  assert.deepEqual(first.inputs, {
    input: { featureSet: "cells", split: null, selection: {} },
  });
  const second = new ModelNode({ label: "Second", model: "mlp", input: "First" });
  assert.deepEqual(second.inputs, { input: output("First") });
  using built = ModelGraph.of([first, second]).build([cells]);
  assert.deepEqual(built.node("First").inputs.input?.shape, [1, 10]);
});

Deno.test("nodes, builds and exports refuse options that are not there, with what was meant", async () => {
  const odd = { label: "A", model: "mlp", inpt: voltage } as { label: string; model: string };
  assert.throws(() => new ModelNode(odd), /No option "inpt": did you mean "input"/);
  const less = { label: "A", input: voltage } as unknown as { label: string; model: string };
  assert.throws(() => new ModelNode(less), /Option "model" of ModelNode is missing/);
  const seed = { seed: SeedStream.from(1) } as { seeds?: SeedStream };
  assert.throws(() => branched.build([cells], seed), /No option "seed": did you mean "seeds"/);
  const name = { name: "net" } as { label?: string };
  assert.throws(() => ModelGraph.of(branched.nodes, name), /No option "name".*"label"/);
  using built = branched.build([cells]);
  const size = { batchSize: 3 } as { batch?: number };
  await assert.rejects(() => built.toOnnx(["Head"], size), /No option "batchSize"/);
});

Deno.test("build() infers types of numbers, and refuses those that a node does not accept", () => {
  const whole = pureFunction((x) => tf.cast(x, "int32"));
  const first = new ModelNode({ label: "Whole", model: whole, input: voltage });
  const accepts = { input: { dtype: "float32" } } as const;
  const second = new ModelNode({ label: "Next", model: "mlp", input: first, accepts });
  using built = ModelGraph.of([first]).build([cells]);
  assert.equal(built.node("Whole").outputs.output?.dtype, "int32");
  assert.throws(() => ModelGraph.of([first, second]).build([cells]), {
    name: "GraphError",
    message: /Next.input takes dtype float32, and gets int32 from Whole/,
  });
});
