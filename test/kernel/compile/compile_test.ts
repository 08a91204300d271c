import assert from "node:assert/strict";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { CellSyntaxError } from "../../../kernel/compile/syntax.ts";

function compile(text: string) {
  return compileCell({ id: "c1", text });
}

Deno.test("compileCell() begins with the tick and names its script", () => {
  const { code } = compile("1");
  assert.ok(code.startsWith(`"use strict"; await __modulab.begin("c1", []);`));
  assert.ok(code.endsWith("//# sourceURL=cell:c1"));
});

Deno.test("compileCell() reports what a cell declares and what it uses", () => {
  const cell = compile("import a, { b as c } from 'm'; const { d, e: [f] } = g; class H {}; i(c)");
  assert.deepEqual(cell.declares, ["a", "c", "d", "f", "H"]);
  assert.deepEqual(cell.uses, ["g", "i"]);
});

Deno.test("compileCell() throws all syntax errors in coordinates of the cell", () => {
  assert.throws(
    () => compile("const a = 1;\nconst ü = 'é' )\n"),
    (error) => {
      assert.ok(error instanceof CellSyntaxError);
      assert.deepEqual(error.diagnostics[0]?.start, { line: 2, column: 14 });
      assert.match(error.report("Cell [3]"), /^Cell \[3\], line 2, column 14: error: /);
      return true;
    },
  );
});
