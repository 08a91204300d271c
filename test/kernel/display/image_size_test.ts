import assert from "node:assert/strict";
import fc from "fast-check";
import { readImageHead } from "../../../kernel/display/image_size.ts";

Deno.test("readImageHead() finds the size of a JPEG behind other segments", () => {
  const jpeg = [
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
    ...[0xff, 0xc4, 0, 3, 0],
    ...[0xff, 0xc2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 0, 0, 0],
  ];
  assert.deepEqual(readImageHead(new Uint8Array(jpeg)), {
    type: "image/jpeg",
    width: 0x0304,
    height: 0x0102,
  });
});

Deno.test("readImageHead() knows WebP, and not other RIFF files", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.deepEqual(readImageHead(bytes("RIFF____WEBPVP8 ")), { type: "image/webp" });
  assert.equal(readImageHead(bytes("RIFF____WAVEfmt ")), undefined);
});

Deno.test("readImageHead() survives heads that are cut or wrong", () => {
  const magic = fc.constantFrom(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    [0xff, 0xd8, 0xff],
    [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
  );
  fc.assert(fc.property(magic, fc.uint8Array({ maxLength: 64 }), (head, tail) => {
    assert.match(readImageHead(new Uint8Array([...head, ...tail]))?.type ?? "", /^image\//);
  }));
});
