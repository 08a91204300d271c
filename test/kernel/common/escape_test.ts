import assert from "node:assert/strict";
import { escapeMarkup } from "../../../kernel/common/escape.ts";

Deno.test("escapeMarkup() leaves no character that ends an element or a quoted attribute", () => {
  assert.equal(escapeMarkup(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});

Deno.test("escapeMarkup() leaves other text as it is", () => {
  assert.equal(escapeMarkup("naïve → 漢字 `x` = 1;\n"), "naïve → 漢字 `x` = 1;\n");
});
