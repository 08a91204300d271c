import assert from "node:assert/strict";
import { BUNDLE } from "../../../kernel/display/rich.ts";
import { html, json, latex, md, svg } from "../../../kernel/display/tags.ts";
import { assertHarmless, ATTACK, forms } from "./support.ts";

Deno.test("html`` escapes what is put into it, in content and in attributes", async () => {
  const { "text/html": page } = await forms(html`<p title="${ATTACK}">${ATTACK}</p>`);
  assertHarmless(page);
  assert.doesNotMatch(String(page), /alert\("1"\)|'alert/);
});

Deno.test("html`` takes values of its own kind as they are, and joins lists", async () => {
  const items = ["a<b", "c"].map((text) => html`<li>${text}</li>`);
  assert.deepEqual(await forms(html`<ul>${items}${null}</ul>`), {
    "text/html": "<ul><li>a&lt;b</li><li>c</li></ul>",
    "text/plain": "a<b c",
  });
});

Deno.test("html`` accepts SVG inside, and refuses what has no markup", async () => {
  const { "text/html": page } = await forms(html`<p>${svg`<svg></svg>`}</p>`);
  assert.equal(page, "<p><svg></svg></p>");
  assert.throws(() => html`${json({})}`, /without text\/html/);
});

Deno.test("html() takes a whole text as it is", async () => {
  assert.equal((await forms(html("<b>x</b>")))["text/html"], "<b>x</b>");
});

Deno.test("html`` leaves scripts and styles out of its plain text", async () => {
  const { "text/plain": text } = await forms(html("<style>b{}</style><b>x</b><script>1</script>"));
  assert.equal(text, "x");
});

Deno.test("svg`` escapes, and names itself by its title", async () => {
  // deno fmt lays out the text of such templates.
  const data = await forms(svg`
    <svg>
      <title>${"a < b"}</title>
    </svg>
  `);
  assert.match(String(data["image/svg+xml"]), /<title>a &lt; b<\/title>/);
  assert.equal(data["text/plain"], "SVG image: a < b");
});

Deno.test("md`` and latex`` show their source as text", async () => {
  assert.deepEqual(await forms(md`# ${3} rows`), {
    "text/markdown": "# 3 rows",
    "text/plain": "# 3 rows",
  });
  assert.equal((await forms(latex`$\frac{1}{${2}}$`))["text/latex"], "$\\frac{1}{2}$");
});

Deno.test("md`` takes what tags made as its markup, and refuses what has none", async () => {
  const items = ["a", "b"].map((text) => md`- ${text}\n`);
  const { "text/markdown": list } = await forms(md`${items}${html`<b>${"<"}</b>`} ${[1, 2]}`);
  assert.equal(list, "- a\n- b\n<b>&lt;</b> 1,2");
  assert.throws(() => md`${json({})}`, /without text\/markdown/);
});

Deno.test("json() shows a tree and text, whatever the value", async () => {
  assert.deepEqual(await forms(json({ a: 1n, b: [NaN] })), {
    "application/json": { a: "1", b: ["NaN"] },
    "text/plain": "{ a: 1n, b: [ NaN ] }",
  });
});

Deno.test("values made by tags print shortly on the console", () => {
  const value = html("<b>".repeat(1_000));
  assert.ok(Deno.inspect(value).length < 50);
  assert.ok(BUNDLE in value);
});
