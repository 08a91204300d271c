import assert from "node:assert/strict";
import fc from "fast-check";
import { LineIndex } from "../../../kernel/compile/position.ts";

Deno.test("offset() undoes position()", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\t") });
  fc.assert(fc.property(text, fc.nat(), (text, at) => {
    const lines = new LineIndex(text);
    const offset = Math.min(at, text.length);
    assert.equal(lines.offset(lines.position(offset)), offset);
  }));
});

Deno.test("position() clamps to the text", () => {
  assert.deepEqual(new LineIndex("a\nb").position(99), { line: 2, column: 2 });
  assert.deepEqual(new LineIndex("").position(-1), { line: 1, column: 1 });
});
