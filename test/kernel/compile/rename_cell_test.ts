import assert from "node:assert/strict";
import fc from "fast-check";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { renameCell } from "../../../kernel/compile/rename_cell.ts";

const texts = [
  "1 + 1",
  "const id = 'cell:abc'; id",
  "import a from 'npm:a@1'; await a()",
  "%%time\nfor (;;) break",
  "",
  "// abc",
  "class A {}\n[1].map((x) => x)",
];

Deno.test("renameCell() gives what compiling with the other id gives", () => {
  const id = fc.stringMatching(/^[\w-]{1,40}$/);
  fc.assert(fc.property(fc.constantFrom(...texts), id, id, (text, one, other) => {
    const renamed = renameCell(compileCell({ id: one, text }), other);
    assert.equal(renamed.code, compileCell({ id: other, text }).code);
    assert.equal(renamed.id, other);
  }));
});
