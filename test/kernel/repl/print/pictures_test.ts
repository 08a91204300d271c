import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Pictures } from "../../../../kernel/repl/print/pictures.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';

Deno.test("Pictures.show() writes the sharpest picture and says where", async () => {
  using pictures = new Pictures();
  const line = pictures.show({ "image/png": "AAEC", "image/svg+xml": SVG, "text/plain": "x" });
  const file = fileURLToPath(line?.replace("picture: ", "") ?? "");
  assert.match(file, /1\.svg$/);
  assert.equal(await Deno.readTextFile(file), SVG);
});

Deno.test("Pictures.show() passes over what has no picture", () => {
  using pictures = new Pictures();
  assert.equal(pictures.show({ "text/plain": "x" }), undefined);
  assert.equal(pictures.show({ "image/png": "no base64!" }), undefined);
});

Deno.test("Pictures removes its folder at the end", async () => {
  const pictures = new Pictures();
  const line = pictures.show({ "image/png": "AAEC" }) ?? "";
  const file = fileURLToPath(line.replace("picture: ", ""));
  assert.deepEqual(await Deno.readFile(file), Uint8Array.of(0, 1, 2));
  pictures[Symbol.dispose]();
  await assert.rejects(Deno.stat(dirname(file)), Deno.errors.NotFound);
});

Deno.test("Pictures.show() draws where the terminal can", () => {
  using pictures = new Pictures("iterm");
  const line = pictures.show({ "image/png": "AAEC\n", "image/svg+xml": SVG });
  assert.equal(line, "\x1b]1337;File=inline=1:AAEC\x07");
});
