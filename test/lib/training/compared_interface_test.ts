import assert from "node:assert/strict";
import {
  AppliedLoss,
  type LossInput,
  ModelGraph,
  nodeOutput,
  reference,
} from "../../../lib/mod.ts";
import { comparedInterface } from "../../../lib/training/compared_interface.ts";
import { cells, mlp, voltage } from "../graph/cells.ts";

const encoder = mlp("Encoder", { outputShape: [1, 4] });
const head = mlp("Head", { input: encoder });
const loss = new AppliedLoss({ loss: "mse", on: "Head" });

Deno.test("comparedInterface() knows terms of any role, outputs of nodes, and columns that no node takes", () => {
  using built = ModelGraph.of([encoder, head]).build([cells]);
  const shapeOf = (input: LossInput) => comparedInterface(built, { loss, input })?.shape;
  assert.deepEqual(
    ["outputs", "targets.anchor", "weights"].map((term) => shapeOf(term as "outputs")),
    [
      [1],
      [1],
      [],
    ],
  );
  assert.deepEqual(shapeOf(nodeOutput("Encoder")), [1, 4]);
  assert.deepEqual(shapeOf(voltage), [1, 10]);
  assert.deepEqual(shapeOf(reference(cells, { tags: "cell" })), [1]);
  assert.equal(shapeOf(nodeOutput("Encoder", "code")), undefined);
});
