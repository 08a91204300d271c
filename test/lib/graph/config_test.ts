import assert from "node:assert/strict";
import { canonicalJson, type JsonObject } from "../../../lib/core/json.ts";
import { GraphConfigError } from "../../../lib/graph/check_config.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { branched } from "./fixtures.ts";

Deno.test("fromConfig() keeps the order of inputs, interfaces and what is frozen through JSON", () => {
  const text = canonicalJson(branched().getConfig());
  const again = ModelGraph.fromConfig(JSON.parse(text));
  assert.deepEqual(again.getConfig(), branched().getConfig());
  assert.deepEqual(Object.keys(again.node("Both").inputs), ["second", "first"]);
  assert.deepEqual(again.node("EncB").outputs, branched().node("EncB").outputs);
});

Deno.test("fromConfig() names the place that is not as expected", () => {
  const config = JSON.parse(canonicalJson(branched().getConfig()));
  const cases: readonly [(config: { nodes: Record<string, unknown>[] }) => void, string][] = [
    [({ nodes }) => nodes.push({}), "nodes[4].label"],
    [({ nodes }) => Object.assign(nodes[0] ?? {}, { type: "loop" }), "nodes[0].type"],
    [({ nodes }) => Object.assign(nodes[1] ?? {}, { inputs: {} }), "nodes[1].inputs"],
    [
      ({ nodes }) => Object.assign(nodes[1] ?? {}, { model: { name: "mlp" } }),
      "nodes[1].model.config",
    ],
    [
      ({ nodes }) => Object.assign(nodes[0] ?? {}, { outputs: { output: { range: [1] } } }),
      "nodes[0].outputs.output.range",
    ],
    [
      ({ nodes }) =>
        Object.assign(nodes[0] ?? {}, { inputs: [{ port: "a", source: { node: 3 } }] }),
      "nodes[0].inputs[0].source.node",
    ],
  ];
  for (const [damage, path] of cases) {
    const damaged = structuredClone(config);
    damage(damaged);
    assert.throws(() => ModelGraph.fromConfig(damaged as JsonObject), (error: unknown) => {
      assert.ok(error instanceof GraphConfigError);
      assert.equal(error.path, path);
      return true;
    });
  }
});

Deno.test("fromConfig() names models and merges that are not registered", () => {
  const config = canonicalJson(branched().getConfig());
  for (const [known, unknown] of [['"mlp"', '"mpl"'], ['"concat"', '"conkat"']] as const) {
    const other = JSON.parse(config.replaceAll(known, unknown));
    assert.throws(() => ModelGraph.fromConfig(other), {
      name: "UnknownNameError",
      message: new RegExp(`did you mean ${known}`),
    });
  }
});
