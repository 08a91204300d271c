import assert from "node:assert/strict";
import { minimize } from "../../../../lib/models/estimators/lbfgs.ts";
import { near } from "./rig.ts";

function rosenbrock([x = 0, y = 0]: Float64Array) {
  return {
    value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    gradient: new Float64Array([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)]),
  };
}

Deno.test("minimize() finds the end of Rosenbrock's valley", () => {
  near(minimize(rosenbrock, new Float64Array([-1.2, 1])), [1, 1], 1e-7);
});

Deno.test("minimize() finds the least of a bowl of 40 axes in few steps", () => {
  let calls = 0;
  const bowl = (at: Float64Array) => {
    calls++;
    const gradient = at.map((value, axis) => 2 * (axis + 1) * (value - axis));
    return { value: at.reduce((sum, x, axis) => sum + (axis + 1) * (x - axis) ** 2, 0), gradient };
  };
  near(minimize(bowl, new Float64Array(40)), Array.from({ length: 40 }, (_, axis) => axis), 1e-7);
  assert.ok(calls < 120, `${calls} calls`);
});

Deno.test("minimize() stays where the slope is flat, and stops after the steps it is given", () => {
  assert.deepEqual([...minimize(rosenbrock, new Float64Array([1, 1]))], [1, 1]);
  const [x = 0] = minimize(rosenbrock, new Float64Array([-1.2, 1]), { maxSteps: 2 });
  assert.ok(Math.abs(x - 1) > 0.1);
});
