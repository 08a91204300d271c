import assert from "node:assert/strict";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { isComplete } from "../../../kernel/compile/is_complete.ts";
import { tooDeep } from "../../../kernel/compile/nesting.ts";
import { CellSyntaxError } from "../../../kernel/compile/syntax.ts";

const DEEP = {
  parentheses: "(".repeat(20_000) + "1" + ")".repeat(20_000),
  objects: "x=" + "{a:".repeat(20_000) + "1" + "}".repeat(20_000),
  templates: "`${".repeat(20_000) + "1" + "}`".repeat(20_000),
  arrows: "a=>".repeat(20_000) + "1",
  choices: "a?b:".repeat(20_000) + "1",
  elements: "x=" + "<a>".repeat(20_000) + "</a>".repeat(20_000),
  types: "type x=" + "A<".repeat(20_000) + "B" + ">".repeat(20_000),
  sums: "x=" + "1+".repeat(200_000) + "1",
  values: "{a:".repeat(20_000) + "1" + "}".repeat(20_000),
  constructors: "new ".repeat(30_000) + "x",
  alternatives: "if (a) { b; c }" + " else if (a) { b; c }".repeat(30_000),
  loops: "for(;;)".repeat(30_000) + "x",
  keys: "type x = " + "keyof ".repeat(30_000) + "y",
  repetitions: "do\n".repeat(30_000) + ";" + "while(0);".repeat(30_000),
  generators: "function* f() { " + "yield ".repeat(30_000) + "}",
};

for (const [what, text] of Object.entries(DEEP)) {
  Deno.test(`compileCell() refuses ${what} that would overflow the parser's stack`, () => {
    assert.throws(() => compileCell({ id: "1", text }), CellSyntaxError);
    assert.equal(isComplete(text).status, "invalid");
  });
}

Deno.test("tooDeep() lets long but shallow text pass", () => {
  assert.equal(tooDeep(`const s = "${"(".repeat(20_000)}"`), undefined);
  assert.equal(tooDeep("f(a)\n".repeat(20_000)), undefined);
  assert.equal(tooDeep("if (a) { new A } else { new B }\n".repeat(20_000)), undefined);
  assert.equal(tooDeep("for (const a of b) f(typeof a);\n".repeat(20_000)), undefined);
  assert.equal(
    tooDeep("for (const a of b) {\n  await a\n  await f(a)\n}\n".repeat(20_000)),
    undefined,
  );
  assert.equal(tooDeep(`const s = [${"1 + 1, ".repeat(20_000)}]`), undefined);
  assert.equal(tooDeep("// " + "a + ".repeat(20_000)), undefined);
});

Deno.test("compileCell() takes a sum of five thousand terms", () => {
  const { uses } = compileCell({ id: "1", text: "x" + " + x".repeat(5000) });
  assert.deepEqual(uses, ["x"]);
});
