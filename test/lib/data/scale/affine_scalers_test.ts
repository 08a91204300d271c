import assert from "node:assert/strict";
import {
  MaxAbsScaler,
  MinMaxScaler,
  RobustScaler,
  StandardScaler,
} from "../../../../lib/data/scale/affine_scalers.ts";
import type { Matrix } from "../../../../lib/data/scale/matrix.ts";
import type { Scaler } from "../../../../lib/data/scale/scaler.ts";

function matrix(...values: number[]): Matrix {
  return { rows: values.length, features: [Float64Array.from(values)] };
}

function scaled(scaler: Scaler, from: Matrix, to = from): number[] {
  return [...scaler.fit(from).transform(to).features[0] ?? []];
}

Deno.test("affine scalers bring a constant feature to one value, without dividing by nothing", () => {
  const constant = matrix(7, 7, 7);
  assert.deepEqual(scaled(new StandardScaler(), constant), [0, 0, 0]);
  assert.deepEqual(scaled(new MinMaxScaler({ range: [2, 5] }), constant), [2, 2, 2]);
  assert.deepEqual(scaled(new RobustScaler(), constant), [0, 0, 0]);
  assert.deepEqual(scaled(new MaxAbsScaler(), matrix(0, 0)), [0, 0]);
});

Deno.test("affine scalers learn from what is there, and leave what is missing missing", () => {
  for (
    const scaler of [
      new StandardScaler(),
      new MinMaxScaler(),
      new MaxAbsScaler(),
      new RobustScaler(),
    ]
  ) {
    const [first, missing] = scaled(scaler, matrix(1, NaN, 3));
    assert.ok(Number.isFinite(first), scaler.name);
    assert.ok(Number.isNaN(missing), scaler.name);
  }
});

Deno.test("RobustScaler is not moved by one number far away, where StandardScaler is", () => {
  const [near, far] = [matrix(1, 2, 3, 4, 5, 6, 7), matrix(1, 2, 3, 4, 5, 6, 1e6)];
  assert.equal(scaled(new RobustScaler(), far, near)[0], scaled(new RobustScaler(), near)[0]);
  assert.notEqual(
    scaled(new StandardScaler(), far, near)[0],
    scaled(new StandardScaler(), near)[0],
  );
});

Deno.test("MinMaxScaler keeps going beyond its range for numbers beyond those it learned from", () => {
  assert.deepEqual(scaled(new MinMaxScaler(), matrix(0, 10), matrix(-5, 20)), [-0.5, 2]);
});

Deno.test("what an affine scaler has learned is as precise as float64, its numbers as the column", () => {
  const narrow: Matrix = { rows: 2, features: [Float32Array.of(0, 1)] };
  assert.ok(new StandardScaler().fit(narrow).transform(narrow).features[0] instanceof Float32Array);
});

Deno.test("a fitted scaler refuses another number of features, and says how many it knows", () => {
  const fitted = new StandardScaler().fit(matrix(1, 2));
  const two = { rows: 1, features: [Float64Array.of(1), Float64Array.of(2)] };
  assert.throws(() => fitted.transform(two), /Cannot scale 2 features: the scaler learned from 1/);
});
