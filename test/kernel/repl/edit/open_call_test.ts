import assert from "node:assert/strict";
import fc from "fast-check";
import { openCall } from "../../../../kernel/repl/edit/open_call.ts";

/** The called thing and the argument at the cursor, which is `|` or the end. */
function callAt(marked: string): string | undefined {
  const cursor = marked.includes("|") ? marked.indexOf("|") : marked.length;
  const text = marked.replace("|", "");
  const call = openCall({ text, cursor });
  if (call === undefined) return undefined;
  return `${/[\w.]*$/.exec(text.slice(0, call.bracket))?.[0]} ${call.argument}`;
}

Deno.test("openCall() finds the innermost call and counts its arguments", () => {
  assert.equal(callAt("f("), "f 0");
  assert.equal(callAt("f(1, "), "f 1");
  assert.equal(callAt("f(1, g(2, 3"), "g 1");
  assert.equal(callAt("f(1, g(2, 3), "), "f 2");
  assert.equal(callAt("new Map("), "Map 0");
  assert.equal(callAt("await a.b("), "a.b 0");
  assert.equal(callAt("f(|1, 2)"), "f 0");
  assert.equal(callAt("rows.map(f)("), " 0");
});

Deno.test("openCall() does not count commas of lists and objects within an argument", () => {
  assert.equal(callAt("f([1, 2, 3], "), "f 1");
  assert.equal(callAt("f({ a: 1, b: 2 }, "), "f 1");
  assert.equal(callAt("f([1, "), undefined);
  assert.equal(callAt("f({ a: "), undefined);
});

Deno.test("openCall() reads no brackets in texts, templates, patterns and comments", () => {
  assert.equal(callAt('f("(,", '), "f 1");
  assert.equal(callAt("f(`a ( ${g(1)} ,`, "), "f 1");
  assert.equal(callAt("f(/[(,]/, "), "f 1");
  assert.equal(callAt("f(/* , ( */ 1, "), "f 1");
  assert.equal(callAt("`${f(1, "), "f 1");
});

Deno.test("openCall() knows brackets that call nothing", () => {
  for (const text of ["if (", "return (", "(", "1 + (", "f()", "", "x = (1, ", "f(1) + 2"]) {
    assert.equal(callAt(text), undefined, text);
  }
});

Deno.test("openCall() says nothing, and fails at nothing, in whatever text", () => {
  const pieces = fc.constantFrom(..."f(){}[],;`'\"/$ \n\\".split(""), "${", "//", "/*", "g.h");
  fc.assert(fc.property(fc.array(pieces), fc.nat(), (words, at) => {
    const text = words.join("");
    const call = openCall({ text, cursor: Math.min(at, text.length) });
    if (call !== undefined) assert.equal(text[call.bracket], "(");
  }));
});
