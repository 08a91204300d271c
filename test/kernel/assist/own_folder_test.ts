import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { OwnFolder, removeLeftFolders } from "../../../kernel/assist/own_folder.ts";
import { inFolder } from "../../support/temporary.ts";

/** What a killed owner leaves behind, with the lock that nobody holds any more or without one. */
async function leave(path: string, files: readonly string[]): Promise<void> {
  await mkdir(path);
  for (const file of files) await writeFile(join(path, file), "{}");
}

Deno.test("OwnFolder removes itself with all that it holds", () =>
  inFolder(async (parent) => {
    const folder = await OwnFolder.make(parent);
    await writeFile(join(folder.path, "deno.json"), "{}");
    await folder[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(parent), []);
  }));

Deno.test("removeLeftFolders() removes those whose owners are gone, and no others", () =>
  inFolder(async (parent) => {
    await using folder = await OwnFolder.make(parent);
    await leave(join(parent, "modulab-lsp-killed"), ["lock", "deno.json"]);
    await leave(join(parent, "modulab-lsp-killed-early"), []);
    await leave(join(parent, "another"), ["lock"]);
    await removeLeftFolders({ parent, age: 0 });
    assert.deepEqual((await readdir(parent)).sort(), ["another", basename(folder.path)]);
  }));

Deno.test("removeLeftFolders() leaves those alone that may still be locked", () =>
  inFolder(async (parent) => {
    await leave(join(parent, "modulab-lsp-new"), []);
    await removeLeftFolders({ parent });
    await removeLeftFolders({ parent: join(parent, "nowhere") });
    assert.deepEqual(await readdir(parent), ["modulab-lsp-new"]);
  }));
