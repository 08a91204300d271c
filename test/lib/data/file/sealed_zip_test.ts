import assert from "node:assert/strict";
import {
  encodeJson,
  openSealedZip,
  parseMember,
  sealZip,
} from "../../../../lib/data/file/sealed_zip.ts";
import { loadZip, unzip } from "../../../../lib/data/file/unzip.ts";

const members = { "a.json": encodeJson({ x: 1 }), "b.bin": Uint8Array.of(1, 2, 3) };
const names = /^(a\.json|b\.bin)$/;

Deno.test("openSealedZip() gives back what sealZip() was given, and nothing else", async () => {
  const opened = await openSealedZip(await sealZip(members), { names });
  assert.deepEqual({ ...opened }, members);
  assert.deepEqual(parseMember(opened, "a.json"), { x: 1 });
});

Deno.test("openSealedZip() refuses members that were changed, added or taken away", async () => {
  const { zipSync } = await loadZip();
  const inside = await unzip(await sealZip(members), { names: /./, maxBytes: 1000 });
  const { "b.bin": _, ...fewer } = inside;
  const cases: readonly [Readonly<Record<string, Uint8Array>>, RegExp][] = [
    [{ ...inside, "b.bin": Uint8Array.of(1, 2, 4) }, /"b.bin" was changed or damaged/],
    [{ ...inside, "c.js": new Uint8Array(1) }, /unexpected part: "c.js"/],
    [fewer, /"b.bin" is missing/],
    [members, /"checksums.json" is missing/],
  ];
  for (const [files, message] of cases) {
    await assert.rejects(() => openSealedZip(zipSync({ ...files }), { names }), message);
  }
});

Deno.test("openSealedZip() refuses a part that its list names and its reader does not", async () => {
  const bytes = await sealZip({ ...members, "c.js": new Uint8Array(1) });
  await assert.rejects(() => openSealedZip(bytes, { names }), /unexpected part: "c.js"/);
});

Deno.test("parseMember() refuses what is no object", () => {
  for (const text of ["[1]", "3", "{"]) {
    const member = { "a.json": new TextEncoder().encode(text) };
    assert.throws(() => parseMember(member, "a.json"), SyntaxError);
  }
});
