import assert from "node:assert/strict";
import fc from "fast-check";
import { fingerprint } from "../../../lib/core/json.ts";
import { scatterShuffle } from "../../../lib/core/scatter_shuffle.ts";
import { SeedStream } from "../../../lib/core/seed.ts";

function counted(length: number): Int32Array {
  return Int32Array.from({ length }, (_, at) => at);
}

Deno.test("scatterShuffle() keeps every integer, and leaves the list it was given as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 600 }), fc.integer(), (items, seed) => {
      const given = Int32Array.from(items);
      const shuffled = scatterShuffle(given, SeedStream.from(seed));
      assert.deepEqual([...given], items);
      assert.deepEqual(shuffled.sort(), given.sort());
    }),
    { numRuns: 50 },
  );
});

Deno.test("scatterShuffle() of a number gives the order of the integers below it", () => {
  fc.assert(
    fc.property(fc.nat(70_000), fc.integer(), (length, seed) => {
      const order = scatterShuffle(length, SeedStream.from(seed));
      assert.deepEqual(order, scatterShuffle(counted(length), SeedStream.from(seed)));
      assert.deepEqual(order.sort(), counted(length));
    }),
    { numRuns: 10 },
  );
});

Deno.test("scatterShuffle() gives the orders that saved splits were made in", () => {
  const golden = {
    32_769: "51934c184b63f5c4",
    1_000_000: "cceb621dd8693732",
    8_500_000: "0b8ca568117b385c",
  };
  for (const [length, start] of Object.entries(golden)) {
    const order = scatterShuffle(Number(length), SeedStream.from(13));
    assert.equal(fingerprint(order).slice(0, start.length), start, length);
  }
});

Deno.test("scatterShuffle() gives every order of four about equally often", () => {
  const stream = SeedStream.from(3);
  const counts = new Map<string, number>();
  for (let round = 0; round < 12_000; round++) {
    const order = scatterShuffle(counted(4), stream).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const square = counts.values().reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
  assert.equal(counts.size, 24);
  // The chi-square distribution of 23 degrees of freedom goes beyond 49.7 once in a thousand times.
  assert.ok(square < 49.7, String(square));
});

Deno.test("scatterShuffle() sends each place of a long list anywhere, and neighbours apart", () => {
  const length = 120_000;
  const stream = SeedStream.from(11);
  const [cells, rounds] = [10, 20];
  const counts = new Int32Array(cells * cells);
  let [ascents, fixed] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const order = scatterShuffle(counted(length), stream);
    for (const [at, item] of order.entries()) {
      const cell = Math.floor(at * cells / length) * cells + Math.floor(item * cells / length);
      counts[cell] = (counts[cell] as number) + 1;
      if (at > 0 && (order[at - 1] as number) < item) ascents++;
      if (item === at) fixed++;
    }
  }
  const mean = rounds * length / cells ** 2;
  for (const count of counts) {
    assert.ok(Math.abs(count - mean) < 5 * Math.sqrt(mean), String(count));
  }
  assert.ok(Math.abs(ascents / (rounds * length) - 0.5) < 0.002, String(ascents));
  // One item in its place is expected of each order, whatever its length.
  assert.ok(fixed > 5 && fixed < 45, String(fixed));
});

Deno.test("scatterShuffle() shuffles buckets that are too long for sixteen bits as well", () => {
  const order = scatterShuffle(counted(9_000_000), SeedStream.from(1));
  const seen = new Uint8Array(order.length);
  for (const item of order) seen[item] = 1;
  assert.equal(seen.indexOf(0), -1);
  let ascents = 0;
  for (let at = 1; at < order.length; at++) {
    if ((order[at - 1] as number) < (order[at] as number)) ascents++;
  }
  assert.ok(Math.abs(ascents / order.length - 0.5) < 0.001, String(ascents));
});
