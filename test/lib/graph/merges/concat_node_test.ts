import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { MergeNode } from "../../../../lib/graph/merge_node.ts";
import { ConcatNode } from "../../../../lib/graph/merges/concat_node.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";

const set = FeatureSet.fromColumns("set", { a: [1, 2], b: [3, 4] }, { features: ["a", "b"] });
const [a, b] = [reference(set, { features: "a" }), reference(set, { features: "b" })];

Deno.test("ConcatNode is a merge node with concat, and its graph is made again of its config", () => {
  const node = new ConcatNode({ label: "Both", inputs: [a, b], axis: -1, targets: "first" });
  assert.ok(node instanceof MergeNode);
  assert.deepEqual(node.merge.options, { axis: -1, targets: "first" });
  const graph = ModelGraph.of([node]);
  assert.deepEqual(ModelGraph.fromConfig(graph.getConfig()).getConfig(), graph.getConfig());
  using built = graph.build([set]);
  assert.deepEqual(built.node("Both").outputs.output?.shape, [2]);
});

Deno.test("ConcatNode takes named inputs, and at least two", () => {
  const node = new ConcatNode({ label: "Both", inputs: { left: a, right: b } });
  assert.deepEqual(Object.keys(node.inputs), ["left", "right"]);
  assert.throws(
    () => new ConcatNode({ label: "One", inputs: [a] }),
    /Cannot merge 1 inputs in "One"/,
  );
});
