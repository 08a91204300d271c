import assert from "node:assert/strict";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import { flattenProducts } from "../../../../../lib/engine/program/passes/flatten_products.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("flattenProducts leaves products with a batch, and those of matrices, as they are", () => {
  const x = matrix(1, 2, 3);
  const attrs = { transposeA: false, transposeB: true };
  const product = operation("BatchMatMul", [x, x], attrs);
  assert.deepEqual(
    after(programOf({ x, operations: [product], y: product.output }), flattenProducts),
    [
      "%0:f32[1,2,3] = input x",
      "%1:f32[2,3] = Reshape %0 shape=[2,3]",
      "%2:f32[2,3] = Reshape %0 shape=[2,3]",
      "%3:f32[2,2] = BatchMatMul %1 %2 transposeA=false transposeB=true",
      "%4:f32[1,2,2] = Reshape %3 shape=[1,2,2]",
      "return y=%4",
    ],
  );
  for (const other of [matrix(4, 2, 3), matrix(2, 3)]) {
    const product = operation("BatchMatMul", [other, other], attrs);
    const program = programOf({ x: other, operations: [product], y: product.output });
    assert.deepEqual(runPasses(program, [flattenProducts]), program);
  }
});
