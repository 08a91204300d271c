/** Every notebook in the repository, as it is saved. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { formatNotebook } from "../../kernel/notebook/write.ts";
import { cellTags } from "../../kernel/notebook/nbformat.ts";
import { readNotebook } from "../../kernel/notebook/read.ts";

const FOLDER = new URL("../../notebooks/", import.meta.url);
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".ipynb"));

for (const name of names) {
  const file = new URL(name, FOLDER).pathname;

  Deno.test(`${name} is saved without outputs, as Jupyter would write it`, async () => {
    const notebook = await readNotebook(file);
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") continue;
      assert.deepEqual([cell.outputs, cell.execution_count], [[], null]);
    }
    assert.equal(await Deno.readTextFile(file), formatNotebook(notebook));
  });

  Deno.test(`${name} starts with a title and ends with what to do next`, async () => {
    const { cells } = await readNotebook(file);
    assert.match(cells[0]?.source ?? "", /^# /);
    const last = cells.at(-1);
    assert(last && cellTags(last).includes("next-steps"));
  });
}
