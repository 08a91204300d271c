import assert from "node:assert/strict";
import fc from "fast-check";
import { toHtml, toPlain } from "../../../kernel/assist/markup.ts";

Deno.test("toPlain() leaves no markup", () => {
  const markdown =
    "```typescript\nconst a: Map<string, number>\n```\n**Adds** `a` to [b](x).\n\n- one\n- two";
  assert.equal(toPlain(markdown), "const a: Map<string, number>\n\nAdds a to b.\n\n- one\n- two");
});

Deno.test("toHtml() shows raw HTML as text and drops links that run code", () => {
  const html = toHtml(
    '<img src=x onerror="alert(1)"> [a](javascript:alert(1)) [b](https://deno.com)',
  );
  assert.doesNotMatch(html, /<img|javascript:/);
  assert.match(html, /<a href="https:\/\/deno.com">b<\/a>/);
});

Deno.test("toHtml() writes only tags of its own, without attributes that run code", () => {
  const parts = fc.constantFrom(
    "<script>",
    "<a href=javascript:x>",
    "](javascript:x)",
    "[a",
    "`",
    "\n\n",
    "![",
    "](",
    '"',
    "'",
    ">",
    "<",
    "onload=x",
    "text",
    "&lt;",
    "```",
    "<svg/onload=x>",
  );
  fc.assert(fc.property(fc.array(parts), (markdown) => {
    for (const [tag] of toHtml(markdown.join("")).matchAll(/<[^>]*>/g)) {
      assert.match(
        tag,
        /^<\/?(p|pre|code|em|strong|del|blockquote|ul|ol|li|h[1-6]|br|hr|table|thead|tbody|tr|th|td|a)( (class="language-[^"<>]*"|href="https?:[^"<>]*"|start="\d+"|align="\w+"))?\s?\/?>$/,
      );
    }
  }));
});
