import assert from "node:assert/strict";
import { reference } from "../../../lib/data/reference.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { type GroupOptions, groupsOf } from "../../../lib/training/groups.ts";
import { adam } from "../../../lib/training/optimizer.ts";
import { rows } from "./linear_graph.ts";

const trunk = new ModelNode({ label: "Trunk", model: "mlp", input: reference(rows) });
const neck = new ModelNode({ label: "Neck", model: "mlp", input: trunk });
const [left, right] = ["Left", "Right"].map((label) =>
  new ModelNode({ label, model: "mlp", input: neck })
) as [ModelNode, ModelNode];
const graph = ModelGraph.of([trunk, neck, left, right]);
const losses = ["Left", "Right"].map((on) => new AppliedLoss({ loss: "mse", on, label: on }));

function labels(options: Partial<GroupOptions>): string[] {
  using built = graph.build([rows]);
  return groupsOf(built, { losses, ...options }).map(({ nodes }) =>
    nodes.map(({ label }) => label).join("+")
  );
}

Deno.test("groupsOf() joins nodes that the same losses reach, as those always move together", () => {
  assert.deepEqual(labels({}), ["Trunk+Neck", "Left", "Right"]);
  assert.deepEqual(labels({ losses: losses.slice(0, 1) }), ["Trunk+Neck+Left"]);
});

Deno.test("groupsOf() parts nodes of other plans, and those that are said to differ", () => {
  const fast = adam({ learningRate: 0.1 });
  const optimizer = [
    { nodes: ["Trunk", "Left", "Right"], optimizer: "adam" },
    { nodes: ["Neck"], optimizer: fast },
  ];
  assert.deepEqual(labels({ optimizer }), ["Trunk", "Neck", "Left", "Right"]);
  assert.deepEqual(labels({ apart: (label) => label === "Neck" ? "fresh" : "" }), [
    "Trunk",
    "Neck",
    "Left",
    "Right",
  ]);
});
