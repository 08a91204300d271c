import assert from "node:assert/strict";
import { checkEpoch, samplers } from "../../../../lib/data/sample/sampler.ts";
import "../../../../lib/data/sample/typed_samplers.ts";

Deno.test("checkEpoch() fills in what is left out, and refuses what is no place", () => {
  assert.deepEqual(checkEpoch({}), { epoch: 0, from: 0 });
  assert.deepEqual(checkEpoch({ from: 2 }), { epoch: 0, from: 2 });
  for (const wrong of [-1, 0.5, NaN]) {
    assert.throws(() => checkEpoch({ epoch: wrong }), /Option "epoch" of batches\(\)/);
    assert.throws(() => checkEpoch({ from: wrong }), /give a whole number from 0/);
  }
});

Deno.test("samplers are found by the names that saved configs have", () => {
  const names = ["simple", "window", "role", "paired", "triplet"];
  for (const name of names) assert.ok(samplers.names.includes(name), name);
  const sampler = samplers.get("simple")({ batchSize: 4 });
  assert.deepEqual([sampler.name, sampler.getConfig()], ["simple", { batchSize: 4, seed: 13 }]);
});
