import assert from "node:assert/strict";
import { startRepl } from "../../../kernel/repl/repl.ts";
import { createFakeClient, type FakeKernel } from "./fake_client.ts";
import { createFakeTerminal } from "./fake_terminal.ts";

const ECHO: FakeKernel = {
  run: (cell) => {
    if (cell.code.startsWith("throw")) throw new Error("bad");
    cell.result(`<${cell.code}>`);
  },
};

/** Feeds a script through a pipe and collects what comes out. */
async function pipe(script: string, kernel: FakeKernel = ECHO) {
  const client = createFakeClient(kernel);
  const terminal = createFakeTerminal({ isTerminal: false });
  const errors = createFakeTerminal({ isTerminal: false });
  terminal.type(script);
  terminal.end();
  const code = await startRepl({
    client,
    input: terminal.input,
    output: terminal.output,
    errors: errors.output,
    onInterrupt: () => () => {},
  });
  return { code, executed: client.executed, out: terminal.written, errors: errors.written };
}

Deno.test("startRepl() in a pipe prints results and nothing else", async () => {
  const { code, out, errors } = await pipe("1+1\n");
  assert.deepEqual({ code, out, errors }, { code: 0, out: "<1+1>\n", errors: "" });
});

Deno.test("startRepl() in a pipe runs each statement once it is complete", async () => {
  const { executed } = await pipe("a\n\nf(\n  1,\n\n  2)\r\nb");
  assert.deepEqual(executed, ["a", "f(\n  1,\n\n  2)", "b"]);
});

Deno.test("startRepl() in a pipe waits for lines that can only go on", async () => {
  const script =
    "x\n  .map(f)\n  ?.y\nif (a) {\n}\nelse {\n}\ntry {\n} // c\ncatch {}\n.5\n?x\n??x\n";
  const { executed } = await pipe(script);
  assert.deepEqual(executed, [
    "x\n  .map(f)\n  ?.y",
    "if (a) {\n}\nelse {\n}",
    "try {\n} // c\ncatch {}",
    ".5",
    "?x",
    "??x",
  ]);
});

Deno.test("startRepl() in a pipe looks beyond comments and empty lines for what goes on", async () => {
  const { executed } = await pipe("x\n  // why\n\n  .map(f)\ny\n\n// then\nz\n");
  assert.deepEqual(executed, ["x\n  // why\n\n  .map(f)", "y", "// then", "z"]);
});

Deno.test("startRepl() in a pipe runs what is left at the end", async () => {
  assert.deepEqual((await pipe("f(\n  1")).executed, ["f(\n  1"]);
});

Deno.test("startRepl() in a pipe goes on after an error and reports that of the last cell", async () => {
  const first = await pipe("throw 1\n2\n");
  assert.deepEqual([first.code, first.out, first.errors], [0, "<2>\n", "Error: bad\n"]);
  assert.equal((await pipe("2\nthrow 1\n")).code, 1);
});

Deno.test("startRepl() in a pipe stops at exit()", async () => {
  assert.deepEqual((await pipe("1\nexit()\n2\n")).executed, ["1"]);
});

Deno.test("startRepl() in a pipe answers questions with the next line", async () => {
  const { out } = await pipe("ask\nBob\n2\n", {
    run: async (cell) => {
      if (cell.code === "ask") {
        cell.print(await cell.ask({ prompt: "Name? ", password: true }));
      } else cell.result(cell.code);
    },
  });
  assert.equal(out, "Bob\n2\n");
});

Deno.test("startRepl() in a pipe ends a question's input where its own input ends", async () => {
  const { code, out } = await pipe("ask\nlast", {
    run: async (cell) => {
      const question = { prompt: "Line? ", password: false };
      cell.result(JSON.stringify([await cell.ask(question), await cell.ask(question)]));
    },
  });
  assert.deepEqual([code, out], [0, '["last","\\u0004"]\n']);
});

