import assert from "node:assert/strict";
import { splitWords, unquote } from "../../../kernel/commands/words.ts";

Deno.test("splitWords() keeps quoted words together, also within a word", () => {
  assert.deepEqual(splitWords(`-g "a  b" --x='c d'  e`), ["-g", "a  b", "--x=c d", "e"]);
  assert.deepEqual(splitWords("  "), []);
});

Deno.test("unquote() takes off a pair of quotes, and only a pair", () => {
  assert.equal(unquote(`'a b'`), "a b");
  assert.equal(unquote(`"a b'`), `"a b'`);
  assert.equal(unquote(`""`), "");
});
