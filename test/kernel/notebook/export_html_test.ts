import assert from "node:assert/strict";
import fc from "fast-check";
import { exportHtml as exportPage } from "../../../kernel/notebook/export_html.ts";
import type { Output } from "../../../kernel/notebook/nbformat.ts";
import { inFolder } from "../../support/temporary.ts";
import { code, markdown, notebook } from "./build.ts";

function shown(data: Record<string, unknown>, metadata: Record<string, unknown> = {}): Output {
  return { output_type: "display_data", data, metadata };
}

function pageOf(...outputs: Output[]): Promise<string> {
  return exportHtml(notebook(code("cell", { outputs })), "a.ipynb");
}

/** The page without the style that all pages share, so that a failed test is short. */
async function exportHtml(...args: Parameters<typeof exportPage>): Promise<string> {
  return (await exportPage(...args)).replace(/<style>[\s\S]*?<\/style>/, "");
}

/** The tags of a page that a browser would run, or that would make it fetch something. */
function dangers(html: string): readonly string[] {
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  return tags.filter((tag) =>
    /^<(script|style|iframe|object|embed|link|base|form|input|video|audio|source|image|use)\b/i
      .test(tag) ||
    /\s(src|srcset|poster|background|xlink:href)\s*=\s*(?!["']?data:image\/)/i.test(tag) ||
    /\shref\s*=\s*(?!["']?(https?:|mailto:|#))/i.test(tag) ||
    // A link's own address and a title may hold any words; every other attribute may load something.
    /\son\w+\s*=|url\s*\(|@import/i.test(tag.replace(/\s(href|title|alt)\s*=\s*"[^"]*"/gi, ""))
  );
}

const HOSTILE = `<script>alert(1)</script><img src="https://example.org/x.png" alt="logo">
<img src=x onerror=alert(1)><a href="javascript:alert(1)">a</a><iframe src="https://x"></iframe>
<svg><script>1</script><image href="https://x"/></svg><style>@import "https://x"</style>
<b style="background:url(https://x)" onclick="alert(1)">bold</b><form action="https://x"></form>
<link rel="stylesheet" href="https://x"><base href="https://x"><object data="https://x"></object>`;

Deno.test("exportHtml() lets nothing of hostile HTML run or load", async () => {
  const html = await exportHtml(
    notebook(
      markdown(HOSTILE),
      markdown(`![pic](https://example.org/a.png)`),
      code("1", {
        outputs: [shown({ "text/html": HOSTILE }), shown({ "text/markdown": HOSTILE })],
      }),
      code("2", {
        outputs: [shown({ "image/svg+xml": "<svg onload='x()'><script>1</script></svg>" })],
      }),
      code("3", { outputs: [shown({ "image/png": 'x" onerror="alert(1)' })] }),
    ),
    "a.ipynb",
  );
  assert.deepEqual(dangers(html), []);
  assert.match(html, /<b>bold<\/b>/);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'; img-src data:;/);
});

Deno.test("exportHtml() lets nothing of scrambled HTML run or load", async () => {
  const words = [
    ..."<>/='\"` &;:()",
    ...[
      "script",
      "img",
      "svg",
      "math",
      "style",
      "a",
      "b",
      "title",
      "textarea",
      "noscript",
      "table",
    ],
    ...[" src=", " href=", " onerror=", " style=", "javascript:", "https://x", "data:text/html,"],
    ...["<!--", "-->", "<![CDATA[", "]]>", "</", "<a ", "<img ", "<svg><", "url(", "&#106;", "\0"],
  ];
  const scrambled = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((w) => w.join(""));
  await fc.assert(
    fc.asyncProperty(scrambled, async (html) => {
      assert.deepEqual(dangers(await pageOf(shown({ "text/html": html }))), []);
      assert.deepEqual(dangers(await exportHtml(notebook(markdown(html)), "a.ipynb")), []);
    }),
    { numRuns: 300 },
  );
});

Deno.test("dangers() sees what exportHtml() must not let through", () => {
  assert(dangers(HOSTILE).length > 8);
});

Deno.test("exportHtml() chooses the richest form it can show", async () => {
  const all = {
    "application/vnd.vegalite.v5+json": { mark: "bar" },
    "text/html": "<table><caption>c</caption></table>",
    "image/svg+xml": "<svg/>",
    "image/png": "aGk=",
    "text/markdown": "*m*",
    "text/plain": "plain",
  };
  const { "text/html": _html, ...chart } = all;
  const { "image/svg+xml": _svg, ...png } = chart;
  const { "image/png": _png, ...text } = png;
  assert.match(await pageOf(shown(all)), /<table><caption>c<\/caption><\/table>/);
  assert.match(await pageOf(shown(chart)), /<img src="data:image\/svg\+xml;base64,PHN2Zy8\+"/);
  assert.match(await pageOf(shown(png)), /<img src="data:image\/png;base64,aGk=" alt="plain">/);
  assert.match(await pageOf(shown(text)), /<em>m<\/em>/);
  assert.match(await pageOf(shown({ "application/json": { a: [1] } })), /&quot;a&quot;: \[/);
});

Deno.test("exportHtml() gives pictures the words and the size that their output states", async () => {
  const html = await pageOf(
    shown({ "image/png": "aGk=" }, { "image/png": { alt: "A <curve>", width: 640, height: 480 } }),
  );
  assert.match(html, /alt="A &lt;curve&gt;" width="640" height="480"/);
  assert.match(await pageOf(shown({ "image/png": "aGk=" })), /alt="Output of cell 1"/);
});

Deno.test("exportHtml() turns terminal colours into classes and escapes the rest", async () => {
  const html = await pageOf(
    { output_type: "stream", name: "stderr", text: "\x1b[31m<red>\x1b[0m\x1b[2K" },
    { output_type: "stream", name: "stdout", text: "1 %\r2 %\n" },
    { output_type: "error", ename: "E", evalue: "v", traceback: ["\x1b[1mE\x1b[0m: v"] },
  );
  assert.match(html, /^<pre class="stdout"[^>]*>2 %\n<\/pre>$/m);
  assert.match(html, /<span class="ansi-red-fg">&lt;red&gt;<\/span><\/pre>/);
  assert.match(html, /<pre class="error"[^>]*><span style="font-weight:bold">E<\/span>: v<\/pre>/);
  assert(!html.includes("\x1b"));
});

Deno.test("exportHtml() lists headings, renders formulas and highlights code", async () => {
  const html = await exportHtml(
    notebook(
      markdown(
        "# A *first* [look](https://example.org)\n\nCosts $5 and $6; $x^2$\n\n$$\\frac{a}{b}$$",
      ),
      markdown("## Look\n\n## Look\n\n- [x] done\n\n```ts\nlet a = 1;\n```"),
      code("const b = `${1}`;"),
    ),
    "penguins.ipynb",
  );
  assert.match(html, /<title>A first look<\/title>/);
  assert.match(html, /<li class="level-1"><a href="#a-first-look">A <em>first<\/em> look<\/a>/);
  assert.match(html, /<h2 id="look-2">/);
  assert.match(html, /Costs \$5 and \$6; <math/);
  assert.match(html, /<math display="block"[^>]*><mfrac>/);
  assert.match(html, /☑ done/);
  assert.match(html, /<span class="hljs-keyword">let<\/span>/);
  assert.match(html, /<span class="hljs-keyword">const<\/span>/);
  assert.match(html, /<html lang="en">/);
});

Deno.test("exportHtml() carries pictures of tags in Markdown inside the page, too", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a&b.png`, Uint8Array.of(1, 2, 3));
    const page = await exportHtml(
      notebook(markdown(
        `Look: <img width="300" src="a&amp;b.png" alt="one"> <img src='attachment:x.png' alt="two">\n\n` +
          '<div>\n<img src="../c.png" alt="three"><img alt="four" src="https://x.example/d.png">\n</div>',
        { attachments: { "x.png": { "image/png": "aGk=" } } },
      )),
      `${folder}/a.ipynb`,
    );
    assert.match(page, /<img width="300" alt="one" src="data:image\/png;base64,AQID"/);
    assert.match(page, /<img alt="two" src="data:image\/png;base64,aGk="/);
    assert.match(page, /<span>three<\/span><span>four<\/span>/);
  });
});

Deno.test("exportHtml() shows an attachment whose name has a percent sign of its own", async () => {
  const attachments = { "50%.png": { "image/png": "aGk=" } };
  const page = await exportHtml(
    notebook(markdown("![half](attachment:50%.png) ![none](attachment:%E0%A4%A)", { attachments })),
    "a.ipynb",
  );
  assert.match(page, /<img alt="half" src="data:image\/png;base64,aGk="/);
  assert.match(page, /none/);
});

Deno.test("exportHtml() carries attachments and pictures beside the notebook inside the page", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a b.png`, new Uint8Array([1, 2, 3]));
    const html = await exportHtml(
      notebook(
        markdown("![one](attachment:x.png)", { attachments: { "x.png": { "image/png": "aGk=" } } }),
        markdown("![two](a%20b.png) ![three](none.png) ![four](../../etc/x.png)"),
      ),
      `${folder}/a.ipynb`,
    );
    assert.match(html, /<img alt="one" src="data:image\/png;base64,aGk=" \/>/);
    assert.match(html, /<img alt="two" src="data:image\/png;base64,AQID" \/> three four/);
  });
});

Deno.test("exportHtml() leaves out what nbconvert's tags remove", async () => {
  const output = { output_type: "stream", name: "stdout", text: "printed" } as const;
  const html = await exportHtml(
    notebook(
      code("hiddenCell", { tags: ["remove-cell"], outputs: [output] }),
      code("hiddenInput", { tags: ["remove-input"], outputs: [output] }),
      code("shownInput", { tags: ["remove-output"], outputs: [output] }),
    ),
    "a.ipynb",
  );
  assert(!html.includes("hiddenCell") && !html.includes("hiddenInput"));
  assert.match(html, /shownInput/);
  assert.equal(html.split("printed").length, 2);
});
