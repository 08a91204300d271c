import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { firstGuesses } from "../../../../lib/models/estimators/first_guesses.ts";

const x = { rows: 6, columns: 1, data: Float64Array.of(0, 0, 0, 100, 100, 200) };

Deno.test("firstGuesses() draws samples that lie apart, and never those that count for nothing", () => {
  const weights = Float64Array.of(1, 1, 1, 1, 1, 1);
  for (let seed = 0; seed < 20; seed++) {
    const drawn = firstGuesses({ x, y: x, weights }, { clusters: 3, seeds: SeedStream.from(seed) });
    assert.deepEqual([...drawn.data].sort((a, b) => a - b), [0, 100, 200]);
  }
  const some = Float64Array.of(0, 0, 1, 0, 1, 0);
  const { data } = firstGuesses({ x, y: x, weights: some }, {
    clusters: 2,
    seeds: SeedStream.from(1),
  });
  assert.deepEqual([...data].sort((a, b) => a - b), [0, 100]);
});

Deno.test("firstGuesses() refuses more clusters than samples", () => {
  const table = { x, y: x, weights: new Float64Array(6).fill(1) };
  assert.throws(
    () => firstGuesses(table, { clusters: 7, seeds: SeedStream.from(0) }),
    /cannot find 7 clusters among 6 samples: give more samples, or fewer clusters/,
  );
});
