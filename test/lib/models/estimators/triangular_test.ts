import assert from "node:assert/strict";
import { inverseOf, solveLower } from "../../../../lib/models/estimators/triangular.ts";
import { near } from "./rig.ts";

/** L of rows (2), (1, 3), (−1, 0.5, 4). */
const lower = { size: 3, data: new Float64Array([2, 0, 0, 1, 3, 0, -1, 0.5, 4]) };

Deno.test("solveLower() undoes the product with a lower triangle", () => {
  near(solveLower(lower, new Float64Array([4, 8, 11])), [2, 2, 3]);
  assert.deepEqual(
    [...solveLower({ size: 0, data: new Float64Array(0) }, new Float64Array(0))],
    [],
  );
});

Deno.test("inverseOf() gives the inverse of the triangle times its transpose", () => {
  const inverse = inverseOf(lower);
  const at = (i: number, j: number) => lower.data[3 * i + j] ?? 0;
  const indices = [0, 1, 2];
  const product = (i: number, j: number) =>
    indices.reduce((sum, k) => sum + at(i, k) * at(j, k), 0);
  for (const i of indices) {
    for (const j of indices) {
      const found = indices.reduce((sum, k) => sum + product(i, k) * (inverse[3 * k + j] ?? 0), 0);
      assert.ok(Math.abs(found - Number(i === j)) < 1e-12);
    }
  }
});
