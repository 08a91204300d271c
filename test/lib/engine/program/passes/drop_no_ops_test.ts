import assert from "node:assert/strict";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import { dropNoOps } from "../../../../../lib/engine/program/passes/drop_no_ops.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("dropNoOps joins reshapes and drops those without effect", () => {
  const x = matrix(2, 3);
  const flat = operation("Reshape", [x], { shape: [6] });
  const back = operation("Reshape", [flat.output], { shape: [2, 3] });
  const same = operation("Transpose", [back.output], { perm: [0, 1] });
  const tall = operation("Reshape", [same.output], { shape: [3, 2] });
  const program = programOf({ x, operations: [flat, back, same, tall], y: tall.output });
  assert.deepEqual(after(program, dropNoOps, removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[3,2] = Reshape %0 shape=[3,2]",
    "return y=%1",
  ]);
});

Deno.test("dropNoOps drops sums with zero, products with one, and slices of everything", () => {
  const x = matrix(2, 3);
  const [zero, one] = [matrix(), matrix(3)];
  const constants = [
    { value: zero, data: Float32Array.of(0) },
    { value: one, data: Float32Array.of(1) },
  ];
  const sum = operation("Add", [zero, x], {});
  const product = operation("Multiply", [sum.output, one], {});
  const attrs = { begin: [0, 0], size: [2, 3], strides: [1, 1] };
  const slice = operation("StridedSlice", [product.output], attrs);
  const square = operation("Square", [slice.output], {});
  const operations = [sum, product, slice, square];
  assert.deepEqual(
    after(programOf({ x, operations, y: square.output, constants }), dropNoOps, removeDeadCode),
    ["%0:f32[2,3] = input x", "%1:f32[2,3] = Square %0", "return y=%1"],
  );
});

Deno.test("dropNoOps joins transpositions and drops those that undo each other", () => {
  const x = matrix(2, 3, 4);
  const first = operation("Transpose", [x], { perm: [1, 2, 0] });
  const second = operation("Transpose", [first.output], { perm: [0, 2, 1] });
  const third = operation("Transpose", [second.output], { perm: [1, 0, 2] });
  const operations = [first, second, third];
  assert.deepEqual(
    after(programOf({ x, operations, y: second.output }), dropNoOps, removeDeadCode).slice(1),
    ["%1:f32[3,2,4] = Transpose %0 perm=[1,0,2]", "return y=%1"],
  );
  assert.deepEqual(
    after(programOf({ x, operations, y: third.output }), dropNoOps, removeDeadCode),
    ["%0:f32[2,3,4] = input x", "return y=%0"],
  );
});

Deno.test("dropNoOps keeps sums with zero that broadcast", () => {
  const x = matrix(3);
  const zeros = matrix(2, 3);
  const sum = operation("Add", [x, zeros], {});
  const constants = [{ value: zeros, data: Float32Array.of(0) }];
  const program = programOf({ x, operations: [sum], y: sum.output, constants });
  assert.equal(runPasses(program, [dropNoOps]).operations.length, 1);
});
