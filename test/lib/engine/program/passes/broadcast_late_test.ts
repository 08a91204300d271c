import assert from "node:assert/strict";
import { broadcastLate } from "../../../../../lib/engine/program/passes/broadcast_late.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("broadcastLate computes before a broadcast, and lets sums broadcast", () => {
  const [x, few, ones, two] = [matrix(2, 3), matrix(2, 1), matrix(2, 3), matrix()];
  const constants = [
    { value: few, data: Float32Array.of(5, 7) },
    { value: ones, data: Float32Array.of(1) },
    { value: two, data: Float32Array.of(2) },
  ];
  const spread = operation("Multiply", [few, ones], {});
  const half = operation("RealDiv", [spread.output, two], {});
  const sum = operation("Add", [x, half.output], {});
  const operations = [spread, half, sum];
  assert.deepEqual(
    after(programOf({ x, operations, y: sum.output, constants }), broadcastLate, removeDeadCode),
    [
      "%0:f32[2,3] = input x",
      "%1:f32[2,1] = constant 5 7",
      "%2:f32[] = constant 2",
      "%3:f32[2,1] = RealDiv %1 %2",
      "%4:f32[2,3] = Add %0 %3",
      "return y=%4",
    ],
  );
});

Deno.test("broadcastLate keeps broadcasts that leave, are reduced, or meet other small tensors", () => {
  const [x, column, row, ones] = [matrix(2, 3), matrix(2, 1), matrix(3), matrix(2, 3)];
  const constants = [
    { value: column, data: Float32Array.of(5, 7) },
    { value: row, data: Float32Array.of(1, 2, 3) },
    { value: ones, data: Float32Array.of(1) },
  ];
  const tall = operation("Multiply", [column, ones], {});
  const wide = operation("Multiply", [row, ones], {});
  const both = operation("Add", [tall.output, wide.output], {});
  const sum = operation("Sum", [tall.output], { axis: [0, 1], keepDims: true });
  const last = operation("Multiply", [both.output, sum.output], {});
  const whole = operation("Sub", [last.output, x], {});
  const program = programOf({
    x,
    operations: [tall, wide, both, sum, last, whole],
    y: whole.output,
    constants,
  });
  assert.deepEqual(after(program, broadcastLate, removeDeadCode).slice(3), [
    "%3:f32[2,3] = constant 1 …",
    "%4:f32[2,3] = Multiply %1 %3",
    "%5:f32[2,3] = Add %1 %2",
    "%6:f32[1,1] = Sum %4 axis=[0,1] keepDims=true",
    "%7:f32[2,3] = Multiply %5 %6",
    "%8:f32[2,3] = Sub %7 %0",
    "return y=%8",
  ]);
});
