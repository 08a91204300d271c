/** The notebook on feature sets on a real kernel: the counts of ModularML's how-tos. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { openKernel } from "../../kernel/embed.ts";
import { readNotebook } from "../../kernel/notebook/read.ts";
import { runCommand } from "../../kernel/notebook/run_command.ts";
import { FakeTerminal } from "../kernel/notebook/fake_terminal.ts";
import { inFolder } from "../support/temporary.ts";

const NOTEBOOK = new URL("../../notebooks/03_feature_sets.ipynb", import.meta.url).pathname;

/** What the terminal showed, and what the cells printed, by cell. */
async function run(
  folder: string,
  parameters: readonly string[] = [],
): Promise<{ summary: string; printed: ReadonlyMap<string, string>; bundles: string }> {
  const output = join(folder, "out.ipynb");
  const terminal = new FakeTerminal();
  const exit = await runCommand({
    notebook: NOTEBOOK,
    output,
    parameters,
    terminal,
    openKernel: (at) => openKernel({ folder: at, languageServer: false }),
  });
  assert.deepEqual([exit, terminal.errLines], [0, []]);
  const { cells } = await readNotebook(output);
  const code = cells.filter((cell) => cell.cell_type === "code");
  const printed = code.map(({ id, outputs }) => {
    const texts = outputs.flatMap((one) => one.output_type === "stream" ? [one.text] : []);
    return [id ?? "", texts.join("")] as const;
  });
  return {
    summary: terminal.outLines.join("\n"),
    printed: new Map(printed),
    bundles: JSON.stringify(code.map(({ outputs }) => outputs)),
  };
}

Deno.test("the notebook on feature sets gives the counts of the how-tos, with its own seeds", async () => {
  await inFolder(async (folder) => {
    const { summary, printed, bundles } = await run(folder);
    assert.match(summary, /^charges +508 of 1000$/m);
    assert.match(summary, /^random split +305, 102, 101$/m);
    assert.match(summary, /^grouped split +309, 92, 107$/m);
    assert.match(summary, /^stratified split +255, 152, 101$/m);
    assert.match(summary, /^nested split +150, 37$/m);
    assert.match(summary, /^segmented set +593, 206, 201$/m);
    assert.match(summary, /^penguins measured +342 of 344$/m);
    const chosen = [...(printed.get("choose") ?? "").matchAll(/\d+$/gm)].map(([count]) => count);
    assert.deepEqual(chosen, ["508", "161", "187", "79", "429", "0"]);
    assert.match(printed.get("split-nested") ?? "", /replayed alike +true/);
    assert.match(printed.get("undo") ?? "", /scalers after +perSampleZeroStart, minMax$/m);
    assert.match(printed.get("undo") ?? "", /training range +\[ 0, 1 \]/);
    assert.match(printed.get("segments") ?? "", /after both scalers +\[ 0, 1 \]/);
    assert.match(printed.get("batch") ?? "", /left after four +6$/m);
    assert.match(printed.get("save") ?? "", /the same content +true\nraw again +true/);
    assert.match(printed.get("own") ?? "", /the same after loading +true/);
    assert.match(bundles, /<caption>[^<]*1000 samples/);
    assert.match(bundles, /vnd\.vegalite\.v5/);
    const again = await run(folder);
    assert.equal(again.bundles, bundles);
  });
});

Deno.test("another seed of the notebook splits other groups, and keeps every count it must", async () => {
  await inFolder(async (folder) => {
    const { summary } = await run(folder, ["splitSeed=1"]);
    assert.match(summary, /^random split +305, 102, 101$/m);
    assert.match(summary, /^stratified split +255, 152, 101$/m);
    const [, ...grouped] = /^grouped split +(\d+), (\d+), (\d+)$/m.exec(summary) ?? [];
    assert.equal(grouped.map(Number).reduce((sum, count) => sum + count, 0), 508);
    assert.notDeepEqual(grouped, ["309", "92", "107"]);
  });
});
