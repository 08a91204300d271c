import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { inFolder } from "../../support/temporary.ts";
import { branched, cells } from "./fixtures.ts";

const other = new ModelNode({
  label: "Head",
  model: { name: "mlp", config: { hidden: 5 } },
  input: { node: "Both", output: "output" },
});

Deno.test("loadWeights() takes all weights of a safetensors file, or those of some nodes", async () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().build([cells], { seeds: SeedStream.from(2) });
  await inFolder(async (folder) => {
    await one.saveWeights(`${folder}/weights.safetensors`);
    const before = two.getState();
    await two.loadWeights(`${folder}/weights.safetensors`, { nodes: ["EncA"] });
    assert.deepEqual(two.getState().EncA, one.getState().EncA);
    assert.deepEqual(two.getState().EncB, before.EncB);
    await two.loadWeights(`${folder}/weights.safetensors`);
    assert.deepEqual(two.getState(), one.getState());
  });
});

Deno.test("loadWeights() changes nothing when one weight does not fit, and says which", async () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().withReplaced("Head", other).build([cells], { seeds: SeedStream.from(2) });
  await inFolder(async (folder) => {
    await one.saveWeights(`${folder}/weights.safetensors`);
    const before = two.getState();
    await assert.rejects(() => two.loadWeights(`${folder}/weights.safetensors`), {
      name: "StateError",
      message: /layers\.0/,
    });
    assert.deepEqual(two.getState(), before);
    await Deno.writeFile(`${folder}/bad.safetensors`, new Uint8Array(9));
    await assert.rejects(() => two.loadWeights(`${folder}/bad.safetensors`), {
      name: "SafetensorsError",
    });
  });
});

Deno.test("setState() changes nothing when a node is missing", () => {
  using one = branched().build([cells], { seeds: SeedStream.from(1) });
  using two = branched().build([cells], { seeds: SeedStream.from(2) });
  const before = two.getState();
  const { Head: _, ...rest } = one.getState();
  assert.throws(() => two.setState(rest), { name: "StateError", message: /lacks the node "Head"/ });
  assert.deepEqual(two.getState(), before);
});

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
