import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Autosave } from "../../../kernel/notebook/autosave.ts";
import { notebook } from "./build.ts";
import { inFolder } from "../../support/temporary.ts";

Deno.test("Autosave writes at most every two seconds", async () => {
  await inFolder(async (folder) => {
    let now = 0;
    const autosave = new Autosave(join(folder, "a.ipynb"), { now: () => now });
    now = 1999;
    await autosave.save(notebook());
    assert.deepEqual(await readdir(folder), []);
    now = 2000;
    await autosave.save(notebook());
    assert.deepEqual(await readdir(folder), ["a.ipynb"]);
    await Deno.remove(join(folder, "a.ipynb"));
    now = 3999;
    await autosave.save(notebook());
    assert.deepEqual(await readdir(folder), []);
  });
});
