import assert from "node:assert/strict";
import { isComplete } from "../../../kernel/compile/is_complete.ts";

const CASES = {
  complete: [
    "",
    "// note",
    "f(1)",
    "{ a: 1, b: 2 }",
    "{}",
    "const s = `a\n${{ a: 1 }}`",
    "x as number",
    "async () => 1",
    "if (a) b",
    "%who",
    "%unknown",
    "a?",
    "%%bash\nls\n",
    "await f()",
    "let f = <T,>(x: T) => x",
    "'a\\\nb'",
  ],
  incomplete: [
    "1 +",
    "f(",
    "xs.map((x) =>",
    "f(\n  xs.map((x, i): number => // a note\n",
    "const f = async (a, b) => /* to come */",
    "`${xs.map(({ a }) =>",
    "f(1,",
    "{",
    "{ a: 1, b:",
    "[1,",
    "if (x)",
    "if (x) a; else",
    "for (;;)",
    "a.",
    "a?.",
    "a ? b :",
    "const x =",
    "x =>",
    "`a",
    "`a${",
    "`a${b}",
    "/* note",
    "class A {",
    "class A extends",
    "function f(a,",
    "try {}",
    "type A =",
    "interface A {",
    "@dec",
    "<div>",
    "<div a={",
    "import { a }",
    "import { a } from",
    "'a\\\n",
    "%%bash",
    "%%bash\nls",
    "%time f(",
  ],
  invalid: [
    "a b =>",
    "xs.map((x) =>)",
    "a b",
    "f)",
    "}",
    "'a",
    "let a; let a",
    "const = 1",
    "/a",
    "return 1",
    "{ a: 1, b: 2; }",
  ],
} as const;

for (const [status, texts] of Object.entries(CASES)) {
  Deno.test(`isComplete() calls ${status} what is ${status}`, () => {
    const wrong = texts.filter((text) => isComplete(text).status !== status);
    assert.deepEqual(wrong, []);
  });
}

Deno.test("isComplete() keeps the indentation and deepens it behind an opening bracket", () => {
  const indent = (text: string): string => {
    const answer = isComplete(text);
    return answer.status === "incomplete" ? answer.indent : "none";
  };
  assert.equal(indent("function f() {"), "  ");
  assert.equal(indent("function f() {\n  g();"), "  ");
  assert.equal(indent("function f() {\n  if (x) {"), "    ");
  assert.equal(indent("f(a,\n    b,"), "    ");
  assert.equal(indent("1 +"), "");
  assert.equal(indent("  `a"), "");
});
