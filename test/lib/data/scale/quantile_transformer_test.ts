import assert from "node:assert/strict";
import fc from "fast-check";
import { QuantileTransformer } from "../../../../lib/data/scale/quantile_transformer.ts";

function fit(values: readonly number[], options = {}): (value: number) => number {
  const matrix = { rows: values.length, features: [Float64Array.from(values)] };
  const fitted = new QuantileTransformer(options).fit(matrix);
  return (value) =>
    fitted.transform({ rows: 1, features: [Float64Array.of(value)] }).features[0]?.[0] ?? NaN;
}

const numbers = fc.uniqueArray(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 3 });

Deno.test("QuantileTransformer keeps the order of numbers, between 0 and 1", () => {
  fc.assert(fc.property(numbers, (values) => {
    const share = fit(values);
    const sorted = values.toSorted((a, b) => a - b);
    const shares = sorted.map(share);
    assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
    assert.deepEqual([shares[0], shares.at(-1)], [0, 1]);
  }));
});

Deno.test("QuantileTransformer sends numbers beyond those it learned from to the ends", () => {
  const share = fit([1, 2, 3]);
  assert.deepEqual([share(-100), share(100), share(2)], [0, 1, 0.5]);
  const normal = fit([1, 2, 3], { output: "normal" });
  assert.ok(Number.isFinite(normal(-100)) && normal(-100) < -5);
  assert.equal(normal(2), 0);
});

Deno.test("QuantileTransformer gives equal numbers the middle of their shares", () => {
  const share = fit([0, 1, 1, 1, 2]);
  assert.equal(share(1), 0.5);
});

Deno.test("QuantileTransformer remembers as many quantiles as it is told", () => {
  const matrix = { rows: 100, features: [Float64Array.from({ length: 100 }, (_, at) => at)] };
  const state = new QuantileTransformer({ quantiles: 5 }).fit(matrix).getState();
  assert.deepEqual(state["quantiles"], [[0, 24.75, 49.5, 74.25, 99]]);
  assert.throws(() => new QuantileTransformer({ quantiles: 0 }), /Cannot remember 0 quantiles/);
});
