import assert from "node:assert/strict";
import fc from "fast-check";
import { minimize } from "../../../../lib/data/scale/minimize.ts";

Deno.test("minimize() finds the lowest point of parabolas wherever it is", () => {
  fc.assert(fc.property(fc.double({ min: -500, max: 500, noNaN: true }), (lowest) => {
    const found = minimize((at) => (at - lowest) ** 2, { from: [-2, 2] });
    assert.ok(Math.abs(found - lowest) <= 1e-6 * Math.max(1, Math.abs(lowest)), `${found}`);
  }));
});

Deno.test("minimize() walks down valleys that are no parabolas, with few calls", () => {
  const valleys: readonly [number, (at: number) => number][] = [
    [Math.log(3), (at) => Math.exp(at) - 3 * at],
    [1.5, (at) => Math.abs(at - 1.5)],
    [-4, (at) => (at + 4) ** 4],
    [0.7, (at) => -Math.exp(-((at - 0.7) ** 2))],
  ];
  for (const [lowest, valley] of valleys) {
    let calls = 0;
    const found = minimize((at) => {
      calls++;
      return valley(at);
    }, { from: [-2, 2] });
    assert.ok(Math.abs(found - lowest) < 1e-3, `${found} instead of ${lowest}`);
    assert.ok(calls < 120, `${calls} calls`);
  }
});

Deno.test("minimize() ends where a function is flat or never rises", () => {
  assert.ok(Number.isFinite(minimize(() => 1, { from: [-2, 2] })));
  assert.ok(minimize((at) => -at, { from: [-2, 2] }) > 1e6);
});
