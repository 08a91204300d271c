/** Running notebooks on a real kernel: what a fake one cannot promise. */
import assert from "node:assert/strict";
import { openKernel } from "../../kernel/embed.ts";
import { exportHtml } from "../../kernel/notebook/export_html.ts";
import type { Cell, JsonRecord } from "../../kernel/notebook/nbformat.ts";
import { type NotebookRun, runNotebook, type RunOptions } from "../../kernel/notebook/run.ts";
import { code, notebook } from "../kernel/notebook/build.ts";
import { inFolder } from "../support/temporary.ts";

async function run(
  cells: readonly Cell[],
  check: (run: NotebookRun) => void,
  options: RunOptions = {},
): Promise<void> {
  await inFolder(async (folder) => {
    await using kernel = await openKernel({ folder, languageServer: false });
    check(await runNotebook(notebook(...cells), kernel.client, options));
  });
}

function outputs(run: NotebookRun, index: number): readonly unknown[] {
  const cell = run.notebook.cells[index];
  assert(cell?.cell_type === "code");
  return cell.outputs;
}

Deno.test("runNotebook() gathers prints, results and displays of a real kernel", async () => {
  await run([
    code('console.log("one"); console.log("two"); 1 + 1'),
    code('const bar = display(0, { id: "bar" });'),
    code('await display(100, { id: "bar", update: true }); await bar; undefined'),
    code("console.error(Out[1]);"),
  ], (ran) => {
    assert.equal(ran.outcome, "ok");
    assert.deepEqual(outputs(ran, 0), [
      { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
      {
        output_type: "execute_result",
        execution_count: 1,
        data: { "text/plain": "2" },
        metadata: {},
      },
    ]);
    assert.deepEqual(outputs(ran, 1), [
      { output_type: "display_data", data: { "text/plain": "100" }, metadata: {} },
    ]);
    assert.deepEqual(outputs(ran, 3), [
      { output_type: "stream", name: "stderr", text: "2\n" },
    ]);
  });
});

Deno.test("runNotebook() stops a loop of a real kernel at its timeout", async () => {
  await run([code('console.log("before");'), code("while (true) {}"), code("1")], (ran) => {
    assert.equal(ran.outcome, "timeout");
    assert.equal(ran.ran, 2);
    assert.deepEqual(outputs(ran, 0), [
      { output_type: "stream", name: "stdout", text: "before\n" },
    ]);
    assert.match(JSON.stringify(outputs(ran, 1)), /CellTimeoutError/);
  }, { timeoutSeconds: 1 });
});

Deno.test("runNotebook() goes on behind an allowed error, and after a session's death", async () => {
  await run([
    code("let kept = 1; throw new TypeError('wanted')", { tags: ["raises-exception"] }),
    code("kept"),
    code("Deno.kill(Deno.pid, 'SIGKILL'); await new Promise(() => {})"),
    code("kept"),
  ], (ran) => {
    assert.equal(ran.outcome, "error");
    assert.equal(ran.ran, 3);
    assert.match(JSON.stringify(outputs(ran, 0)), /"ename":"TypeError","evalue":"wanted"/);
    assert.match(JSON.stringify(outputs(ran, 1)), /"text\/plain":"1"/);
  });
});

Deno.test("runNotebook() keeps the last picture of a training curve, which pages show", async () => {
  await inFolder(async (folder) => {
    await using kernel = await openKernel({ folder, languageServer: false });
    const ran = await runNotebook(
      notebook(code(
        `import { TrainingCurve } from "modulab/widgets";\n` +
          `const curve = new TrainingCurve({ title: "Loss" }).show();\n` +
          "for (const epoch of [1, 2, 3]) curve.add({ epoch, train: 1 / epoch });\n" +
          "await curve.done();",
      )),
      kernel.client,
    );
    const [{ data } = assert.fail(), ...others] = outputs(ran, 0) as { data: JsonRecord }[];
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(data), ["text/html", "image/svg+xml", "text/plain"]);
    assert.match(String(data["text/plain"]), /train fell from 1 to 0\.3333/);
    const page = await exportHtml(ran.notebook, `${folder}/a.ipynb`);
    assert.match(page, /<img alt="Loss: train fell [^"]*" src="data:image\/svg\+xml;base64,/);
  });
});
