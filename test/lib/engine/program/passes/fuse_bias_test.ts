import assert from "node:assert/strict";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import { fuseBias } from "../../../../../lib/engine/program/passes/fuse_bias.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("fuseBias lets products start from a bias, across a reshape too", () => {
  const [x, bias] = [matrix(4, 4), matrix(4)];
  const constants = [{ value: bias, data: Float32Array.of(1, 2, 3, 4) }];
  const attrs = { transposeA: false, transposeB: true };
  const product = operation("BatchMatMul", [x, x], attrs);
  const apart = operation("Reshape", [product.output], { shape: [2, 2, 4] });
  const sum = operation("Add", [bias, apart.output], {});
  const operations = [product, apart, sum];
  assert.deepEqual(
    after(programOf({ x, operations, y: sum.output, constants }), fuseBias, removeDeadCode),
    [
      "%0:f32[4,4] = input x",
      "%1:f32[4] = constant 1 2 3 4",
      "%2:f32[4,4] = _FusedMatMul %0 %0 %1 transposeA=false transposeB=true",
      "%3:f32[2,2,4] = Reshape %2 shape=[2,2,4]",
      "return y=%3",
    ],
  );
});

Deno.test("fuseBias keeps products that others need, and biases along other axes", () => {
  const x = matrix(4, 4);
  const product = operation("BatchMatMul", [x, x], { transposeA: false, transposeB: false });
  const column = matrix(4, 1);
  const sum = operation("Add", [product.output, column], {});
  const twice = operation("Multiply", [product.output, product.output], {});
  const both = operation("Add", [sum.output, twice.output], {});
  const constants = [{ value: column, data: Float32Array.of(1, 2, 3, 4) }];
  const operations = [product, sum, twice, both];
  const program = programOf({ x, operations, y: both.output, constants });
  assert.deepEqual(runPasses(program, [fuseBias]), program);
});

Deno.test("fuseBias lets convolutions with channels last start from a bias", () => {
  const [x, filter, bias] = [matrix(1, 4, 4, 1), matrix(3, 3, 1, 2), matrix(2)];
  const constants = [filter, bias].map((value) => ({ value, data: Float32Array.of(1) }));
  const attrs = { strides: 1, pad: "same", dilations: 1 } as const;
  const kernels = (dataFormat: "NHWC" | "NCHW", row: readonly number[]) => {
    const y = operation("Conv2D", [x, filter], { ...attrs, dataFormat });
    const other = { value: matrix(...row), data: Float32Array.of(1) };
    const sum = operation("Add", [y.output, other.value], {});
    const all = [...constants, other];
    return runPasses(programOf({ x, operations: [y, sum], y: sum.output, constants: all }), [
      fuseBias,
      removeDeadCode,
    ]).operations.map(({ kernel }) => kernel);
  };
  assert.deepEqual(kernels("NHWC", [2]), ["FusedConv2D"]);
  assert.deepEqual(kernels("NHWC", [4, 1]), ["Conv2D", "Add"]);
});
