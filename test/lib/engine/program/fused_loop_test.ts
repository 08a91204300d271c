import assert from "node:assert/strict";
import { splitLoops, writtenInPlace } from "../../../../lib/engine/program/fused_loop.ts";
import { printProgram } from "../../../../lib/engine/program/print.ts";
import type { Program } from "../../../../lib/engine/program/program.ts";
import { verify } from "../../../../lib/engine/program/verify.ts";
import { matrix, operation } from "./program_cases.ts";

const [w, m, x, rate] = [matrix(2, 3), matrix(2, 3), matrix(2, 3), matrix()];
const STATE = { inputs: new Set(["w", "m"]), outputs: new Set(["new w", "new m"]) };

/** A step with momentum: the slope is a product, so that it stays in the body. */
function momentum() {
  const slope = operation("BatchMatMul", [matrix(2, 2), x], {
    transposeA: false,
    transposeB: false,
  });
  const [left = matrix()] = slope.inputs;
  const kept = operation("Add", [m, slope.output], {});
  const change = operation("Multiply", [kept.output, rate], {});
  const moved = operation("Sub", [w, change.output], {});
  const program: Program = {
    inputs: Object.entries({ w, m, x, left, rate }).map(([name, value]) => ({ name, value })),
    constants: [],
    operations: [slope, kept, change, moved],
    outputs: Object.entries({ "new w": moved.output, "new m": kept.output })
      .map(([name, value]) => ({ name, value })),
  };
  verify(program, { pass: "test" });
  return { program, slope, kept, change };
}

Deno.test("splitLoops() leaves what is not done element by element, and hands over its results", () => {
  const { program, slope } = momentum();
  const { body, loops, sources } = splitLoops(program, STATE);
  verify(body, { pass: "splitLoops" });
  assert.equal(
    printProgram(body),
    [
      "%0:f32[2,3] = input x",
      "%1:f32[2,2] = input left",
      "%2:f32[2,3] = BatchMatMul %1 %0 transposeA=false transposeB=false",
      "return for update 0=%2",
    ].join("\n"),
  );
  const [loop] = loops;
  assert.equal(loops.length, 1);
  assert.deepEqual(loop?.operations.map(({ kernel }) => kernel), ["Add", "Multiply", "Sub"]);
  assert.deepEqual([loop?.size, loop?.arrays, loop?.scalars], [6, [m, slope.output, w], [rate]]);
  assert.deepEqual(loop?.outputs.map(({ name }) => name), ["new w", "new m"]);
  assert.deepEqual(sources.get(slope.output), { kind: "result", name: "for update 0" });
  assert.deepEqual([m, rate].map((value) => sources.get(value)), [
    { kind: "input", name: "m" },
    { kind: "input", name: "rate" },
  ]);
});

Deno.test("splitLoops() keeps what else needs a result in the body", () => {
  const { program: step, change } = momentum();
  const total = operation("Sum", [change.output], { axis: [0, 1], keepDims: false });
  const program = {
    ...step,
    operations: [...step.operations, total],
    outputs: [{ name: "loss", value: total.output }, ...step.outputs],
  };
  const { body, loops } = splitLoops(program, STATE);
  verify(body, { pass: "splitLoops" });
  assert.deepEqual(
    body.operations.map(({ kernel }) => kernel),
    ["BatchMatMul", "Add", "Multiply", "Sum"],
  );
  assert.deepEqual(loops.map(({ operations }) => operations.map(({ kernel }) => kernel)), [
    ["Sub"],
  ]);
});

Deno.test("splitLoops() hands a told result over a second time, as its reader may keep it", () => {
  const { program, slope } = momentum();
  const told = {
    ...program,
    outputs: [{ name: "result slope", value: slope.output }, ...program.outputs],
  };
  const { body, sources } = splitLoops(told, STATE);
  assert.deepEqual(body.outputs.map(({ name }) => name), ["result slope", "for update 0"]);
  assert.deepEqual(sources.get(slope.output), { kind: "result", name: "for update 0" });
});

Deno.test("splitLoops() makes one loop of each variable's operations", () => {
  const [a, b] = [matrix(2), matrix(5)];
  const operations = [a, b].map((value) => operation("Square", [value], {}));
  const program = {
    inputs: [{ name: "a", value: a }, { name: "b", value: b }],
    constants: [],
    operations,
    outputs: operations.map(({ output }, index) => ({ name: `new ${"ab"[index]}`, value: output })),
  };
  const names = { inputs: new Set(["a", "b"]), outputs: new Set(["new a", "new b"]) };
  const { body, loops } = splitLoops(program, names);
  assert.deepEqual(loops.map(({ size }) => size), [2, 5]);
  assert.deepEqual([body.operations, body.inputs, body.outputs], [[], [], []]);
});

Deno.test("splitLoops() cuts nothing off when no output may leave", () => {
  const { program } = momentum();
  const { body, loops } = splitLoops(program, { inputs: new Set(), outputs: new Set() });
  assert.deepEqual([printProgram(body), loops], [printProgram(program), []]);
});

Deno.test("writtenInPlace() spares what another loop still reads", () => {
  const { program: step } = momentum();
  const former = operation("Neg", [w], {});
  const program = {
    ...step,
    operations: [...step.operations, former],
    outputs: [...step.outputs, { name: "new former", value: former.output }],
  };
  const names = { ...STATE, outputs: new Set([...STATE.outputs, "new former"]) };
  const outputFor = (name: string): string => `new ${name}`;
  assert.deepEqual(writtenInPlace(splitLoops(step, STATE), outputFor), ["m", "w"]);
  assert.deepEqual(writtenInPlace(splitLoops(program, names), outputFor), ["m"]);
});
