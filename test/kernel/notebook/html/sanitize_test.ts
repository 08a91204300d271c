import assert from "node:assert/strict";
import { sanitize } from "../../../../kernel/notebook/html/sanitize.ts";

/** Attributes of SVG that a browser reads as CSS. */
const PRESENTATION = [
  "clip-path",
  "cursor",
  "fill",
  "filter",
  "marker",
  "marker-end",
  "marker-mid",
  "marker-start",
  "mask",
  "stroke",
  "style",
];

/** Ways to write an address into CSS. */
const ADDRESSES = [
  "url(https://x.example/a)",
  "URL( 'https://x.example/a' )",
  "url(//x.example/a)",
  "url(a.svg#g)",
  "url(data:image/svg+xml,a#g)",
  "u\\72l(https://x.example/a)",
  "\\000075rl(https://x.example/a)",
  "&#117;rl(https://x.example/a)",
  "url(#g), url(https://x.example/a)",
  "urlurl(#g)(https://x.example/a)",
  "url(#g'https://x.example/a)",
  "image-set('https://x.example/a' 1x)",
  "src('https://x.example/a')",
  "-webkit-image-set('https://x.example/a' 1x)",
  "expression(load())",
];

Deno.test("sanitize() drops every presentation attribute that names an address", () => {
  for (const name of PRESENTATION) {
    for (const address of ADDRESSES) {
      const value = name === "style" ? `fill:${address}` : address;
      const path = sanitize(`<svg><path ${name}="${value}" d="M0 0"></path></svg>`);
      assert.equal(path, '<svg><path d="M0 0" /></svg>', `${name}="${value}"`);
    }
  }
});

Deno.test("sanitize() keeps what names a place of the same page", () => {
  const drawing = '<svg><path clip-path="url(#c)" fill="url(#g.1)" marker-end="url(#arrow)" ' +
    'style="stroke:url(&#39;#a&#39;);opacity:0.5" d="M0 0" /></svg>';
  assert.equal(sanitize(drawing).replace(/'/g, "&#39;"), drawing);
});

Deno.test("sanitize() keeps ordinary colours, styles and transforms", () => {
  const drawing = '<svg viewbox="0 0 1 1"><g transform="translate(1,2)"><circle r="1" ' +
    'fill="rgb(1, 2, 3)" stroke="#fff" style="opacity:0.5" /></g></svg>';
  assert.equal(sanitize(drawing), drawing);
});

Deno.test("sanitize() keeps names that only sound like loading", () => {
  const html = '<h2 id="regular-expressions-and-image-sets" class="src url">a</h2>';
  assert.equal(sanitize(html), html);
});

Deno.test("sanitize() keeps words about addresses where people read them", () => {
  const html = '<b title="url(https://x.example) of C:\\data">a</b>';
  assert.equal(sanitize(html), html);
});

Deno.test("sanitize() drops the elements of SVG that load or repeat drawings", () => {
  for (const name of ["image", "feImage", "use", "a"]) {
    for (const link of ["href", "xlink:href"]) {
      const html = sanitize(`<svg><${name} ${link}="javascript:x.svg#a"></${name}></svg>`);
      assert.equal(html.replace("<a></a>", ""), "<svg></svg>", `${name} ${link}`);
    }
  }
});

Deno.test("sanitize() drops scripts, handlers, frames and forms, and keeps their neighbours", () => {
  assert.equal(sanitize('<b onclick="x()">a</b><script>b</script>'), "<b>a</b>");
  assert.equal(sanitize("<p>a<iframe src=https://x></iframe>b</p>"), "<p>ab</p>");
  assert.equal(sanitize("<form action=https://x><i>a</i></form>"), "<i>a</i>");
});

Deno.test("sanitize() keeps pictures that the page itself holds, and the words of others", () => {
  const picture = '<img alt="a" src="data:image/png;base64,aGk=" />';
  assert.equal(sanitize(picture), picture);
  assert.equal(sanitize('<img src="https://x.example/a.png" alt="a">'), "<span>a</span>");
});

Deno.test("sanitize() keeps links that lead out of the page or within it", () => {
  assert.equal(sanitize('<a href="#top">a</a>'), '<a href="#top" rel="noopener noreferrer">a</a>');
  assert.equal(sanitize('<a href="data.csv">a</a>'), "<a>a</a>");
  assert.equal(sanitize('<a href="java&#10;script:x()">a</a>'), "<a>a</a>");
});
