import assert from "node:assert/strict";
import { loadZip, unzip } from "../../../../lib/data/file/unzip.ts";

const { zipSync } = await loadZip();
const limits = { names: /^\w+\.json$/, maxBytes: 1000 };

Deno.test("unzip() gives the members by name", async () => {
  const zip = zipSync({ "a.json": new Uint8Array([1, 2]), "b.json": new Uint8Array(0) });
  assert.deepEqual({ ...await unzip(zip, limits) }, {
    "a.json": new Uint8Array([1, 2]),
    "b.json": new Uint8Array(0),
  });
});

Deno.test("unzip() refuses names that are not expected, such as those that lead elsewhere", async () => {
  for (const name of ["../a.json", "/a.json", "a.exe"]) {
    const zip = zipSync({ [name]: new Uint8Array(1) });
    await assert.rejects(unzip(zip, limits), /unexpected part/);
  }
});

Deno.test("unzip() stops before a small file becomes a large one", async () => {
  const zip = zipSync({ "a.json": new Uint8Array(600), "b.json": new Uint8Array(600) });
  assert.ok(zip.length < 600);
  await assert.rejects(unzip(zip, limits), /more than 1000 bytes of memory; raise maxBytes/);
});

Deno.test("unzip() refuses a member that claims more than its bytes can hold, and one that is twice", async () => {
  const zip = zipSync({ "a.json": new Uint8Array(10) });
  const forged = zip.slice();
  // The sizes in the list of members at the end of the file.
  const entry = forged.findLastIndex((_, at) =>
    forged[at] === 0x50 && forged[at + 1] === 0x4b && forged[at + 2] === 1 && forged[at + 3] === 2
  );
  new DataView(forged.buffer).setUint32(entry + 24, 900_000_000, true);
  await assert.rejects(unzip(forged, { ...limits, maxBytes: 1e9 }), /claims 900000000 bytes/);
});

Deno.test("unzip() tells what is no zip, or is cut off", async () => {
  const zip = zipSync({ "a.json": new Uint8Array(100) });
  for (const bytes of [new Uint8Array(50), zip.slice(0, zip.length - 30)]) {
    await assert.rejects(unzip(bytes, limits), { name: "SyntaxError", message: /no complete zip/ });
  }
});
