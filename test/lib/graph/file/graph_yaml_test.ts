import assert from "node:assert/strict";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { branched } from "../fixtures.ts";

const TEXT = `format: modulab.model-graph/1
label: branched
nodes:
  EncA:
    model: mlp
    options: { outputShape: [ 1, 8 ] }
    input: { featureSet: cells, features: voltage }
    frozen: true
  EncB:
    model: mlp
    options: { outputShape: [ 1, 4 ], activation: tanh }
    input: { featureSet: cells, features: voltage }
    outputs: { output: { domain: embedding, units: "1", range: [ -1, 1 ], meaning: shape } }
    accepts: { input: { domain: signal } }
  Both:
    merge: concat
    options: { axis: -1 }
    inputs: { second: EncB, first: EncA }
  Head:
    model: mlp
    input: Both
`;

Deno.test("toYaml() writes nodes by label, in the order in which they compute", async () => {
  const [encA, encB, both, head] = branched().nodes;
  assert.ok(encA && encB && both && head);
  const graph = new ModelGraph([head, encA, encB, both], { label: "branched", frozen: ["EncA"] });
  assert.equal(await graph.toYaml(), TEXT);
});

Deno.test("fromYaml() gives a graph of the same config", async () => {
  assert.deepEqual((await ModelGraph.fromYaml(TEXT)).getConfig(), branched().getConfig());
});

Deno.test("fromYaml() names the place that is not as expected", async () => {
  const cases: readonly [string, RegExp][] = [
    [TEXT.replace("graph/1", "graph/9"), /format must be modulab.model-graph\/1, and is/],
    [TEXT.replace("merge: concat", "model: mlp\n    merge: concat"), /nodes.Both must be given a/],
    [TEXT.replace("input: Both", "inpt: Both"), /nodes.Head must be given an input/],
    [TEXT.replace("frozen: true", "forzen: true"), /nodes.EncA.forzen must be left out/],
    [TEXT.replace("featureSet: cells", "set: cells"), /inputs\[0\].source.featureSet must be text/],
    [TEXT.replace("[ 1, 8 ]", "[ 1, 8"), /Cannot read the YAML of a graph/],
    [TEXT.replace("model: mlp", "model: &a mlp\n    input: *a"), /Cannot read the YAML of a graph/],
    ["- 1", /the text must be a map/],
  ];
  for (const [text, message] of cases) {
    await assert.rejects(() => ModelGraph.fromYaml(text), { message });
  }
});
