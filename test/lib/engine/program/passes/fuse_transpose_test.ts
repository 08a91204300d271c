import assert from "node:assert/strict";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import { fuseTranspose } from "../../../../../lib/engine/program/passes/fuse_transpose.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("fuseTranspose lets products read their operands transposed", () => {
  const x = matrix(2, 3);
  const turned = operation("Transpose", [x], { perm: [1, 0] });
  const product = operation("BatchMatMul", [turned.output, x], {
    transposeA: false,
    transposeB: false,
  });
  const program = programOf({ x, operations: [turned, product], y: product.output });
  assert.deepEqual(after(program, fuseTranspose, removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[3,3] = BatchMatMul %0 %0 transposeA=true transposeB=false",
    "return y=%1",
  ]);
});

Deno.test("fuseTranspose swaps the operands of a product that is transposed", () => {
  const x = matrix(2, 3);
  const product = operation("BatchMatMul", [x, x], { transposeA: true, transposeB: false });
  const turned = operation("Transpose", [product.output], { perm: [1, 0] });
  const program = programOf({ x, operations: [product, turned], y: turned.output });
  assert.deepEqual(after(program, fuseTranspose, removeDeadCode).slice(1), [
    "%1:f32[3,3] = BatchMatMul %0 %0 transposeA=true transposeB=false",
    "return y=%1",
  ]);
  const both = operation("Add", [product.output, turned.output], {});
  const needed = programOf({ x, operations: [product, turned, both], y: both.output });
  assert.equal(runPasses(needed, [fuseTranspose, removeDeadCode]).operations.length, 3);
});
