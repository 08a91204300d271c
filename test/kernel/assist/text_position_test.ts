import assert from "node:assert/strict";
import fc from "fast-check";
import { offsetAt, positionAt } from "../../../kernel/assist/text_position.ts";

Deno.test("positionAt() counts lines however they end, and columns in UTF-16 units", () => {
  const text = "a\r\nbc\rd\n😀e";
  assert.deepEqual(positionAt(text, 0), { line: 0, character: 0 });
  assert.deepEqual(positionAt(text, 4), { line: 1, character: 1 });
  assert.deepEqual(positionAt(text, 6), { line: 2, character: 0 });
  assert.deepEqual(positionAt(text, text.length), { line: 3, character: 3 });
  assert.deepEqual(positionAt(text, -5), { line: 0, character: 0 });
});

Deno.test("offsetAt() clamps positions to the text", () => {
  assert.equal(offsetAt("a\nbc", { line: 9, character: 0 }), 4);
  assert.equal(offsetAt("a\nbc", { line: 1, character: 99 }), 4);
});

Deno.test("offsetAt() undoes positionAt(), save between the two halves of a line end", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "😀", "\n", "\r", "\r\n") });
  fc.assert(fc.property(text, fc.nat(), (whole, at) => {
    const offset = at % (whole.length + 1);
    if (whole[offset - 1] === "\r" && whole[offset] === "\n") return;
    assert.equal(offsetAt(whole, positionAt(whole, offset)), offset);
  }));
});
