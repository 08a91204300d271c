import assert from "node:assert/strict";
import { explainedVariance, r2 } from "../../../../lib/experiment/metrics/explained.ts";
import { assertClose } from "./close.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("r2 and explainedVariance are those of scikit-learn", () => {
  compareWithGolden("r2");
  compareWithGolden("explainedVariance");
});

Deno.test("r2() of targets that do not vary is 1 or 0, or undefined when it is asked to be", () => {
  const targets = [0.1, 0.1, 0.1];
  assert.equal(r2(targets, targets), 1);
  assert.equal(r2([0.1, 0.1, 0.2], targets), 0);
  assert.throws(
    () => r2(targets, targets, { forceFinite: false }),
    /targets of an output do not v/,
  );
});

Deno.test("r2() takes two samples, explainedVariance() one", () => {
  assert.throws(() => r2([1], [1]), /it takes 2 samples, and there is 1/);
  assert.equal(explainedVariance([2], [1]), 1);
  assert.throws(() => explainedVariance([], []), /no sample was added/);
});

Deno.test("r2() keeps its digits where numbers vary little about a large mean", () => {
  const targets = [1, 2, 3, 4].map((value) => 1e9 + value);
  const outputs = [1, 2, 3, 5].map((value) => 1e9 + value);
  assertClose(r2(outputs, targets), 0.8, { tolerance: 1e-12 });
});
