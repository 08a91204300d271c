import assert from "node:assert/strict";
import { pearson, spearman } from "../../../../lib/experiment/metrics/correlation.ts";
import { assertClose } from "./close.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("pearson and spearman are those of SciPy and NumPy", () => {
  compareWithGolden("pearson");
  compareWithGolden("spearman");
});

Deno.test("spearman() is 1 for any outputs that grow with the targets", () => {
  assertClose(spearman([[1], [10], [1000]], [[3], [4], [5]]), 1);
  assertClose(spearman([[1, -1], [10, -10]], [[3, 1], [4, 2]], { multioutput: "raw" }), [1, -1]);
});

Deno.test("pearson() and spearman() of what does not vary are undefined", () => {
  assert.throws(() => pearson([0.1, 0.1, 0.1], [1, 2, 3]), /outputs or targets do not vary/);
  assert.throws(() => spearman([1, 2], [7, 7]), /outputs or targets do not vary/);
  assert.throws(() => pearson([], []), /no sample was added/);
});
