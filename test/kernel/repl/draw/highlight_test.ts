import assert from "node:assert/strict";
import fc from "fast-check";
import { matchBrackets } from "../../../../kernel/repl/draw/brackets.ts";
import { highlight } from "../../../../kernel/repl/draw/highlight.ts";

/** Spans that are not plain, as `style:text`. */
function marks(text: string): string[] {
  return highlight(text)
    .filter((span) => span.style !== "plain")
    .map((span) => `${span.style}:${span.text}`);
}

Deno.test("highlight() tells keywords, types, strings, numbers, regular expressions and comments", () => {
  assert.deepEqual(marks('const a: number = f("x", 1.5) // c'), [
    "keyword:const",
    "type:number",
    "function:f",
    'string:"x"',
    "number:1.5",
    "comment:// c",
  ]);
  assert.deepEqual(marks("x = /a[/]b/g"), ["regexp:/a[/]b/g"]);
  assert.deepEqual(marks("x = a / b / c"), []);
});

Deno.test("highlight() looks into templates", () => {
  assert.deepEqual(marks("`a${b + 1}c`"), ["string:`a${", "number:1", "string:}c`"]);
});

Deno.test("highlight() takes words for names where they are names", () => {
  assert.deepEqual(marks("x.type.delete"), []);
  assert.deepEqual(marks("type = from"), []);
  assert.deepEqual(marks("type A = B"), ["keyword:type", "type:A", "type:B"]);
});

Deno.test("highlight() tells commands from operators", () => {
  assert.deepEqual(marks("%time f()"), ["command:%time f()"]);
  assert.deepEqual(marks("?fetch"), ["command:?fetch"]);
  assert.deepEqual(marks("fetch?"), ["command:fetch?"]);
  assert.deepEqual(marks("a % b"), []);
  assert.deepEqual(marks("1\n%who\n2"), ["number:1", "command:%who\n", "number:2"]);
  assert.deepEqual(marks("`\n%who\n`"), ["string:`\n%who\n`"]);
  assert.deepEqual(marks("%%bash\nif true"), ["command:%%bash"]);
});

Deno.test("highlight() loses no text, finished or not", () => {
  const unit = fc.constantFrom("`", "${", "}", "'", "/", "*", "//", "%", "?", "\n", "a", " ", "漢");
  fc.assert(fc.property(fc.string({ unit }), (text) => {
    assert.equal(highlight(text).map((span) => span.text).join(""), text);
  }));
});

Deno.test("matchBrackets() finds the pair at the cursor and none in strings", () => {
  const spans = highlight('f(a["("], 1)');
  assert.deepEqual(matchBrackets(spans, 12), [1, 11]);
  assert.deepEqual(matchBrackets(spans, 2), [1, 11]);
  assert.deepEqual(matchBrackets(spans, 8), [3, 7]);
  assert.equal(matchBrackets(spans, 6), undefined);
  assert.equal(matchBrackets(highlight("(]"), 1), undefined);
});
