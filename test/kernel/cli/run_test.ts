import assert from "node:assert/strict";
import { UsageError } from "../../../kernel/cli/command.ts";
import { command as exportNotebook } from "../../../kernel/cli/export.ts";
import { command as kernel } from "../../../kernel/cli/kernel.ts";
import { command as runNotebook } from "../../../kernel/cli/run.ts";
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
