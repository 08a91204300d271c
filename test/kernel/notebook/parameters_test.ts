import assert from "node:assert/strict";
import { injectParameters, parseParameter } from "../../../kernel/notebook/parameters.ts";
import { code, markdown, notebook } from "./build.ts";

Deno.test("parseParameter() reads JSON values, and everything else as text", () => {
  const values = ["n=3", "s=Gentoo", 'q="3"', "l=[1,2]", "e=", "eq=a=b", "t=true"];
  assert.deepEqual(values.map((text) => parseParameter(text)[1]), [
    3,
    "Gentoo",
    "3",
    [1, 2],
    "",
    "a=b",
    true,
  ]);
});

Deno.test("parseParameter() refuses what is no NAME=VALUE", () => {
  for (const text of ["epochs", "=3", "two words=3", "2x=1", "class=1", "await=1"]) {
    assert.throws(() => parseParameter(text), /write NAME=VALUE/);
  }
});

Deno.test("injectParameters() puts a cell behind the parameters cell, with its const or let", () => {
  const before = notebook(
    markdown("# Title"),
    code("const rate: number = 0.1;\nlet epochs = 5;", { tags: ["parameters"] }),
    code("rate"),
  );
  const { notebook: after, warnings } = injectParameters(before, { rate: 0.5, epochs: 2 });
  assert.deepEqual(warnings, []);
  assert.equal(after.cells.length, 4);
  assert.equal(after.cells[2]?.source, "// Parameters\nconst rate = 0.5;\nlet epochs = 2;");
  assert.deepEqual(after.cells[2]?.metadata, { tags: ["injected-parameters"] });
});

Deno.test("injectParameters() writes numbers as they were given", () => {
  for (const value of ["1e400", "[-0]", "12345678901234567890", "1e-05"]) {
    const parameters = Object.fromEntries([parseParameter(`a=${value}`)]);
    const { notebook: after } = injectParameters(notebook(code("a")), parameters);
    assert.equal(after.cells[0]?.source, `// Parameters\nconst a = ${value};`);
  }
});

Deno.test("injectParameters() replaces the cell of an earlier run", () => {
  const before = notebook(code("let a = 1", { tags: ["parameters"] }), code("a"));
  const once = injectParameters(before, { a: 2 }).notebook;
  const twice = injectParameters(once, { a: 3 }).notebook;
  assert.equal(twice.cells.length, 3);
  assert.match(twice.cells[1]?.source ?? "", /let a = 3;/);
});

Deno.test("injectParameters() warns of a name the notebook does not declare", () => {
  const { warnings } = injectParameters(
    notebook(code("const rate = 1", { tags: ["parameters"] })),
    { rat: 1 },
  );
  assert.deepEqual(warnings, ['Parameter rat is unknown: the "parameters" cell declares rate']);
});

Deno.test("injectParameters() starts the notebook with them when no cell is tagged", () => {
  const { notebook: after, warnings } = injectParameters(notebook(code("a")), { a: "x" });
  assert.match(after.cells[0]?.source ?? "", /const a = "x";/);
  assert.match(warnings[0] ?? "", /no cell is tagged "parameters"/);
});
