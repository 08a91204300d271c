import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exportCommand } from "../../../kernel/notebook/export_command.ts";
import { writeNotebook } from "../../../kernel/notebook/write.ts";
import { code, notebook } from "./build.ts";
import { FakeTerminal } from "./fake_terminal.ts";
import { inFolder } from "../../support/temporary.ts";

function eraseCommands(source: string): string {
  return source;
}

Deno.test("exportCommand() writes beside the notebook under its name", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a.b.ipynb");
    await writeNotebook(file, notebook(code("const a = 1;")));
    for (const to of ["html", "ts"] as const) {
      const terminal = new FakeTerminal();
      assert.equal(await exportCommand({ notebook: file, to, terminal, eraseCommands }), 0);
      assert.deepEqual(terminal.outLines, [`Wrote ${join(folder, `a.b.${to}`)}`]);
    }
    assert.equal(await readFile(join(folder, "a.b.ts"), "utf8"), "// %%\nconst a = 1;\n");
    assert.match(await readFile(join(folder, "a.b.html"), "utf8"), /^<!doctype html>/);
  });
});

Deno.test("exportCommand() prints for the output named -", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a.ipynb");
    await writeNotebook(file, notebook(code("const a = 1;")));
    const terminal = new FakeTerminal();
    assert.equal(
      await exportCommand({ notebook: file, to: "ts", output: "-", terminal, eraseCommands }),
      0,
    );
    assert.deepEqual(terminal.outLines, ["// %%\nconst a = 1;"]);
  });
});

Deno.test("exportCommand() exits with 2 and one message for bad input", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a.ipynb");
    await Deno.writeTextFile(file, '{"nbformat": 3}');
    const terminal = new FakeTerminal();
    assert.equal(await exportCommand({ notebook: file, to: "ts", terminal, eraseCommands }), 2);
    assert.equal(terminal.errLines.length, 1);
    assert.match(terminal.errLines[0] ?? "", /nbformat 3, and only nbformat 4/);
  });
});

Deno.test("exportCommand() does not write over the notebook, nor over what a link to it names", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "a.ipynb");
    await writeNotebook(file, notebook(code("const a = 1;")));
    const before = await readFile(file, "utf8");
    await Deno.symlink(file, join(folder, "link.ts"));
    for (const output of [file, join(folder, ".", "x", "..", "a.ipynb"), join(folder, "link.ts")]) {
      const terminal = new FakeTerminal();
      assert.equal(
        await exportCommand({ notebook: file, to: "ts", output, terminal, eraseCommands }),
        2,
      );
      assert.match(
        terminal.errLines.join(),
        /Cannot write .*: the notebook is there; name another/,
      );
      assert.equal(await readFile(file, "utf8"), before);
    }
  });
});
