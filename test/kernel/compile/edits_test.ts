import assert from "node:assert/strict";
import { EditedText } from "../../../kernel/compile/edits.ts";

Deno.test("EditedText maps places behind a replacement back by its change of length", () => {
  const edited = new EditedText("a %x b\nc", [{ start: 2, end: 4, text: "longer\ntext" }]);
  assert.equal(edited.text, "a longer\ntext b\nc");
  assert.deepEqual(edited.original({ line: 2, column: 6 }), { line: 1, column: 6 });
  assert.deepEqual(edited.original({ line: 3, column: 1 }), { line: 2, column: 1 });
});

Deno.test("EditedText maps a place inside a replacement to its start", () => {
  const edited = new EditedText("a %x b", [{ start: 2, end: 4, text: "longer" }]);
  assert.deepEqual(edited.original({ line: 1, column: 5 }), { line: 1, column: 3 });
});
