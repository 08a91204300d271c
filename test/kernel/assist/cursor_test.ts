import assert from "node:assert/strict";
import fc from "fast-check";
import { toCodePoints, toUtf16 } from "../../../kernel/assist/cursor.ts";

const TEXT = fc.string({ unit: fc.constantFrom("a", "é", "🐧", "\n", "\ud83d", "𝒳", "\udc27") });

Deno.test("toUtf16() counts a penguin as one code point", () => {
  assert.equal(toUtf16("🐧.na", 3), 4);
  assert.equal(toCodePoints("🐧.na", 4), 3);
});

Deno.test("toCodePoints() undoes toUtf16() at every code point", () => {
  fc.assert(fc.property(TEXT, (text) => {
    const length = [...text].length;
    for (let cursor = 0; cursor <= length; cursor++) {
      assert.equal(toCodePoints(text, toUtf16(text, cursor)), cursor);
      assert.equal(text.slice(0, toUtf16(text, cursor)), [...text].slice(0, cursor).join(""));
    }
  }));
});

Deno.test("toUtf16() and toCodePoints() stay within the text and never split a pair", () => {
  fc.assert(fc.property(TEXT, fc.integer({ min: -5, max: 50 }), (text, cursor) => {
    assert.ok(toUtf16(text, cursor) >= 0 && toUtf16(text, cursor) <= text.length);
    const codePoints = toCodePoints(text, cursor);
    assert.ok(codePoints >= 0 && codePoints <= [...text].length);
    assert.ok(toUtf16(text, codePoints) <= Math.max(0, cursor));
  }));
});
