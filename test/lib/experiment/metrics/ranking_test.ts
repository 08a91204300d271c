import assert from "node:assert/strict";
import { averagePrecision, rocAuc } from "../../../../lib/experiment/metrics/ranking.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("rocAuc and averagePrecision are those of scikit-learn", () => {
  compareWithGolden("rocAuc");
  compareWithGolden("averagePrecision");
});

Deno.test("rocAuc() counts equal scores half", () => {
  assert.equal(rocAuc([1, 1, 1, 1], [0, 1, 0, 1]), 0.5);
  assert.equal(rocAuc([0, -0], [0, 1]), 0.5);
  assert.equal(rocAuc([-Infinity, Infinity], [0, 1]), 1);
});

Deno.test("rocAuc() says which class is missing", () => {
  assert.throws(() => rocAuc([1, 2], [1, 1]), /"rocAuc": all samples are of class 1/);
  assert.throws(() => rocAuc([1, 2], [0, 0]), /no sample is of class 1/);
  assert.throws(() => rocAuc([[1, 0, 0], [0, 1, 0]], [0, 1]), /no sample is of class 2/);
  assert.throws(() => averagePrecision([1, 2], [0, 0]), /no sample is of class 1/);
  assert.equal(averagePrecision([1, 2], [1, 1]), 1);
  const gathered = rocAuc.with().start();
  assert.deepEqual([gathered.result(), gathered.reason()], [
    NaN,
    "no sample was added that has a weight above 0",
  ]);
});

Deno.test("rocAuc() refuses a score that is NaN, unless it does not count", () => {
  assert.throws(() => rocAuc([NaN, 1], [0, 1]), /one is NaN: row 0, column 0/);
  assert.equal(rocAuc([NaN, 1, 0], [0, 1, 0], { weights: [0, 1, 1] }), 1);
});