Deno.test("startRepl() in a pipe prints pages", async () => {
  const { out } = await pipe("?x\n", {
    run: () => ({ payload: [{ source: "page", data: { "text/plain": "doc\x1b[0m" }, start: 0 }] }),
  });
  assert.equal(out, "doc\n");
});

Deno.test("startRepl() in a pipe prints what an editor would take for its next input", async () => {
  const { out } = await pipe("%load f.ts\n", {
    run: () => ({ payload: [{ source: "set_next_input", text: "const a = 1", replace: true }] }),
  });
  assert.equal(out, "const a = 1\n");
});

Deno.test("startRepl() in a pipe stops with 130 when it is interrupted", async () => {
  const client = createFakeClient({
    run: async (cell) => {
      cell.print("running\n");
      await cell.interrupted;
      throw new Error("Interrupted");
    },
  });
  const { input, output, type, shows } = createFakeTerminal({ isTerminal: false });
  const { promise, resolve } = Promise.withResolvers<() => void>();
  const onInterrupt = (listener: () => void) => {
    resolve(listener);
    return () => {};
  };
  const done = startRepl({ client, input, output, errors: output, onInterrupt });
  type("loop\n2\n");
  const interrupt = await promise;
  await shows("running");
  interrupt();
  assert.equal(await done, 130);
  assert.deepEqual(client.executed, ["loop"]);
});

/** A plain REPL with somebody at the keyboard. */
function attend(kernel: FakeKernel) {
  const client = createFakeClient(kernel);
  const terminal = createFakeTerminal();
  const { input, output } = terminal;
  let interrupt = (): void => {};
  const onInterrupt = (listener: () => void) => {
    interrupt = listener;
    return () => {};
  };
  const done = startRepl({ client, input, output, errors: output, plain: true, onInterrupt });
  return { client, terminal, done, interrupt: () => interrupt() };
}

Deno.test("startRepl() with plain prompts and labels without escape codes", async () => {
  const { terminal, done } = attend(ECHO);
  await terminal.shows("In [1]: ");
  terminal.type("f(\n1)\n");
  await terminal.shows("In [2]: ");
  terminal.end();
  assert.equal(await done, 0);
  assert.deepEqual(terminal.written.split("\n").slice(1), [
    "In [1]:    ...: Out[1]:",
    "<f(",
    "1)>",
    "In [2]: ",
    "",
  ]);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(terminal.written, /\x1b/);
});

Deno.test("startRepl() with plain forgets unfinished lines at Ctrl-C and stays", async () => {
  const { client, terminal, done, interrupt } = attend(ECHO);
  terminal.type("f(\n");
  await terminal.shows("...: ");
  interrupt();
  terminal.type("1\n");
  await terminal.shows("Out[1]: <1>");
  terminal.end();
  assert.equal(await done, 0);
  assert.deepEqual(client.executed, ["1"]);
});

Deno.test("startRepl() with plain does not echo passwords", async () => {
  const raws: boolean[] = [];
  const { terminal, done } = attend({
    run: async (cell) => {
      const answer = cell.ask({ prompt: "Password: ", password: true });
      raws.push(terminal.raw);
      cell.result(await answer);
      raws.push(terminal.raw);
    },
  });
  terminal.type("ask\n");
  await terminal.shows("Password:");
  terminal.type("sew\x7fcret\r");
  await terminal.shows("Out[1]: secret");
  terminal.end();
  await done;
  assert.deepEqual(raws, [true, false]);
});

Deno.test("startRepl() with plain interrupts a question once, as twice would end the session", async () => {
  const { client, terminal, done, interrupt } = attend({
    run: async (cell) => cell.result(await cell.ask({ prompt: "Name?", password: false })),
  });
  terminal.type("ask\n");
  await terminal.shows("Name?");
  interrupt();
  await terminal.shows("was interrupted");
  terminal.end();
  await done;
  // The real client sends the one interrupt when a question is refused.
  assert.equal(client.interrupts, 0);
});
