import assert from "node:assert/strict";
import { invertDivisors } from "../../../../../lib/engine/program/passes/invert_divisors.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import type { Program } from "../../../../../lib/engine/program/program.ts";
import { after, matrix, operation } from "../program_cases.ts";

Deno.test("invertDivisors lets updates multiply, and divides everywhere else", () => {
  const [x, total, two] = [matrix(2, 3), matrix(), matrix()];
  const before = operation("RealDiv", [x, total], {});
  const slope = operation("Exp", [before.output], {});
  const updates = [
    operation("RealDiv", [slope.output, total], {}),
    operation("RealDiv", [slope.output, two], {}),
    operation("RealDiv", [slope.output, total], {}),
  ] as const;
  const [a, b, c] = updates;
  const sum = operation("Add", [a.output, b.output], {});
  const last = operation("RealDiv", [sum.output, c.output], {});
  const program: Program = {
    inputs: [{ name: "x", value: x }, { name: "total", value: total }],
    constants: [{ value: two, data: Float32Array.of(2) }],
    operations: [before, slope, ...updates, sum, last],
    outputs: [{ name: "new w", value: last.output }],
  };
  assert.deepEqual(after(program, invertDivisors(new Set(["new w"])), removeDeadCode), [
    "%0:f32[2,3] = input x",
    "%1:f32[] = input total",
    "%2:f32[] = constant 0.5",
    "%3:f32[2,3] = RealDiv %0 %1",
    "%4:f32[2,3] = Exp %3",
    "%5:f32[] = Reciprocal %1",
    "%6:f32[2,3] = Multiply %4 %5",
    "%7:f32[2,3] = Multiply %4 %2",
    "%8:f32[2,3] = Multiply %4 %5",
    "%9:f32[2,3] = Add %6 %7",
    "%10:f32[2,3] = RealDiv %9 %8",
    "return new w=%10",
  ]);
  const elsewhere = after(program, invertDivisors(new Set()));
  assert.ok(!elsewhere.some((line) => line.includes("Reciprocal")));
});
