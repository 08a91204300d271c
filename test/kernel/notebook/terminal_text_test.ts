import assert from "node:assert/strict";
import fc from "fast-check";
import { settle } from "../../../kernel/notebook/terminal_text.ts";

Deno.test("settle() keeps what the last carriage return of a line left", () => {
  assert.equal(settle("10 %\r50 %\r100 %\ndone"), "100 %\ndone");
  assert.equal(settle("a\r\nb\r\n"), "a\r\nb\r\n");
  assert.equal(settle("half\r"), "half\r");
});

Deno.test("settle() lets backspaces take characters back, and no more than there are", () => {
  assert.equal(settle("spin |\b/\b-"), "spin -");
  assert.equal(settle("\b\b\ba"), "a");
  assert.equal(settle("ab\ncd\b\b\b"), "ab\n");
});

Deno.test("settle() changes nothing more when it is done twice, and no line count", () => {
  const text = fc.array(fc.constantFrom("a", "b", "\r", "\b", "\n")).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (printed) => {
    const settled = settle(printed);
    assert.equal(settle(settled), settled);
    assert.equal(settled.split("\n").length, printed.split("\n").length);
  }));
});
