import assert from "node:assert/strict";
import { createFormatter } from "../../../kernel/display/format.ts";
import { image, imageBundle } from "../../../kernel/display/image.ts";
import { renderPng } from "../../../lib/core/svg_png.ts";
import { inFolder } from "../../support/temporary.ts";
import { forms } from "./support.ts";

const GIF = Uint8Array.fromBase64("R0lGODlhAQABAAAAACwAAAAAAQABAAA=");
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>';

Deno.test("bytes of a picture show as the picture, with size and a sentence", () => {
  assert.deepEqual(createFormatter().formatSync(GIF), {
    data: { "image/gif": GIF.toBase64(), "text/plain": "GIF image, 1 × 1 pixels" },
    metadata: { "image/gif": { width: 1, height: 1, alt: "GIF image, 1 × 1 pixels" } },
  });
});

Deno.test("bytes of no picture show as a typed array", () => {
  const { data } = createFormatter().formatSync(new Uint8Array([1, 2])) ?? { data: {} };
  assert.deepEqual(data, { "text/plain": "Uint8Array(2) [ 1, 2 ]" });
});

Deno.test("numbers that only begin as a picture does show as a typed array", async () => {
  for (const start of [[255, 216, 255], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]) {
    const shown = await forms(new Uint8Array(start));
    assert.deepEqual(Object.keys(shown), ["text/plain"]);
    assert.match(String(shown["text/plain"]), /^Uint8Array\(\d\) \[/);
  }
});

Deno.test("image() takes bytes, a path, a file URL and a data URL", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/dot.gif`;
    await Deno.writeFile(path, GIF);
    const sources = [
      GIF,
      path,
      new URL(`file://${path}`),
      `data:image/gif;base64,${GIF.toBase64()}`,
    ];
    for (const source of sources) {
      const data = await forms(image(source, { alt: "a dot" }));
      assert.deepEqual(data, { "image/gif": GIF.toBase64(), "text/plain": "a dot" });
    }
  });
});

Deno.test("image`` takes a path and an address, with what is put into them", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a dot.gif`, GIF);
    const made = [
      image`${folder}/${"a dot"}.gif`,
      image`data:image/gif;base64,${GIF.toBase64()}`,
    ];
    for (const picture of made) {
      assert.equal((await forms(picture))["text/plain"], "GIF image, 1 × 1 pixels");
    }
  });
});

Deno.test("image() takes an address, and says which status it got instead of a picture", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) =>
      request.url.endsWith(".gif") ? new Response(GIF) : new Response("no", { status: 404 }),
  );
  try {
    const base = `http://127.0.0.1:${server.addr.port}`;
    assert.ok("image/gif" in await forms(image(`${base}/dot.gif`)));
    const { "text/plain": text } = await forms(image(`${base}/lost`));
    assert.match(String(text), /Cannot fetch the picture .*\/lost: status 404/);
  } finally {
    await server.shutdown();
  }
});

Deno.test("image() fails at once for a file that is not there", () => {
  assert.throws(() => image("/no/such/picture.png"), Deno.errors.NotFound);
});

Deno.test("image() shows SVG files as SVG", async () => {
  const data = await forms(image(new TextEncoder().encode(`<?xml version="1.0"?>\n${SVG}`)));
  assert.deepEqual(Object.keys(data), ["image/svg+xml", "text/plain"]);
});

Deno.test("imageBundle() refuses bytes of no picture", () => {
  assert.throws(() => imageBundle(new Uint8Array(3)), /they are no PNG, JPEG, GIF, WebP or SVG/);
});

Deno.test("a canvas shows as its picture, whether its data URL comes at once or later", async () => {
  const { bytes } = await renderPng(SVG, { scale: 1 });
  const url = `data:image/png;base64,${bytes.toBase64()}`;
  for (const answer of [url, Promise.resolve(url)]) {
    const data = await forms({ toDataURL: () => answer });
    assert.equal(data["text/plain"], "PNG image, 4 × 3 pixels");
  }
  assert.match(
    String((await forms({ toDataURL: () => 1 }))["text/plain"]),
    /must answer a data URL/,
  );
});
