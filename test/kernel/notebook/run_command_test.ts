import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Notebook } from "../../../kernel/notebook/nbformat.ts";
import { readNotebook } from "../../../kernel/notebook/read.ts";
import { runCommand, type RunCommandOptions } from "../../../kernel/notebook/run_command.ts";
import { writeNotebook } from "../../../kernel/notebook/write.ts";
import { code, markdown, notebook } from "./build.ts";
import { FakeKernel, type Script } from "./fake_kernel.ts";
import { FakeTerminal } from "./fake_terminal.ts";
import { inFolder } from "../../support/temporary.ts";

/** Runs a notebook from a fresh folder on a fake kernel. */
async function command(
  source: Notebook,
  check: (ran: {
    exit: number;
    folder: string;
    terminal: FakeTerminal;
    kernel: FakeKernel;
    opened: readonly string[];
  }) => Promise<void> | void,
  options: Partial<RunCommandOptions> & { scripts?: Record<string, Script> } = {},
): Promise<void> {
  await inFolder(async (folder) => {
    const file = join(folder, "in.ipynb");
    await writeNotebook(file, source);
    const terminal = new FakeTerminal();
    const kernel = new FakeKernel(options.scripts ?? {});
    kernel.folder = folder;
    const opened: string[] = [];
    const exit = await runCommand({
      notebook: file,
      terminal,
      openKernel: (at) => {
        opened.push(at);
        return Promise.resolve({ client: kernel, [Symbol.asyncDispose]: () => kernel.close() });
      },
      ...options,
      ...options.output && { output: join(folder, options.output) },
      ...options.html && { html: join(folder, options.html) },
    });
    await check({ exit, folder, terminal, kernel, opened });
  });
}

Deno.test("runCommand() writes notebook and page, repeats key figures and says what is next", async () => {
  const source = notebook(
    code("a", { tags: ["key-figures"] }),
    markdown("## What next\n\nType `deno task repl`.", { metadata: { tags: ["next-steps"] } }),
  );
  await command(source, async ({ exit, folder, terminal, opened, kernel }) => {
    assert.equal(exit, 0);
    assert.deepEqual(opened, [folder]);
    assert.equal(kernel.closed, true);
    assert.match(
      terminal.outLines.join("\n"),
      /^accuracy 0\.98\n\nRan 1 cell in .* s\nNotebook {2}.*x\.ipynb\nPage {6}.*x\.html\n\nWhat next\n\nType deno task repl\.$/,
    );
    assert.match(terminal.written.join(""), /^\[1\/1\] .* s {2}a\n$/);
    const [first] = (await readNotebook(join(folder, "out", "x.ipynb"))).cells;
    assert(first?.cell_type === "code" && first.execution_count === 1);
    assert.match(await readFile(join(folder, "out", "x.html"), "utf8"), /accuracy 0\.98/);
  }, {
    output: "out/x.ipynb",
    html: "out/x.html",
    scripts: { a: (stage) => stage.stream("accuracy 0.98\n") },
  });
});

Deno.test("runCommand() writes beside the notebook, and never over it, when told nothing", async () => {
  await command(notebook(code("a")), async ({ folder }) => {
    const written = await readNotebook(join(folder, ".modulab", "out", "in.ipynb"));
    assert(written.cells[0]?.cell_type === "code" && written.cells[0].execution_count === 1);
    assert.deepEqual(await readNotebook(join(folder, "in.ipynb")), notebook(code("a")));
  });
});

Deno.test("runCommand() refuses a page in the place of either notebook before it runs", async () => {
  const places = { "in.ipynb": "the notebook", "out.ipynb": "the executed notebook" };
  for (const [html, what] of Object.entries(places)) {
    await command(notebook(code("a")), async ({ exit, folder, terminal, opened }) => {
      assert.equal(exit, 2);
      assert.deepEqual(opened, []);
      assert.match(terminal.errLines.join(), new RegExp(`: ${what} is there; name another file`));
      assert.deepEqual(await readNotebook(join(folder, "in.ipynb")), notebook(code("a")));
    }, { output: "out.ipynb", html });
  }
});

