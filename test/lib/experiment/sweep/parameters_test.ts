import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../../lib/core/seed.ts";
import {
  checkRange,
  choice,
  drawFrom,
  gridOf,
  integers,
  logUniform,
  uniform,
} from "../../../../lib/experiment/sweep/parameters.ts";

Deno.test("gridOf() lists values, whole numbers, and steps of ranges whose ends are met", () => {
  assert.deepEqual(gridOf("a", choice(["x", "y"])), ["x", "y"]);
  assert.deepEqual(gridOf("a", integers([2, 5])), [2, 3, 4, 5]);
  assert.deepEqual(gridOf("a", integers([1, 9], { steps: 3 })), [1, 5, 9]);
  assert.deepEqual(gridOf("a", uniform([0, 1], { steps: 3 })), [0, 0.5, 1]);
  const rates = gridOf("a", logUniform([1e-3, 1e-1], { steps: 3 })) as number[];
  assert.deepEqual([rates[0], rates[2]], [1e-3, 1e-1]);
  assert.ok(Math.abs((rates[1] ?? 0) - 1e-2) < 1e-15);
  assert.throws(
    () => gridOf("rate", uniform([0, 1])),
    /Cannot make a grid of "rate".*give it steps/,
  );
});

Deno.test("drawFrom() stays within its range", () => {
  const bounds = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 51, max: 99 }));
  fc.assert(fc.property(bounds, fc.nat(), (range, seed) => {
    const seeds = SeedStream.from(seed);
    for (const make of [uniform, logUniform, integers]) {
      const drawn = drawFrom(make(range), seeds) as number;
      assert.ok(drawn >= range[0] && drawn <= range[1]);
      if (make === integers) assert.ok(Number.isInteger(drawn));
    }
  }));
});

Deno.test("logUniform() draws each decade as often", () => {
  const seeds = SeedStream.from(3);
  const range = logUniform([1e-4, 1]);
  const drawn = Array.from({ length: 4000 }, () => drawFrom(range, seeds) as number);
  for (const least of [1e-4, 1e-3, 1e-2, 1e-1]) {
    const count = drawn.filter((one) => one >= least && one < 10 * least).length;
    assert.ok(Math.abs(count - 1000) < 120, `${least}: ${count}`);
  }
});

Deno.test("checkRange() refuses what there is nothing to try of, and names the parameter", () => {
  assert.throws(() => checkRange("hidden", []), /Cannot choose "hidden" from no values/);
  assert.throws(() => checkRange("seed", 3 as never), /Cannot try 3 for "seed": give a list/);
  checkRange("rate", uniform([0, 1]));
});

Deno.test("ranges refuse bounds that mean nothing", () => {
  assert.throws(() => uniform([1, 1]), /the lower one first/);
  assert.throws(() => logUniform([0, 1]), /bounds above 0/);
  assert.throws(() => integers([0.5, 2]), /whole numbers/);
  for (const make of [uniform, logUniform, integers] as unknown as ((...all: number[]) => void)[]) {
    assert.throws(() => make(1, 2), /Cannot draw between 1: give both bounds in a list/);
  }
  assert.throws(() => choice([]), /give at least one/);
  assert.throws(() => uniform([0, 1], { steps: 0 }), /Cannot take 0 steps/);
});
