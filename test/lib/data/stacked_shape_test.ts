import assert from "node:assert/strict";
import { stackedNames, stackedShape } from "../../../lib/data/stacked_shape.ts";

Deno.test("stackedShape() of one shape is as many of it; of scalars and vectors, all their numbers", () => {
  assert.deepEqual(stackedShape([[]]), [1]);
  assert.deepEqual(stackedShape([[8, 8], [8, 8]]), [2, 8, 8]);
  assert.deepEqual(stackedShape([[], [3], []]), [5]);
  assert.deepEqual(stackedShape([[2], [3]]), [5]);
});

Deno.test("stackedShape() is nothing where a matrix stands beside another shape", () => {
  assert.equal(stackedShape([[8, 8], []]), undefined);
  assert.equal(stackedShape([[8, 8], [8, 9]]), undefined);
});

Deno.test("stackedNames() are of columns where all have one shape, else of numbers", () => {
  const [x, y] = [{ name: "x", shape: [2] }, { name: "y", shape: [] }];
  assert.deepEqual(stackedNames([x, { ...x, name: "z" }]), ["x", "z"]);
  assert.deepEqual(stackedNames([y, x]), ["y", "x[0]", "x[1]"]);
});
