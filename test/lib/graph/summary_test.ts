import assert from "node:assert/strict";
import { readSource, targetOffer } from "../../../lib/graph/data_source.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { branched, cells, voltage } from "./fixtures.ts";

Deno.test("summary() counts parameters and bytes of each node", () => {
  using built = branched().build([cells]);
  const rows = built.summary().map(({ label, parameters, bytes, frozen }) => [
    label,
    parameters,
    bytes,
    frozen,
  ]);
  assert.deepEqual(rows, [
    ["EncA", 10 * 32 + 32 + 32 * 8 + 8, 4 * 616, true],
    ["EncB", 10 * 32 + 32 + 32 * 4 + 4, 4 * 484, false],
    ["Both", 0, 0, false],
    ["Head", 12 * 32 + 32 + 32 + 1, 4 * 449, false],
  ]);
});

Deno.test("summary() estimates what each node keeps of a sample, and more of it in training", () => {
  using built = branched().build([cells]);
  const { Both, Head } = Object.fromEntries(
    built.summary().map(({ label, activations }) => [label, activations]),
  );
  // Both inputs and what they are merged to; nothing can be freed on the way.
  assert.deepEqual(Both, { forward: 4 * (8 + 4 + 12), training: 4 * (8 + 4 + 12) });
  // Product, bias and activation of 32 units, then product and bias of one.
  assert.deepEqual(Head, { forward: 4 * 2 * 32, training: 4 * (12 + 3 * 32 + 2) });
});

Deno.test("summary() counts what estimators have learned, from when they are fitted", () => {
  const inputs = { input: readSource(cells.toView(), { source: voltage }) };
  const targets = readSource(cells.toView(), {
    source: { ...voltage, selection: { targets: "soh" } },
  });
  assert.deepEqual(targetOffer(voltage, [cells]).targets?.shape, [1]);
  const kinds = {
    linearRegression: 10 + 1,
    ridge: 10 + 1,
    pca: 2 * 10 + 10,
    kMeans: 3 * 10,
    kNearestNeighbors: 8 * 11,
    gaussianProcess: 8 * 11,
  };
  const options: Record<string, { components?: number; clusters?: number }> = {
    pca: { components: 2 },
    kMeans: { clusters: 3 },
  };
  for (const [name, wanted] of Object.entries(kinds)) {
    const model = { name, config: options[name] ?? {} };
    using built = ModelGraph.of([new ModelNode({ label: "Own", model, input: voltage })])
      .build([cells]);
    assert.deepEqual(built.summary().map(({ parameters }) => parameters), [0], name);
    const { model: estimator } = built.node("Own");
    assert.ok(estimator.learning === "fit");
    estimator.fit({ inputs, targets });
    assert.deepEqual(
      built.summary().map(({ parameters, bytes }) => [parameters, bytes]),
      [[wanted, 4 * wanted]],
      name,
    );
  }
});
