import assert from "node:assert/strict";
import { type Merge, MergeNode } from "../../../lib/graph/merge_node.ts";
import type { MergeOptions } from "../../../lib/graph/merge_strategy.ts";
import { mergeModel, namedMerge, sameShape } from "../../../lib/graph/merges/merge_model.ts";
import { sum } from "../../../lib/graph/merges/elementwise.ts";
import { merges } from "../../../lib/graph/merges/registry.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";
import { Predictor } from "../../../lib/training/predictor.ts";
import { cells, voltage } from "./fixtures.ts";

const inputs = [voltage, voltage];

Deno.test("MergeNode takes a merge by its registered name, with or without a config, or by what makes it", () => {
  assert.deepEqual(merges.names, [
    "concat",
    "sum",
    "mean",
    "max",
    "weighted",
    "attention",
    "gated",
  ]);
  for (const name of merges.names) {
    const node = new MergeNode({ label: "Both", merge: name, inputs });
    assert.equal(node.merge.name, name);
    using built = ModelGraph.of([node]).build([cells]);
    assert.ok(built.node("Both").outputs.output);
  }
  assert.equal(new MergeNode({ label: "Both", merge: sum, inputs }).merge.name, "sum");
  const merge = { name: "concat", config: { axis: -1 } };
  using built = ModelGraph.of([new MergeNode({ label: "Both", merge, inputs })]).build([cells]);
  assert.deepEqual(built.node("Both").outputs.output?.shape, [1, 20]);
});

Deno.test("MergeNode refuses names of no merge, what is none, and fewer than two inputs", () => {
  assert.throws(() => new MergeNode({ label: "Both", merge: "sun", inputs }), {
    name: "UnknownNameError",
    message: /did you mean "sum"/,
  });
  const none = 3 as unknown as string;
  assert.throws(() => new MergeNode({ label: "Both", merge: none, inputs }), {
    name: "TypeError",
    message: /a name of "concat"/,
  });
  assert.throws(
    () => new MergeNode({ label: "Both", merge: "sum", inputs: [voltage] }),
    /Cannot merge 1 inputs in "Both": give two or more/,
  );
});

Deno.test("MergeNode refuses strategies that do not exist, and inputs that it does not have", () => {
  const build = (config: Record<string, string | { from: string }>) => () =>
    ModelGraph.of([new MergeNode({ label: "Both", merge: { name: "sum", config }, inputs })])
      .build([cells]);
  assert.throws(build({ targets: "frist" }), /No choice of targets "frist": did you mean "first"/);
  assert.throws(build({ tags: "agree" }), /choice of tags "agree"/);
  assert.throws(build({ ids: "mean" }), /choice of ids "mean"/);
  assert.throws(build({ target: "first" }), /No option "target": did you mean "targets"/);
  for (const kind of ["targets", "tags", "ids"]) {
    assert.throws(build({ [kind]: { from: "Encoder" } }), {
      name: "GraphError",
      message: /No input of Both "Encoder"/,
    });
  }
});

/** Inputs of one shape, multiplied: a merge of one's own. */
function product(options: MergeOptions = {}): Merge {
  return namedMerge("product", {
    options,
    build: ({ inputs }) =>
      mergeModel({
        inputs,
        outputs: { output: sameShape(inputs) },
        call: (tensors) => ({ output: tensors.reduce((all, one) => tf.mul(all, one)) }),
      }),
  });
}

Deno.test("MergeNode takes a merge of one's own, which is saved once it is registered", async () => {
  const scale = new ModelNode({
    label: "Scale",
    model: new MLP({ outputShape: [1, 10] }),
    input: voltage,
  });
  const both = new MergeNode({
    label: "Both",
    merge: product({ ids: "last" }),
    inputs: [scale, voltage],
  });
  const graph = ModelGraph.of([scale, both]);
  using built = graph.build([cells]);
  await assert.rejects(() => built.save("never"), /called "product", which is not registered/);
  merges.register("product", product);
  assert.equal(ModelGraph.fromConfig(graph.getConfig()).fingerprint, graph.fingerprint);
  const samples = { cells: cells.toView() };
  const { Scale, Both } = await new Predictor(built, { threads: 1 }).predict(samples);
  const volts = cells.getFeatures().values;
  Both?.outputs.output?.data.forEach((value, at) => {
    const wanted = Number(Scale?.outputs.output?.data[at]) * (volts[at] ?? NaN);
    assert.ok(Math.abs(Number(value) - wanted) < 1e-6);
  });
});
