import assert from "node:assert/strict";
import { escapeMarkup, holdable } from "../../../lib/core/markup.ts";

Deno.test("escapeMarkup() leaves nothing that elements or attributes would read as markup", () => {
  assert.equal(escapeMarkup(`<b a="1" c='2'>&`), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
});

Deno.test("holdable() replaces control characters and halves of letters, and keeps line ends", () => {
  assert.equal(holdable("a\u0000\ud800\n\tb\uffff"), "a\ufffd\ufffd\n\tb\ufffd");
});
