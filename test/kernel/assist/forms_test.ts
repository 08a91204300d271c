import assert from "node:assert/strict";
import { inForms } from "../../../kernel/assist/forms.ts";

Deno.test("inForms() gives a text as Markdown, as plain text and as HTML", async () => {
  assert.deepEqual(await inForms("**Adds** `a<b>`"), {
    markdown: "**Adds** `a<b>`",
    plain: "Adds a<b>",
    html: "<p><strong>Adds</strong> <code>a&lt;b&gt;</code></p>\n",
  });
});
