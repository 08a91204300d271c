import assert from "node:assert/strict";
import { affine } from "../../../../lib/models/estimators/affine.ts";

Deno.test("affine() multiplies rows by a matrix and adds the offset to each", () => {
  const x = { rows: 2, columns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const weights = Float64Array.of(1, 0, 0, 1, 10, 100);
  assert.deepEqual(affine(x, { weights, offset: Float64Array.of(0.5, -0.5) }), {
    rows: 2,
    columns: 2,
    data: Float64Array.of(31.5, 301.5, 64.5, 604.5),
  });
});
