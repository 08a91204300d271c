import assert from "node:assert/strict";
import fc from "fast-check";
import {
  moments,
  present,
  quantile,
  sortedPresent,
} from "../../../../lib/data/scale/statistics.ts";

// In steps that no rounding turns around.
const numbers = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1 });

Deno.test("sortedPresent() leaves out NaN, and the values as they are", () => {
  const values = Float32Array.of(3, NaN, -1, NaN, 2);
  assert.deepEqual([...sortedPresent(values)], [-1, 2, 3]);
  assert.deepEqual([...values], [3, NaN, -1, NaN, 2]);
  assert.equal(sortedPresent(Float64Array.of(NaN)).length, 0);
});

Deno.test("quantile() goes from the least to the greatest and never back", () => {
  fc.assert(fc.property(numbers, (values) => {
    const sorted = Float64Array.from(values).sort();
    assert.equal(quantile(sorted, 0), sorted[0]);
    assert.equal(quantile(sorted, 1), sorted.at(-1));
    const shares = [0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => quantile(sorted, share));
    assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
  }));
});

Deno.test("quantile() lies between neighbours in proportion, as in NumPy", () => {
  // numpy.quantile([1, 2, 4, 8], [0.1, 0.5, 0.9])
  const sorted = Float64Array.of(1, 2, 4, 8);
  const found = [0.1, 0.5, 0.9].map((share) => Number(quantile(sorted, share).toFixed(12)));
  assert.deepEqual(found, [1.3, 3, 6.8]);
  assert.equal(quantile(new Float64Array(0), 0.5), 0);
});

Deno.test("moments() of numbers far from zero loses nothing, where the sum of squares would", () => {
  const { mean, variance, scale } = moments(Float64Array.of(1e9 + 1, 1e9 + 2, NaN, 1e9 + 3));
  assert.equal(mean, 1e9 + 2);
  assert.ok(Math.abs(variance - 2 / 3) < 1e-12);
  assert.ok(Math.abs(scale - Math.sqrt(2 / 3)) < 1e-12);
});

Deno.test("moments() takes the noise of rounding for a constant, and nothing for mean 0", () => {
  assert.equal(moments(Float64Array.from({ length: 9 }, () => 0.1)).scale, 1);
  assert.deepEqual(moments(Float64Array.of(NaN, NaN)), { mean: 0, variance: 0, scale: 1 });
});

Deno.test("present() gives 0 for statistics of nothing", () => {
  assert.deepEqual([present(0, NaN), present(2, 5)], [0, 5]);
});
