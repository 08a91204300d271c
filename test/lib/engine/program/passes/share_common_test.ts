import assert from "node:assert/strict";
import { runPasses } from "../../../../../lib/engine/program/pass.ts";
import { removeDeadCode } from "../../../../../lib/engine/program/passes/remove_dead_code.ts";
import { shareCommon } from "../../../../../lib/engine/program/passes/share_common.ts";
import { after, matrix, operation, programOf } from "../program_cases.ts";

Deno.test("shareCommon computes the same only once, down to what follows from it", () => {
  const x = matrix(2);
  const twins = [0, 1].map(() => operation("Square", [x], {}));
  const negated = twins.map(({ output }) => operation("Neg", [output], {}));
  const [first, second] = negated.map(({ output }) => output);
  if (!first || !second) throw new Error("Cannot test without operations");
  const sum = operation("Add", [first, second], {});
  const operations = [...twins, ...negated, sum];
  assert.deepEqual(after(programOf({ x, operations, y: sum.output }), shareCommon), [
    "%0:f32[2] = input x",
    "%1:f32[2] = Square %0",
    "%2:f32[2] = Neg %1",
    "%3:f32[2] = Add %2 %2",
    "return y=%3",
  ]);
});

Deno.test("shareCommon keeps operations with other attributes apart", () => {
  const x = matrix(2, 2);
  const [rows, columns] = [0, 1].map((axis) =>
    operation("Sum", [x], { axis: [axis], keepDims: false })
  );
  if (!rows || !columns) throw new Error("Cannot test without operations");
  const sum = operation("Add", [rows.output, columns.output], {});
  const program = programOf({ x, operations: [rows, columns, sum], y: sum.output });
  assert.equal(runPasses(program, [shareCommon]).operations.length, 3);
});

Deno.test("shareCommon shares long constants of the same content, type and shape", () => {
  const x = matrix(100);
  const values = [matrix(100), matrix(100), matrix(100), matrix(100)];
  const elements = Float32Array.from({ length: 100 }, (_, index) => index);
  const constants = values.map((value, index) => ({
    value,
    data: index === 2 ? elements.toReversed() : elements.slice(),
  }));
  const sums: ReturnType<typeof operation<"Add">>[] = [];
  for (const value of values) sums.push(operation("Add", [sums.at(-1)?.output ?? x, value], {}));
  const program = programOf({ x, operations: sums, y: sums.at(-1)?.output ?? x, constants });
  assert.equal(runPasses(program, [shareCommon, removeDeadCode]).constants.length, 2);
});
