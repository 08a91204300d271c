import assert from "node:assert/strict";
import { cohenKappa, matthews } from "../../../../lib/experiment/metrics/agreement.ts";
import { compareWithGolden } from "./golden.ts";

const labels = { from: "labels" } as const;

Deno.test("cohenKappa and matthews are those of scikit-learn", () => {
  compareWithGolden("cohenKappa");
  compareWithGolden("matthews");
});

Deno.test("cohenKappa() is undefined where chance is always right", () => {
  assert.throws(() => cohenKappa([1, 1], [1, 1], labels), /as chance would have it/);
});

Deno.test("matthews() is 0 where one class came out only, and −1 where all is wrong", () => {
  assert.equal(matthews([1, 1, 1], [1, 0, 1], labels), 0);
  assert.equal(matthews([1, 0], [0, 1], labels), -1);
});
