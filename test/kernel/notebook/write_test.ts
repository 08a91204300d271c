import assert from "node:assert/strict";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readNotebook } from "../../../kernel/notebook/read.ts";
import { writeNotebook } from "../../../kernel/notebook/write.ts";
import { code, markdown, notebook } from "./build.ts";
import { inFolder } from "../../support/temporary.ts";

Deno.test("writeNotebook() makes folders and leaves nothing but the notebook", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "deep", "out", "a.ipynb");
    const written = notebook(code("1"), markdown("# b\nc"));
    await writeNotebook(file, written);
    assert.deepEqual(await readNotebook(file), written);
    assert.deepEqual(await readdir(join(folder, "deep", "out")), ["a.ipynb"]);
  });
});

Deno.test("writeNotebook() replaces what a link points to and keeps its mode", async () => {
  await inFolder(async (folder) => {
    const [target, link] = [join(folder, "target.ipynb"), join(folder, "link.ipynb")];
    await writeFile(target, "old", { mode: 0o600 });
    await symlink(target, link);
    await writeNotebook(link, notebook());
    assert.match(await readFile(target, "utf8"), /"nbformat": 4/);
    assert.equal((await stat(target)).mode & 0o777, 0o600);
  });
});

Deno.test("writeNotebook() leaves the old file and no other when it fails", async () => {
  await inFolder(async (folder) => {
    const occupied = join(folder, "a.ipynb");
    await Deno.mkdir(occupied);
    await assert.rejects(writeNotebook(occupied, notebook()));
    assert.deepEqual(await readdir(folder), ["a.ipynb"]);
  });
});
