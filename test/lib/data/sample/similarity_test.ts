import assert from "node:assert/strict";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import {
  checkCondition,
  similarity,
  type SimilarityCondition,
} from "../../../../lib/data/sample/similarity.ts";

function score(distance: number, condition: SimilarityCondition): number {
  const column = buildColumn("x", [0, distance]);
  return similarity(column, { allowFallback: true, ...condition }).score(0, 1);
}

Deno.test("a difference of exactly the tolerance is a match", () => {
  const near = similarity(buildColumn("x", [1, 1.5, 1.6]), { tolerance: 0.5 });
  assert.deepEqual([near.matches(0, 1), near.matches(0, 2)], [true, false]);
  const far = similarity(buildColumn("x", [1, 1.5, 1.6]), { tolerance: 0.5, mode: "dissimilar" });
  assert.deepEqual([far.matches(0, 1), far.matches(0, 2)], [false, true]);
});

Deno.test("scores follow the formulas of ModularML", () => {
  const wide = { minWeight: 0.2, maxWeight: 10 };
  assert.equal(score(0.1, { tolerance: 0.5, weightMode: "linear", ...wide }), 5);
  assert.equal(score(10, { tolerance: 0.5, weightMode: "linear", ...wide }), 0.2);
  assert.equal(score(1e-5, { tolerance: 0.5, weightMode: "linear", ...wide }), 10);
  const far = { mode: "dissimilar", tolerance: 1, ...wide } as const;
  assert.equal(score(5, { weightMode: "linear", ...far }), 5);
  const exponential = score(0.2, { tolerance: 0.5, weightMode: "exp", ...wide });
  assert.ok(Math.abs(exponential - Math.exp(0.6)) < 1e-12);
  assert.ok(Math.abs(score(3, { weightMode: "exp", ...far }) - Math.exp(2)) < 1e-12);
});

Deno.test("texts are equal or not; without fallback a score is 1 or 0", () => {
  const column = buildColumn("x", ["a", "a", "b", null]);
  const same = similarity(column, { weightMode: "linear", maxWeight: 7 });
  assert.deepEqual([same.score(0, 1), same.score(0, 2), same.score(0, 3)], [1, 0, 0]);
  const soft = similarity(column, { allowFallback: true, minWeight: 0.3 });
  assert.deepEqual([soft.score(0, 1), soft.score(0, 2)], [1, 0.3]);
  assert.throws(() => similarity(buildColumn("x", [[1, 2]]), {}), /column of scalars/);
});

Deno.test("scores are numbers where samples are equal without a tolerance, or are no numbers", () => {
  const wide = { minWeight: 0.2, maxWeight: 10 };
  for (const weightMode of ["binary", "linear", "exp"] as const) {
    assert.equal(score(0, { weightMode, ...wide }), 10);
    assert.equal(score(1, { weightMode, ...wide }), 0.2);
    assert.equal(score(0, { weightMode, mode: "dissimilar", ...wide }), 0.2);
    assert.equal(score(1, { weightMode, mode: "dissimilar", ...wide }), 10);
    assert.equal(score(NaN, { weightMode, tolerance: 1, ...wide }), 0.2);
    assert.equal(score(NaN, { weightMode, mode: "dissimilar", tolerance: 1, ...wide }), 10);
    const metric = (): number => NaN;
    assert.equal(score(1, { weightMode, metric, tolerance: 1, ...wide }), 0.2);
  }
});

Deno.test("checkCondition() refuses what means nothing", () => {
  // Neither is kept by a config that is saved.
  assert.throws(() => checkCondition({ tolerance: Infinity }), /Tolerance is Infinity/);
  assert.throws(() => checkCondition({ tolerance: null as never }), /Tolerance is null/);
  assert.throws(() => checkCondition({ maxWeight: Infinity }), /maxWeight is Infinity/);
  assert.throws(() => checkCondition({ tolerance: -1 }), /Tolerance is -1/);
  assert.throws(() => checkCondition({ minWeight: 2 }), /above maxWeight/);
});
