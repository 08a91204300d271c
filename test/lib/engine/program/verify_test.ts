import assert from "node:assert/strict";
import { InvalidProgramError } from "../../../../lib/engine/program/errors.ts";
import { runPasses } from "../../../../lib/engine/program/pass.ts";
import type { Program } from "../../../../lib/engine/program/program.ts";
import { verify } from "../../../../lib/engine/program/verify.ts";
import { matrix, operation, programOf } from "./program_cases.ts";

const x = matrix(2, 3);
const square = operation("Square", [x], {});
const good = programOf({ x, operations: [square], y: square.output });

function refuses(program: Program, pattern: RegExp): void {
  assert.throws(() => verify(program, { pass: "a pass" }), (error) => {
    assert.ok(error instanceof InvalidProgramError);
    assert.equal(error.pass, "a pass");
    assert.match(error.message, pattern);
    return true;
  });
}

Deno.test("verify() accepts a program in order", () => verify(good, { pass: "none" }));

Deno.test("verify() refuses operations before their inputs", () => {
  const later = operation("Neg", [square.output], {});
  refuses({ ...good, operations: [later, square] }, /Neg.*uses what comes later/);
});

Deno.test("verify() refuses other shapes than the operation gives", () => {
  const wrong = { ...square, outputs: [matrix(9)] };
  refuses({ ...good, operations: [wrong] }, /Square gives f32\[2,3\], not f32\[9\]/);
});

Deno.test("verify() refuses what is defined twice, never, or under one name", () => {
  refuses({ ...good, operations: [square, square] }, /defined twice/);
  refuses({ ...good, operations: [] }, /the output y is never computed/);
  refuses({ ...good, outputs: [...good.outputs, ...good.outputs] }, /the name y is used twice/);
});

Deno.test("verify() refuses constants of another size", () => {
  const constant = { value: matrix(3), data: new Float32Array(2) };
  refuses({ ...good, constants: [constant] }, /f32\[3\] has 2 elements/);
});

Deno.test("runPasses() names the pass with the mistake", () => {
  const broken = { name: "lose everything", apply: () => ({ ...good, operations: [] }) };
  assert.throws(() => runPasses(good, [broken]), /after "lose everything"/);
});
