import assert from "node:assert/strict";
import type { CodeCell, Notebook } from "../../../kernel/notebook/nbformat.ts";
import { type FinishedCell, type RunChecks, runNotebook } from "../../../kernel/notebook/run.ts";
import { code, markdown, notebook } from "./build.ts";
import { FakeKernel, type Stage } from "./fake_kernel.ts";

const OLD = { output_type: "stream", name: "stdout", text: "old\n" } as const;

function codeCell(run: { notebook: Notebook }, index: number): CodeCell {
  const cell = run.notebook.cells[index];
  assert(cell?.cell_type === "code");
  return cell;
}

Deno.test("runNotebook() runs code cells in order and leaves text, empty and skipped cells", async () => {
  const kernel = new FakeKernel({ a: (stage) => stage.stream("hello\n") });
  const run = await runNotebook(
    notebook(
      code("a", { outputs: [OLD] }),
      markdown("# b"),
      code("  \n", { outputs: [OLD] }),
      code("c", { tags: ["skip-execution"], outputs: [OLD] }),
      code("d", { outputs: [OLD] }),
    ),
    kernel,
  );
  assert.deepEqual(kernel.executed, ["a", "d"]);
  assert.equal(run.outcome, "ok");
  assert.deepEqual(codeCell(run, 0).outputs, [{ ...OLD, text: "hello\n" }]);
  assert.deepEqual(codeCell(run, 2).outputs, [OLD]);
  assert.deepEqual(codeCell(run, 3).outputs, [OLD]);
  assert.deepEqual(codeCell(run, 4).outputs, []);
  assert.deepEqual([0, 3, 4].map((index) => codeCell(run, index).execution_count), [1, null, 2]);
  assert.equal(kernel.listeners, 0);
});

Deno.test("runNotebook() writes kernel, language, ids and times", async () => {
  const run = await runNotebook(
    { ...notebook(code("a")), nbformat_minor: 2, metadata: { authors: [{ name: "A" }] } },
    new FakeKernel({}),
  );
  assert.equal(run.notebook.nbformat_minor, 5);
  assert.deepEqual(run.notebook.metadata["authors"], [{ name: "A" }]);
  assert.deepEqual(run.notebook.metadata["kernelspec"], {
    display_name: "TypeScript (modulab)",
    language: "typescript",
    name: "modulab",
  });
  assert.deepEqual(run.notebook.metadata["language_info"], {
    name: "typescript",
    file_extension: ".ts",
  });
  const { id, metadata: { execution } } = codeCell(run, 0);
  assert.equal(id, "cell-1");
  assert.deepEqual(Object.keys(execution as object).sort(), [
    "iopub.execute_input",
    "iopub.status.busy",
    "iopub.status.idle",
    "shell.execute_reply",
  ]);
});

Deno.test("runNotebook() stops at the first error and leaves the rest untouched", async () => {
  const kernel = new FakeKernel({ bad: () => "TypeError" });
  const run = await runNotebook(
    notebook(code("a"), code("bad"), code("c", { outputs: [OLD] })),
    kernel,
  );
  assert.equal(run.outcome, "error");
  assert.equal(run.failed?.number, 2);
  assert.equal(run.failed?.error?.ename, "TypeError");
  assert.equal(codeCell(run, 1).outputs[0]?.output_type, "error");
  assert.deepEqual(codeCell(run, 2).outputs, [OLD]);
  assert.equal(run.ran, 2);
});

Deno.test("runNotebook() goes on behind a cell that may fail", async () => {
  const kernel = new FakeKernel({ bad: () => "TypeError" });
  const tagged = notebook(code("bad", { tags: ["raises-exception"] }), code("b"));
  assert.equal((await runNotebook(tagged, kernel)).outcome, "ok");
  const allowed = await runNotebook(notebook(code("bad"), code("b")), kernel, {
    allowErrors: true,
  });
  assert.equal(allowed.outcome, "ok");
  assert.deepEqual(kernel.executed, ["bad", "b", "bad", "b"]);
});

/** Checks that are answered when the test says. */
class FakeChecks implements RunChecks {
  open = 1;
  readonly found: string[] = [];
  readonly #answered: PromiseWithResolvers<void> = Promise.withResolvers();

  answer(found: string): void {
    this.open = 0;
    this.found.push(found);
    this.#answered.resolve();
  }

  settled(): Promise<void> {
    return this.#answered.promise;
  }
}

Deno.test("runNotebook() keeps what type checks print when the last cell has ended, be it well or not", async () => {
  for (const last of ["good", "bad"]) {
    const checks = new FakeChecks();
    let late: Stage | undefined;
    const kernel = new FakeKernel({ a: (stage) => void (late = stage), bad: () => "TypeError" });
    const run = await runNotebook(notebook(code("a"), code(last)), kernel, {
      checks,
      observer: {
        checking: () => {
          late?.stream("TS2322\n", "stderr");
          checks.answer("TS2322");
        },
      },
    });
    assert.deepEqual(run.typeErrors, ["TS2322"]);
    assert.equal(run.failed?.cell.source, last === "bad" ? "bad" : undefined);
    const warning = { output_type: "stream", name: "stderr", text: "TS2322\n" } as const;
    assert.deepEqual(codeCell(run, 0).outputs, [warning]);
  }
});

