import assert from "node:assert/strict";
import { medianAbsoluteError } from "../../../../lib/experiment/metrics/median_error.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("medianAbsoluteError is that of scikit-learn", () => {
  compareWithGolden("medianAbsoluteError");
});

Deno.test("medianAbsoluteError() takes the mean of two errors that share the middle", () => {
  assert.equal(medianAbsoluteError([1, 2, 3, 8], [0, 0, 0, 0]), 2.5);
  assert.equal(medianAbsoluteError([1, 2, 3], [0, 0, 0], { weights: [2, 1, 1] }), 1.5);
  assert.equal(medianAbsoluteError([1, 2, 3], [0, 0, 0], { weights: [1, 1, 2.5] }), 3);
});
