import assert from "node:assert/strict";
import { readImageHead } from "../../../kernel/display/image_size.ts";
import { renderPng } from "../../../lib/core/svg_png.ts";

function page(inner: string, { width = 100, height = 30 } = {}): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`;
}

Deno.test("renderPng() draws letters with the fonts of the package, whatever the machine has", async () => {
  const empty = await renderPng(page(""));
  const families = ["sans-serif", "Helvetica", "monospace", "No Such Font"];
  for (const family of families) {
    const text = `<text x="4" y="20" font-family="${family}">Penguins é α ≥</text>`;
    const { bytes } = await renderPng(page(text));
    assert.ok(bytes.length > empty.bytes.length + 500, `${family}: ${bytes.length} bytes`);
  }
});

Deno.test("renderPng() draws twice the size, and states the size to show", async () => {
  const { bytes, width, height, scale } = await renderPng(page(""));
  const head = readImageHead(bytes);
  assert.deepEqual([head?.width, head?.height], [200, 60]);
  assert.deepEqual([width, height, scale], [100, 30, 2]);
});

Deno.test("renderPng() lowers the scale until the picture is small enough", async () => {
  const noise = Array.from({ length: 900 }, (_, i) => {
    const color = ((i * 2_654_435_761) >>> 8).toString(16).padStart(6, "0").slice(-6);
    return `<rect x="${i % 30}" y="${Math.floor(i / 30)}" width="1" height="1" fill="#${color}"/>`;
  }).join("");
  const large = await renderPng(page(noise, { width: 30, height: 30 }));
  const maxBytes = large.bytes.length - 1;
  const small = await renderPng(page(noise, { width: 30, height: 30 }), { maxBytes });
  assert.ok(small.bytes.length <= maxBytes && small.scale < large.scale);
  assert.deepEqual([small.width, small.height], [30, 30]);
});

Deno.test("renderPng() lowers the scale of a picture that would have too many pixels", async () => {
  const { bytes, scale } = await renderPng(page(""), { maxPixels: 150 });
  const head = readImageHead(bytes);
  assert.deepEqual([head?.width, head?.height, scale], [150, 45, 1.5]);
});

Deno.test("renderPng() draws an immense drawing in pixels that memory holds", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10000000" height="1000"></svg>';
  const { bytes, width, height } = await renderPng(svg);
  const head = readImageHead(bytes);
  assert.deepEqual([head?.width, width, height], [8192, 10_000_000, 1000]);
});

Deno.test("renderPng() refuses text that is no SVG", async () => {
  await assert.rejects(() => renderPng("<p>"));
});
