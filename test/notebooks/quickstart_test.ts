/** The quickstart on a real kernel, from the command line's side. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openKernel } from "../../kernel/embed.ts";
import { readNotebook } from "../../kernel/notebook/read.ts";
import { runCommand } from "../../kernel/notebook/run_command.ts";
import { FakeTerminal } from "../kernel/notebook/fake_terminal.ts";
import { inFolder } from "../support/temporary.ts";

const QUICKSTART = new URL("../../notebooks/01_quickstart.ipynb", import.meta.url).pathname;

/** Runs with few epochs; the outputs by cell, and what the terminal showed. */
async function run(folder: string): Promise<{ outputs: unknown; summary: string; page: string }> {
  const [output, html] = [join(folder, "out.ipynb"), join(folder, "out.html")];
  const terminal = new FakeTerminal();
  const exit = await runCommand({
    notebook: QUICKSTART,
    output,
    html,
    parameters: ["epochs=15"],
    terminal,
    openKernel: (at) => openKernel({ folder: at, languageServer: false }),
  });
  assert.deepEqual([exit, terminal.errLines], [0, []]);
  const { cells } = await readNotebook(output);
  return {
    outputs: cells.map((cell) => cell.cell_type === "code" ? cell.outputs : []),
    summary: terminal.outLines.join("\n"),
    page: await readFile(html, "utf8"),
  };
}

Deno.test("the quickstart runs, prints its key figures, and gives the same outputs twice", async () => {
  await inFolder(async (folder) => {
    const first = await run(folder);
    const accuracy = /^held-out accuracy +([\d.]+) %/m.exec(first.summary)?.[1];
    assert(Number(accuracy) > 85, first.summary);
    assert.match(first.summary, /^penguins measured +342 of 344$/m);
    assert.match(first.summary, /^What next$/m);
    assert.match(first.page, /<caption>[^<]*344 rows/);
    assert.equal(first.page.split("data:image/png;base64,").length, 3);
    const second = await run(folder);
    assert.deepEqual(second.outputs, first.outputs);
  });
});