Deno.test("runCommand() exits with 1 after a failure and keeps what was computed", async () => {
  await command(notebook(code("a"), code("bad")), async ({ exit, folder, terminal }) => {
    assert.equal(exit, 1);
    assert.equal(
      terminal.errLines.join("\n"),
      "Cell 2 of 2 failed: TypeError: because\nTypeError: because",
    );
    assert.match(await readFile(join(folder, "out.ipynb"), "utf8"), /"kept/);
    assert.match(await readFile(join(folder, "out.html"), "utf8"), /TypeError: because/);
  }, {
    output: "out.ipynb",
    html: "out.html",
    scripts: { a: (stage) => stage.stream("kept\n"), bad: () => "TypeError" },
  });
});

Deno.test("runCommand() passes parameters and warns of unknown ones", async () => {
  const source = notebook(code("let n = 1;", { tags: ["parameters"] }));
  await command(source, ({ exit, kernel, terminal }) => {
    assert.equal(exit, 0);
    assert.deepEqual(kernel.executed[1], '// Parameters\nlet n = 3;\nconst m = "x";');
    assert.match(terminal.errLines.join("\n"), /^Warning: Parameter m is unknown/);
  }, { parameters: ["n=3", "m=x"] });
});

Deno.test("runCommand() exits with 2 and one message for bad input, and starts no kernel", async () => {
  const cases: readonly [Partial<RunCommandOptions>, RegExp][] = [
    [{ notebook: "/none/at/all.ipynb" }, /^Cannot use \/none\/at\/all\.ipynb: there is no such/],
    [{ parameters: ["n"] }, /^Cannot read parameter "n": write NAME=VALUE/],
    [{ output: "." }, /^Cannot write .*: it is a folder/],
    [{ html: "in.ipynb/page.html" }, /^Cannot write .*page\.html: /],
  ];
  for (const [options, message] of cases) {
    await command(notebook(code("a")), ({ exit, terminal, opened }) => {
      assert.equal(exit, 2);
      assert.equal(terminal.errLines.length, 1);
      assert.match(terminal.errLines[0] ?? "", message);
      assert.deepEqual(opened, []);
    }, options);
  }
});

Deno.test("runCommand() interrupts the cell at its signal and writes what there is", async () => {
  const stop = new AbortController();
  await command(notebook(code("long"), code("b")), async ({ exit, folder, kernel }) => {
    assert.equal(exit, 1);
    assert.deepEqual(kernel.executed, ["long"]);
    assert.match(await readFile(join(folder, "out.ipynb"), "utf8"), /"half/);
  }, {
    output: "out.ipynb",
    signal: stop.signal,
    scripts: {
      long: async (stage) => {
        stage.stream("half\n");
        stop.abort();
        await stage.interrupted();
        return "KeyboardInterrupt";
      },
    },
  });
});

Deno.test("runCommand() exits with 1 and one message when no kernel starts", async () => {
  await command(notebook(code("a")), ({ exit, terminal }) => {
    assert.equal(exit, 1);
    assert.deepEqual(terminal.errLines, ["Cannot start the kernel: no libzmq"]);
  }, { openKernel: () => Promise.reject(new Error("no libzmq")) });
});

Deno.test("runCommand() rescues the results when their folder is gone", async () => {
  let output = "";
  await command(notebook(code("a")), async ({ exit, terminal }) => {
    assert.equal(exit, 1);
    assert.match(terminal.errLines.join("\n"), /^Cannot write .*x\.ipynb: /);
    const rescued = /^Notebook {2}(.*x\.ipynb)$/m.exec(terminal.outLines.join("\n"))?.[1] ?? "";
    assert.notEqual(rescued, output);
    assert.equal((await readNotebook(rescued)).cells.length, 1);
    await Deno.remove(dirname(rescued), { recursive: true });
  }, {
    output: "out/x.ipynb",
    scripts: {
      a: async (stage) => {
        output = join(stage.folder, "out", "x.ipynb");
        await Deno.remove(dirname(output));
        await Deno.writeTextFile(dirname(output), "a file where the folder was");
      },
    },
  });
});

Deno.test("runCommand() prints the type errors it found before the summary, and takes none for a failure", async () => {
  const kernel = new FakeKernel({});
  const checks = {
    open: 0,
    found: ["Cell [1], line 1: \x1b[31merror\x1b[0m TS2322"],
    settled: () => Promise.resolve(),
  };
  await command(notebook(code("a")), ({ exit, terminal }) => {
    assert.equal(exit, 0);
    assert.deepEqual(terminal.errLines, ["Cell [1], line 1: error TS2322"]);
  }, {
    openKernel: () =>
      Promise.resolve({ client: kernel, checks, [Symbol.asyncDispose]: () => kernel.close() }),
  });
});
