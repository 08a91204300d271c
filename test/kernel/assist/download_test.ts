import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { download } from "../../../kernel/assist/download.ts";

const place = { deno: Deno.execPath(), folder: tmpdir() };

Deno.test("download() tells packages that are there from names that no registry can have", async () => {
  const { signal } = new AbortController();
  assert.equal(await download("npm:immer@11.2.10", { ...place, signal }), true);
  assert.equal(await download("npm:UPPER CASE", { ...place, signal }), false);
});

Deno.test("download() ends when it is withdrawn, and without the program", async () => {
  const { signal } = new AbortController();
  assert.equal(await download("npm:immer", { ...place, deno: "/no/deno", signal }), false);
  assert.equal(await download("npm:immer", { ...place, signal: AbortSignal.abort() }), false);
});
