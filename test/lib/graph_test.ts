/** The scenarios of ModularML's how-tos and tutorials that concern graphs. */
import assert from "node:assert/strict";
import { MLP, ModelGraph, ModelNode, reference } from "../../lib/mod.ts";
import { voltages } from "./graph/voltages.ts";

const cells = voltages();
const input = reference(cells, { features: "voltage" });

Deno.test("ModelGraph.of() knows the labels of nodes that are made in place", () => {
  const graph: ModelGraph<"Model"> = ModelGraph.of([
    new ModelNode({ label: "Model", model: new MLP(), input }),
  ]);
  // @ts-expect-error: only labels of its nodes are taken.
  assert.throws(() => graph.node("Modle"), /No node "Modle": did you mean "Model"\?/);
});
