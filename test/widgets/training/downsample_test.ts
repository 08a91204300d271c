import assert from "node:assert/strict";
import fc from "fast-check";
import { downsample } from "../../../widgets/training/downsample.ts";

Deno.test("downsample() keeps the peaks of a line", () => {
  const x = Array.from({ length: 1000 }, (_, at) => at);
  const y = x.map((at) => at === 333 ? 50 : at === 777 ? -50 : Math.sin(at / 50));
  const kept = downsample({ x, y }, 40);
  assert.equal(kept.x.length, 40);
  assert.ok(kept.x.includes(333) && kept.x.includes(777));
});

Deno.test("downsample() keeps ends and order, and takes only points of the line", () => {
  const lines = fc.array(fc.double({ noNaN: false }), { minLength: 3, maxLength: 200 });
  fc.assert(fc.property(lines, fc.integer({ min: 3, max: 50 }), (y, most) => {
    const x = y.map((_, at) => at);
    const kept = downsample({ x, y }, most);
    assert.equal(kept.x.length, Math.min(most, y.length));
    assert.deepEqual([kept.x[0], kept.x.at(-1)], [0, y.length - 1]);
    assert.deepEqual(kept.x, [...new Set(kept.x)].toSorted((a, b) => a - b));
    assert.deepEqual(kept.y, kept.x.map((at) => y[at]));
  }));
});

Deno.test("downsample() gives short lines back as they are, and refuses to keep two points", () => {
  const points = { x: [1, 2, 3], y: [1, 2, 3] };
  assert.equal(downsample(points, 3), points);
  assert.throws(() => downsample(points, 2), /Cannot keep 2 points/);
});
