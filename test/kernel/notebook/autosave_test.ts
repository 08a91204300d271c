import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Autosave } from "../../../kernel/notebook/autosave.ts";
import { readNotebook } from "../../../kernel/notebook/read.ts";
import { code, notebook } from "./build.ts";
import { inFolder } from "../../support/temporary.ts";

/** Resolves when the file is there, or was replaced. */
async function written(folder: string, change: () => void): Promise<void> {
  using watcher = Deno.watchFs(folder);
  change();
  for await (const { paths } of watcher) {
    if (paths.some((path) => path.endsWith("a.ipynb"))) return;
  }
}

Deno.test("Autosave writes the newest of several changes, though none follows", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a.ipynb");
    await using autosave = new Autosave(file, { interval: 1 });
    for (const names of [["a", "b"], ["c", "d"]]) {
      const books = names.map((name) => notebook(code(name)));
      await written(folder, () => books.forEach((book) => autosave.save(book)));
      assert.deepEqual(await readNotebook(file), books.at(-1));
    }
  });
});

Deno.test("Autosave waits for a while, and writes nothing once it is disposed of", async () => {
  await inFolder(async (folder) => {
    {
      await using autosave = new Autosave(join(folder, "a.ipynb"));
      autosave.save(notebook(code("a")));
    }
    assert.deepEqual(await readdir(folder), []); // that no timer is left is seen to by the runner
  });
});
