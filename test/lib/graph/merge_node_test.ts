import assert from "node:assert/strict";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { sum } from "../../../lib/graph/merges/elementwise.ts";
import { merges } from "../../../lib/graph/merges/registry.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
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
  assert.throws(build({ targets: "frist" }), /No strategy of targets .*frist.*"first"/);
  assert.throws(build({ tags: "agree" }), /strategy of tags/);
  assert.throws(build({ ids: "mean" }), /strategy of ids/);
  assert.throws(build({ target: "first" }), /No option "target": did you mean "targets"/);
  for (const kind of ["targets", "tags", "ids"]) {
    assert.throws(build({ [kind]: { from: "Encoder" } }), {
      name: "GraphError",
      message: /No input of Both "Encoder"/,
    });
  }
});
