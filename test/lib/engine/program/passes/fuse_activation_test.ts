import assert from "node:assert/strict";
import { fuseActivation } from "../../../../../lib/engine/program/passes/fuse_activation.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("fuseActivation puts a rectifier next to the product, and its slope on its result", () => {
  const x = matrix(4, 4);
  const product = operation("BatchMatMul", [x, x], { transposeA: false, transposeB: false });
  const apart = operation("Reshape", [product.output], { shape: [2, 2, 4] });
  const rectified = operation("Relu", [apart.output], {});
  const slope = operation("Step", [apart.output], { alpha: 0 });
  const leaky = operation("Step", [apart.output], { alpha: 0.5 });
  const sum = operation("Add", [rectified.output, slope.output], {});
  const whole = operation("Add", [sum.output, leaky.output], {});
  const operations = [product, apart, rectified, slope, leaky, sum, whole];
  assert.deepEqual(
    after(programOf({ x, operations, y: whole.output }), fuseActivation, removeDeadCode),
    [
      "%0:f32[4,4] = input x",
      "%1:f32[4,4] = BatchMatMul %0 %0 transposeA=false transposeB=false",
      "%2:f32[2,2,4] = Reshape %1 shape=[2,2,4]",
      "%3:f32[4,4] = Relu %1",
      "%4:f32[2,2,4] = Reshape %3 shape=[2,2,4]",
      "%5:f32[2,2,4] = Step %4 alpha=0",
      "%6:f32[2,2,4] = Step %2 alpha=0.5",
      "%7:f32[2,2,4] = Add %4 %5",
      "%8:f32[2,2,4] = Add %7 %6",
      "return y=%8",
    ],
  );
});
