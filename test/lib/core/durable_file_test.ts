import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceDurably, writeDurably } from "../../../lib/core/durable_file.ts";
import { inFolder } from "../../support/temporary.ts";

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

Deno.test("writeDurably() replaces a file by all parts and leaves nothing beside it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "note");
    await writeDurably(path, [bytes("a long first version")]);
    await Promise.all([
      writeDurably(path, [bytes("one"), bytes("two")]),
      writeDurably(path, [bytes("one"), bytes("two")]),
    ]);
    assert.equal(await readFile(path, "utf8"), "onetwo");
    assert.deepEqual(await readdir(folder), ["note"]);
  });
});

Deno.test("writeDurably() leaves what was there when it cannot write", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "note");
    await writeDurably(path, [bytes("kept")]);
    await assert.rejects(writeDurably(path, [bytes("new"), { length: 3 } as never]));
    assert.equal(await readFile(path, "utf8"), "kept");
    assert.deepEqual(await readdir(folder), ["note"]);
  });
});

Deno.test("replaceDurably() leaves no draft of a writer that fails", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "note");
    await replaceDurably(path, (draft) => writeFile(draft, "kept"));
    await assert.rejects(
      replaceDurably(path, async (draft) => {
        await writeFile(draft, "half");
        throw new Error("disk full");
      }),
      /disk full/,
    );
    assert.equal(await readFile(path, "utf8"), "kept");
    assert.deepEqual(await readdir(folder), ["note"]);
  });
});
