import assert from "node:assert/strict";
import { join } from "node:path";
import { UsageError } from "../../../kernel/cli/command.ts";
import { command as exportNotebook } from "../../../kernel/cli/export.ts";
import { command as kernel } from "../../../kernel/cli/kernel.ts";
import { command as runNotebook } from "../../../kernel/cli/run.ts";
import { readNotebook } from "../../../kernel/notebook/read.ts";
import { writeNotebook } from "../../../kernel/notebook/write.ts";
import { inFolder } from "../../support/temporary.ts";
import { code, notebook } from "../notebook/build.ts";
import { captureConsole } from "./capture_console.ts";

Deno.test("run and export refuse a command line that names no notebook, or two", async () => {
  for (const command of [runNotebook, exportNotebook]) {
    await assert.rejects(command.run([]), UsageError);
    await assert.rejects(command.run(["a.ipynb", "b.ipynb"]), /one notebook: got b.ipynb as well/);
  }
});

Deno.test("run refuses a timeout that is no positive number", async () => {
  for (const timeout of ["0", "soon", "", "Infinity", "NaN"]) {
    await assert.rejects(runNotebook.run(["a.ipynb", `--timeout=${timeout}`]), /--timeout wants/);
  }
});

Deno.test("run refuses to write to standard output, where it says what it did", async () => {
  await assert.rejects(runNotebook.run(["a.ipynb", "-o", "-"]), /--output wants a file/);
  await assert.rejects(runNotebook.run(["a.ipynb", "--html", "-"]), /--html wants a file/);
});

Deno.test("run shows type errors on the terminal and below their cells, unless told --no-check", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "typed.ipynb");
    const source = "const n: number = 'text';\nn";
    await writeNotebook(file, notebook(code(source), code("n + 1")));
    const outputsOf = async (...options: readonly string[]): Promise<readonly string[]> => {
      const done = await captureConsole(() => runNotebook.run([file, "-o", file, ...options]));
      assert.equal(done.code, 0);
      const { cells } = await readNotebook(file);
      const texts = cells.flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
        .map((output) => output.output_type === "stream" ? output.text : output.output_type);
      return [done.err, ...texts];
    };
    const [shown, result, below] = await outputsOf();
    assert.match(shown ?? "", /Cell \[1\], line 1, column 7: error TS2322/);
    assert.equal(result, "execute_result");
    assert.equal(below?.trimEnd(), shown?.trimEnd());
    assert.deepEqual(await outputsOf("--no-check"), ["", "execute_result", "execute_result"]);
  });
});

Deno.test("export refuses a format it does not know", async () => {
  await assert.rejects(exportNotebook.run(["a.ipynb"]), /html or ts: got nothing/);
  await assert.rejects(exportNotebook.run(["a.ipynb", "--to", "pdf"]), /html or ts: got pdf/);
});

Deno.test("kernel wants a connection file, and tells an unusable one in one line", async () => {
  await assert.rejects(kernel.run([]), /--connection-file FILE is missing/);
  const { code, err } = await captureConsole(() => kernel.run(["--connection-file", "none.json"]));
  assert.equal(code, 2);
  assert.match(err, /^Cannot use connection file none\.json: it cannot be read/);
});
