import assert from "node:assert/strict";
import { bundleText } from "../../../../kernel/repl/print/bundle_text.ts";

Deno.test("bundleText() takes plain text before any other form", () => {
  assert.equal(bundleText({ "text/html": "<b>x</b>", "text/plain": ["a\n", "b"] }), "a\nb");
});

Deno.test("bundleText() reads HTML as text", () => {
  const html =
    "<style>b{}</style><table><tr><td>1</td><td>2</td></tr><tr><td>&lt;3</td></tr></table>";
  assert.equal(bundleText({ "text/html": html }), "1\t2\t\n<3");
});

Deno.test("bundleText() writes JSON out and names what it cannot show", () => {
  assert.equal(bundleText({ "application/json": { a: 1 } }), '{\n  "a": 1\n}');
  assert.equal(bundleText({ "image/png": "AAAA" }), "[image/png]");
  assert.equal(bundleText({}), "[nothing to show]");
});
