import assert from "node:assert/strict";
import { foldConstants } from "../../../../../lib/engine/program/passes/fold_constants.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("foldConstants computes what depends on constants only", () => {
  const x = matrix(2);
  const [a, b] = [matrix(2), matrix()];
  const constants = [
    { value: a, data: Float32Array.of(3) },
    { value: b, data: Float32Array.of(2) },
  ];
  const product = operation("Multiply", [a, b], {});
  const sum = operation("Sum", [product.output], { axis: [0], keepDims: false });
  const y = operation("Add", [x, sum.output], {});
  const program = programOf({ x, operations: [product, sum, y], y: y.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[] = constant 12",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});

Deno.test("foldConstants computes a softmax of constants", () => {
  const [x, logits] = [matrix(2), matrix(2)];
  const softmax = operation("Softmax", [logits], {});
  const sum = operation("Add", [x, softmax.output], {});
  const constants = [{ value: logits, data: Float32Array.of(2, 2) }];
  const program = programOf({ x, operations: [softmax, sum], y: sum.output, constants });
  assert.deepEqual(after(program, foldConstants, removeDeadCode), [
    "%0:f32[2] = input x",
    "%1:f32[2] = constant 0.5 …",
    "%2:f32[2] = Add %0 %1",
    "return y=%2",
  ]);
});
