import assert from "node:assert/strict";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("removeDeadCode drops what no output needs, constants included", () => {
  const x = matrix(2);
  const y = operation("Square", [x], {});
  const dead = operation("Neg", [y.output], {});
  const constants = [{ value: matrix(2), data: Float32Array.of(1, 2) }];
  assert.deepEqual(
    after(programOf({ x, operations: [y, dead], y: y.output, constants }), removeDeadCode),
    [
      "%0:f32[2] = input x",
      "%1:f32[2] = Square %0",
      "return y=%1",
    ],
  );
});
