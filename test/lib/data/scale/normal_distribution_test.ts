import assert from "node:assert/strict";
import fc from "fast-check";
import { normalQuantile, normalShare } from "../../../../lib/data/scale/normal_distribution.ts";
import golden from "./golden.json" with { type: "json" };

Deno.test("normalQuantile() agrees with SciPy in 15 digits, to the farthest tail", () => {
  for (const [at, share] of golden.normal.shares.entries()) {
    const wanted = golden.normal.quantiles[at] ?? NaN;
    assert.ok(Math.abs(normalQuantile(share) - wanted) <= 3e-15 * Math.abs(wanted), `${share}`);
  }
  assert.deepEqual([0, 1, -0.1, 1.1, NaN].map(normalQuantile), [
    -Infinity,
    Infinity,
    NaN,
    NaN,
    NaN,
  ]);
});

Deno.test("normalShare() agrees with SciPy to 10⁻¹⁵", () => {
  for (const [at, value] of golden.normal.values.entries()) {
    assert.ok(Math.abs(normalShare(value) - (golden.normal.below[at] ?? NaN)) <= 1e-15, `${value}`);
  }
  assert.deepEqual([-40, 40, NaN].map(normalShare), [0, 1, NaN]);
});

Deno.test("normalShare() undoes normalQuantile()", () => {
  fc.assert(fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
    assert.ok(Math.abs(normalShare(normalQuantile(share)) - share) < 2e-15);
  }));
});
