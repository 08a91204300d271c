import assert from "node:assert/strict";
import { readWeights } from "../../../../lib/experiment/metrics/weights.ts";

Deno.test("readWeights() gives every place the weight of its sample, or its own", () => {
  const places = { samples: 2, rows: 4 };
  assert.deepEqual(readWeights([2, 0], places), Float64Array.of(2, 2, 0, 0));
  assert.deepEqual(readWeights([[1, 2], [3, 4]], places), Float64Array.of(1, 2, 3, 4));
  assert.deepEqual(readWeights(undefined, places), Float64Array.of(1, 1, 1, 1));
});

Deno.test("readWeights() refuses weights that are negative, no numbers or of another number", () => {
  const two = { samples: 2, rows: 2 };
  assert.throws(() => readWeights([1, -1], two), /with -1: give numbers from 0/);
  assert.throws(() => readWeights([1, NaN], two), /with NaN/);
  assert.throws(() => readWeights([1], two), /2 samples with 1 weights: give one for each$/);
  assert.throws(() => readWeights([1], { samples: 2, rows: 4 }), /or 4, one for each place/);
});
