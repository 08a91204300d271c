import assert from "node:assert/strict";
import fc from "fast-check";
import { inColumns } from "../../../kernel/commands/columns.ts";

Deno.test("inColumns() reads downwards and fits the width", () => {
  assert.equal(inColumns(["a", "b", "c", "d", "e"], 7), "a  c  e\nb  d\n");
  assert.equal(inColumns([]), "");
});

Deno.test("inColumns() leaves no word out, and no line longer than the width or a word", () => {
  const word = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), fc.integer({ min: 1, max: 100 }), check),
  );

  function check(words: string[], width: number): void {
    const lines = inColumns(words, width).split("\n");
    const found = lines.flatMap((line) => line.split(/ +/)).filter((part) => part !== "");
    assert.deepEqual(found.toSorted(), words.toSorted());
    const longest = Math.max(width, ...words.map((each) => each.length));
    assert.ok(lines.every((line) => line.length <= longest));
  }
});
