import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { arrange, checkDeal, countBatches } from "../../../../lib/data/sample/arrange.ts";

const kinds = ["a", "a", "a", "a", "b", "b", "b", "c", "c", "c"];
const set = FeatureSet.fromColumns("s", { x: kinds.map((_, at) => at), kind: kinds }, {
  features: ["x"],
  tags: ["kind"],
});

function dealt(deal: Parameters<typeof arrange>[1], epoch = 0): number[][] {
  const stream = SeedStream.from(1).split(epoch);
  return arrange(set, deal, { stream }).map((rows) => [...rows]);
}

Deno.test("arrange() cuts samples in their order, and keeps, drops or pads the last batch", () => {
  assert.deepEqual(dealt({ batchSize: 4 }), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]);
  assert.deepEqual(dealt({ batchSize: 4, last: "drop" }).length, 2);
  assert.deepEqual(dealt({ batchSize: 4, last: "pad" })[2], [8, 9, -1, -1]);
});

Deno.test("arrange() deals each sample out once, in another order each epoch, the same for a seed", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(99), (batchSize, epoch) => {
    const batches = dealt({ batchSize, shuffle: true }, epoch);
    assert.deepEqual(batches.flat().toSorted((a, b) => a - b), kinds.map((_, at) => at));
    assert.deepEqual(dealt({ batchSize, shuffle: true }, epoch), batches);
  }));
  assert.notDeepEqual(dealt({ shuffle: true }, 0), dealt({ shuffle: true }, 1));
});

Deno.test("arrange() by groups never mixes two in a batch, and shuffles batches too", () => {
  const batches = dealt({ batchSize: 3, groupBy: "kind", shuffle: true });
  for (const batch of batches) assert.equal(new Set(batch.map((row) => kinds[row])).size, 1);
  const orders = [0, 1, 2, 3, 4].map((epoch) =>
    dealt({ batchSize: 3, groupBy: "kind", shuffle: true }, epoch).map(([row = 0]) => kinds[row])
  );
  assert.ok(new Set(orders.map(String)).size > 1);
});

Deno.test("arrange() by strata takes turns, until the first runs out or all have", () => {
  const turns = dealt({ batchSize: 3, stratifyBy: "kind" });
  assert.deepEqual(turns, [[0, 4, 7], [1, 5, 8], [2, 6, 9]]);
  assert.deepEqual(dealt({ batchSize: 3, stratifyBy: "kind", strict: false })[3], [3]);
  assert.throws(() => dealt({ batchSize: 2, stratifyBy: "kind" }), /batchSize of at least 3/);
});

Deno.test("arrange() gives places where rows repeat, and leaves the view as it is", () => {
  const rows = Int32Array.of(3, 3, 5);
  const stream = SeedStream.from(1);
  const places = arrange({ table: set.table, rows }, { shuffle: true }, { stream, of: "places" });
  assert.deepEqual(places.flatMap((batch) => [...batch]).toSorted(), [0, 1, 2]);
  arrange({ table: set.table, rows }, { shuffle: true }, { stream });
  assert.deepEqual([...rows], [3, 3, 5]);
});

Deno.test("countBatches() is the number of batches that arrange() makes", () => {
  for (const last of ["keep", "drop", "pad"] as const) {
    for (const batchSize of [1, 3, 5, 10, 11]) {
      assert.equal(countBatches(10, { batchSize, last }), dealt({ batchSize, last }).length);
    }
  }
});

Deno.test("checkDeal() refuses sizes that are none, and groups with strata", () => {
  assert.throws(() => checkDeal({ batchSize: 0 }), /batches of 0 samples/);
  assert.throws(() => checkDeal({ groupBy: "a", stratifyBy: "b" }), /choose groupBy or stratifyBy/);
});
