import assert from "node:assert/strict";
import fc from "fast-check";
import { fitWidth, padWidth, textWidth } from "../../../kernel/display/text_width.ts";

Deno.test("textWidth() counts what a terminal shows", () => {
  const widths = ["abc", "漢字", "e\u0301", "🐧", "…"].map(textWidth);
  assert.deepEqual(widths, [3, 4, 1, 2, 1]);
});

Deno.test("fitWidth() and padWidth() give exactly the width that was asked for", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(fc.property(text, fc.integer({ min: 2, max: 20 }), (line, width) => {
    const fitted = fitWidth(line, width);
    assert.ok(textWidth(fitted) <= width);
    assert.equal(textWidth(padWidth(fitted, { width })), width);
  }));
});