Deno.test("runNotebook() says how many cells have not been checked in time", async () => {
  const checks = new FakeChecks();
  const run = await runNotebook(notebook(code("a")), new FakeKernel({}), {
    checks,
    checkSeconds: 0.01,
  });
  assert.deepEqual(run.typeErrors, ["The types of 1 cell could not be checked within 0.01 s"]);
});

Deno.test("runNotebook() waits for no type check when it is or was interrupted", async () => {
  const interrupt = new AbortController();
  const run = await runNotebook(notebook(code("a")), new FakeKernel({}), {
    checks: new FakeChecks(),
    signal: interrupt.signal,
    observer: { checking: () => interrupt.abort() },
  });
  assert.deepEqual([run.outcome, run.typeErrors], ["ok", []]);
  const other = await runNotebook(notebook(code("a")), new FakeKernel({}), {
    checks: new FakeChecks(),
    signal: interrupt.signal,
    observer: { checking: () => assert.fail("nothing to wait for") },
  });
  assert.deepEqual([other.outcome, other.typeErrors], ["interrupt", []]);
});

Deno.test("runNotebook() interrupts a cell at its timeout and says so in the cell", async () => {
  const kernel = new FakeKernel({
    loop: async (stage) => {
      stage.stream("started\n");
      await stage.interrupted();
      return "KeyboardInterrupt";
    },
  });
  const run = await runNotebook(notebook(code("loop"), code("b")), kernel, {
    timeoutSeconds: 0.01,
  });
  assert.equal(run.outcome, "timeout");
  const { outputs } = codeCell(run, 0);
  assert.deepEqual(outputs.map((output) => output.output_type), ["stream", "error"]);
  const error = outputs[1];
  assert(error?.output_type === "error");
  assert.equal(error.ename, "CellTimeoutError");
  assert.match(error.evalue, /longer than 0\.01 s.*--timeout/);
  assert.deepEqual(kernel.executed, ["loop"]);
});

Deno.test("runNotebook() interrupts again when the kernel does not answer", async () => {
  const kernel = new FakeKernel({
    stubborn: async (stage) => {
      await stage.interrupted();
      await stage.interrupted();
      return "KeyboardInterrupt";
    },
  });
  const run = await runNotebook(notebook(code("stubborn")), kernel, {
    timeoutSeconds: 0.01,
    graceSeconds: 0.01,
  });
  assert.equal(run.outcome, "timeout");
  assert.equal(kernel.interrupts, 2);
});

Deno.test("runNotebook() keeps what was computed when its signal fires", async () => {
  const stop = new AbortController();
  const kernel = new FakeKernel({
    long: async (stage) => {
      stage.stream("half\n");
      stop.abort();
      await stage.interrupted();
      return "KeyboardInterrupt";
    },
  });
  const run = await runNotebook(notebook(code("long"), code("b")), kernel, {
    signal: stop.signal,
  });
  assert.equal(run.outcome, "interrupt");
  assert.deepEqual(codeCell(run, 0).outputs[0], { ...OLD, text: "half\n" });
  assert.deepEqual(kernel.executed, ["long"]);
});

Deno.test("runNotebook() returns what was computed when the kernel is lost", async () => {
  const kernel = new FakeKernel({
    a: (stage) => stage.stream("kept\n"),
    lost: () => {
      throw new Error("the connection is closed");
    },
  });
  const run = await runNotebook(notebook(code("a"), code("lost"), code("c")), kernel);
  assert.equal(run.outcome, "lost");
  assert.deepEqual(codeCell(run, 0).outputs, [{ ...OLD, text: "kept\n" }]);
  assert.equal(run.failed?.error?.evalue, "the connection is closed");
});

Deno.test("runNotebook() shows late output in the cell that caused it", async () => {
  let late = (): void => {};
  const kernel = new FakeKernel({
    a: (stage) => {
      late = () => stage.stream("late\n");
    },
    b: (stage) => {
      late();
      stage.stream("b\n");
    },
  });
  const run = await runNotebook(notebook(code("a"), code("b")), kernel);
  assert.deepEqual(codeCell(run, 0).outputs, [{ ...OLD, text: "late\n" }]);
  assert.deepEqual(codeCell(run, 1).outputs, [{ ...OLD, text: "b\n" }]);
});

Deno.test("runNotebook() tells its observer of every cell", async () => {
  const heard: string[] = [];
  await runNotebook(notebook(code("a"), code("b")), new FakeKernel({ b: () => "Oops" }), {
    observer: {
      begin: ({ number, total, cell }) => heard.push(`${number}/${total} ${cell.source}`),
      end: ({ outcome }: FinishedCell, { cells }: Notebook) => {
        heard.push(`${outcome} ${cells.length}`);
      },
    },
  });
  assert.deepEqual(heard, ["1/2 a", "ok 2", "2/2 b", "error 2"]);
});
