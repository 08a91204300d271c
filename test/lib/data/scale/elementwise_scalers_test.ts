import assert from "node:assert/strict";
import fc from "fast-check";
import {
  AbsoluteScaler,
  LogScaler,
  NegateScaler,
} from "../../../../lib/data/scale/elementwise_scalers.ts";

function scaled(scaler: LogScaler | AbsoluteScaler | NegateScaler, ...values: number[]): number[] {
  const matrix = { rows: values.length, features: [Float64Array.from(values)] };
  return [...scaler.fit(matrix).transform(matrix).features[0] ?? []];
}

Deno.test("LogScaler keeps 0 at 0, and is exact for small numbers", () => {
  assert.deepEqual(scaled(new LogScaler(), 0, 1e-12), [0, Math.log1p(1e-12)]);
});

Deno.test("LogScaler makes numbers at or below its offset missing instead of infinite", () => {
  assert.deepEqual(scaled(new LogScaler(), -1, -2), [NaN, NaN]);
  assert.deepEqual(scaled(new LogScaler({ offset: 0 }), 0, 1), [NaN, 0]);
  assert.ok(Number.isFinite(scaled(new LogScaler({ offset: 5 }), -4)[0]));
});

Deno.test("LogScaler goes back to the numbers, with any offset", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.nat(9), (value, offset) => {
      const scaler = new LogScaler({ offset: offset + 0.5 });
      const matrix = { rows: 1, features: [Float64Array.of(value)] };
      const back = scaler.inverse?.(scaler.transform(matrix)).features[0]?.[0] ?? NaN;
      assert.ok(Math.abs(back - value) <= 1e-9 * Math.max(1, value), `${back} instead of ${value}`);
    }),
  );
});

Deno.test("AbsoluteScaler has no inverse, as signs are lost; NegateScaler is its own", () => {
  assert.equal(new AbsoluteScaler().inverse, undefined);
  assert.deepEqual(scaled(new AbsoluteScaler(), -2, 3), [2, 3]);
  const negate = new NegateScaler();
  const matrix = { rows: 2, features: [Float64Array.of(-2, 3)] };
  assert.deepEqual(negate.inverse?.(negate.transform(matrix)), matrix);
});
