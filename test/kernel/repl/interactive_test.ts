import assert from "node:assert/strict";
import { startRepl } from "../../../kernel/repl/repl.ts";
import { createFakeClient, type FakeKernel } from "./fake_client.ts";
import { createFakeTerminal } from "./fake_terminal.ts";

/** A REPL at an emulated terminal, and a way to tell its process to end. */
function start(kernel: FakeKernel = {}, env: Readonly<Record<string, string>> = {}) {
  let terminate = (_exitCode: number): void => {};
  const client = createFakeClient(kernel);
  const terminal = createFakeTerminal({ columns: 60, rows: 10 });
  const { input, output } = terminal;
  const done = startRepl({
    client,
    input,
    output,
    env: (name) => env[name],
    onInterrupt: () => () => {},
    onTermination: (listener) => {
      terminate = listener;
      return () => {};
    },
  });
  return { client, terminal, done, terminate: (exitCode: number) => terminate(exitCode) };
}

function echo(kernel: FakeKernel = {}): FakeKernel {
  return { run: (cell) => cell.result(`<${cell.code}>`), ...kernel };
}

const CTRL_C = "\x03";
const CTRL_D = "\x04";

Deno.test("startRepl() greets, runs a cell and leaves on Ctrl-D", async () => {
  const { terminal, done } = start(echo());
  await terminal.shows("In [1]:");
  assert.equal(terminal.raw, true);
  terminal.type("1+1\r");
  await terminal.shows("In [2]:");
  terminal.type(CTRL_D);
  assert.equal(await done, 0);
  assert.equal(terminal.raw, false);
  assert.deepEqual(
    await terminal.rows(),
    [
      "modulab 0.1.0 · TypeScript 5.9 · %help lists the commands, Ctrl-D leaves",
      "In [1]: 1+1",
      "Out[1]: <1+1>",
      "",
      "In [2]:",
    ].flatMap((row) => row.length > 60 ? [row.slice(0, 60), row.slice(60)] : [row]),
  );
});

Deno.test("startRepl() goes on below a cell that is not complete", async () => {
  const { client, terminal, done } = start(echo());
  terminal.type("f(\r1\r)\r" + CTRL_D);
  await done;
  assert.deepEqual(client.executed, ["f(\n  1\n)"]);
});

Deno.test("startRepl() runs a pasted cell as one", async () => {
  const { client, terminal, done } = start(echo());
  terminal.type("\x1b[200~let a = 1;\nlet b = 2;\x1b[201~\r" + CTRL_D);
  await done;
  assert.deepEqual(client.executed, ["let a = 1;\nlet b = 2;"]);
});

Deno.test("startRepl() leaves on exit() and at the end of its input", async () => {
  const first = start(echo());
  first.terminal.type("exit()\r");
  assert.equal(await first.done, 0);
  const second = start(echo());
  second.terminal.type("unfinished");
  second.terminal.end();
  assert.equal(await second.done, 0);
  assert.deepEqual(second.client.executed, []);
});

Deno.test("startRepl() interrupts the running cell on Ctrl-C and stays", async () => {
  const { client, terminal, done } = start({
    run: async (cell) => {
      cell.print("running\n");
      await cell.interrupted;
      throw new Error("Interrupted");
    },
  });
  terminal.type("loop\r");
  await terminal.shows("running");
  terminal.type(CTRL_C);
  await terminal.shows("In [2]:");
  assert.equal(client.interrupts, 1);
  terminal.type(CTRL_D);
  await done;
});

Deno.test("startRepl() clears the input on Ctrl-C and says how to leave on the second", async () => {
  const { client, terminal, done } = start(echo());
  terminal.type("gone" + CTRL_C);
  await terminal.shows("In [1]: gone\nIn [1]:");
  terminal.type(CTRL_C);
  await terminal.shows("exit() leaves");
  terminal.type(CTRL_D);
  await done;
  assert.deepEqual([client.executed, client.interrupts], [[], 0]);
});

Deno.test("startRepl() takes what was typed while a cell ran", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { client, terminal, done } = start({ run: () => promise });
  terminal.type("first\r");
  await terminal.shows("first");
  terminal.type("second\r" + CTRL_D);
  resolve();
  await done;
  assert.deepEqual(client.executed, ["first", "second"]);
});

Deno.test("startRepl() prints late output above what is being typed", async () => {
  const { client, terminal, done } = start(echo());
  terminal.type("half");
  await terminal.shows("In [1]: half");
  client.publish("stream", { name: "stdout", text: "late\n" });
  await terminal.shows("late\nIn [1]: half");
  terminal.type("\x15" + CTRL_D);
  await done;
});

Deno.test("startRepl() asks what a cell asks, behind what it printed, and hides passwords", async () => {
  const { terminal, done } = start({
    run: async (cell) => {
      cell.print("first ");
      const name = await cell.ask({ prompt: "Name? ", password: false });
      const password = await cell.ask({ prompt: "Password: ", password: true });
      cell.result(`${name} ${password}`);
    },
  });
  terminal.type("ask\r");
  await terminal.shows("first\nName?");
  terminal.type("Bob\r");
  await terminal.shows("Password:");
  terminal.type("secret\r");
  await terminal.shows("Name? Bob\nPassword:\nOut[1]: Bob secret");
  terminal.type(CTRL_D);
  await done;
});

Deno.test("startRepl() gives up a question on Ctrl-C, also one typed in the same breath", async () => {
  const { terminal, done } = start({
    run: async (cell) => cell.result(await cell.ask({ prompt: "Name? ", password: false })),
  });
  terminal.type("ask\r");
  await terminal.shows("Name?");
  terminal.type("x" + CTRL_C);
  await terminal.shows("question was cancelled");
  terminal.type(CTRL_D);
  await done;
});

Deno.test("startRepl() ends the input of a question on Ctrl-D, and not itself", async () => {
  const { terminal, done } = start({
    run: async (cell) => {
      cell.result(JSON.stringify(await cell.ask({ prompt: "Name? ", password: false })));
    },
  });
  terminal.type("ask\r");
  await terminal.shows("Name?");
  terminal.type(CTRL_D);
  await terminal.shows('Out[1]: "\\u0004"');
  terminal.type(CTRL_D);
  await done;
});

Deno.test("startRepl() interrupts a cell that goes on after its question was given up", async () => {
  const { client, terminal, done } = start({
    run: async (cell) => {
      await cell.ask({ prompt: "Name?", password: false }).catch(() => {});
      cell.print("going on\n");
      await cell.interrupted;
    },
  });
  terminal.type("ask\r");
  await terminal.shows("Name?");
  terminal.type(CTRL_C);
  await terminal.shows("going on");
  terminal.type(CTRL_C);
  await terminal.shows("In [2]:");
  assert.equal(client.interrupts, 1);
  terminal.type(CTRL_D);
  await done;
});

Deno.test("startRepl() finds inputs of earlier sessions", async () => {
  const { client, terminal, done } = start(echo({ history: ["let older = 1", "let newer = 2"] }));
  await terminal.shows("In [1]:");
  terminal.type("\x12old");
  await terminal.shows("search back: old");
  terminal.type("\r\r\x1b[A\x1b[A\r" + CTRL_D);
  await done;
  assert.deepEqual(client.executed, ["let older = 1", "let newer = 2"]);
});

Deno.test("startRepl() completes with types, signatures and documentation", async () => {
  const completions = [
    { text: "console", type: "namespace", documentation: "Prints things.", start: 2, end: 4 },
    { text: "confirm", type: "function", signature: "() => boolean", start: 2, end: 4 },
  ];
  const { client, terminal, done } = start(echo({ completions, documentation: "Asks." }));
  terminal.type("😀 co\t");
  await terminal.shows("confirm  function   () => boolean");
  terminal.type("\t\t");
  await terminal.shows("│ Asks.");
  terminal.type("\t");
  await terminal.shows("│ Prints things.");
  terminal.type("\r\r" + CTRL_D);
  await done;
  assert.deepEqual(client.executed, ["😀 console"]);
});

Deno.test("startRepl() shows documentation on Shift-Tab until the next key", async () => {
  const { terminal, done } = start(echo({ documentation: "Fetches a resource." }));
  terminal.type("fetch\x1b[Z");
  await terminal.shows("│ Fetches a resource.");
  terminal.type("\x15" + CTRL_D);
  await done;
  assert.equal((await terminal.rows()).join().includes("Fetches"), false);
});

Deno.test("startRepl() turns the pages of long documentation", async () => {
  const text = Array.from({ length: 12 }, (_, line) => `line ${line}`).join("\n");
  const { terminal, done } = start({
    run: () => ({ payload: [{ source: "page", data: { "text/plain": text }, start: 0 }] }),
  });
  terminal.type("?x\r");
  await terminal.shows("line 8\n-- more");
  terminal.type(" ");
  await terminal.shows("line 11\n\nIn [2]:");
  terminal.type("?x\r");
  await terminal.shows("?x\nline 0");
  terminal.type("q" + CTRL_D);
  await done;
});

Deno.test("startRepl() puts the text of set_next_input into the next input", async () => {
  const { client, terminal, done } = start({
    run: (cell) =>
      cell.code === "%load" ? { payload: [{ source: "set_next_input", text: "a\nb" }] } : {},
  });
  terminal.type("%load\r");
  await terminal.shows("In [2]: a\n   ...: b");
  terminal.type("\r" + CTRL_D);
  await done;
  assert.deepEqual(client.executed, ["%load", "a\nb"]);
});

Deno.test("startRepl() draws anew when the terminal changes its size", async () => {
  const { terminal, done } = start(echo());
  terminal.type("0123456789012345678901234567890123456789");
  await terminal.shows("56789");
  await terminal.resize(30, 10);
  await terminal.shows("In [1]: 0123456789012345678901\n234567890123456789");
  terminal.type("\x15" + CTRL_D);
  await done;
});

Deno.test("startRepl() shows no colours with NO_COLOR", async () => {
  const { terminal, done } = start(echo(), { NO_COLOR: "1" });
  terminal.type("let a = 'x'\r" + CTRL_D);
  await done;
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(terminal.written, /\x1b\[(?:[13];)?[39]\dm/);
});

Deno.test("startRepl() is plain in a dumb terminal", async () => {
  const { terminal, done } = start(echo(), { TERM: "dumb" });
  terminal.type("1\n");
  terminal.end();
  assert.equal(await done, 0);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(terminal.written, /\x1b/);
});

Deno.test("startRepl() gives the terminal back when its process is told to end", async () => {
  const idle = start(echo());
  idle.terminal.type("half an inp");
  await idle.terminal.shows("half an inp");
  idle.terminate(143);
  assert.equal(await idle.done, 143);
  assert.equal(idle.terminal.raw, false);
  assert.ok(idle.terminal.written.includes("\x1b[?2004l"));
});

Deno.test("startRepl() gives the terminal back while a cell runs", async () => {
  const busy = start({
    run: (cell) => {
      cell.print("running\n");
      return new Promise(() => {});
    },
  });
  busy.terminal.type("loop\r");
  await busy.terminal.shows("running");
  busy.terminate(129);
  assert.equal(await busy.done, 129);
  assert.equal(busy.terminal.raw, false);
});

Deno.test("startRepl() shows how to call what is being called, until the call is closed", async () => {
  const { terminal, done } = start(echo({ documentation: "add(a: number, b: number)" }));
  terminal.type("add(1");
  await terminal.shows("│ add(a: number, b: number)");
  terminal.type(")");
  await terminal.shows("In [1]: add(1)");
  assert.deepEqual((await terminal.rows()).slice(2), ["In [1]: add(1)"]);
  terminal.type("\r" + CTRL_D);
  await done;
});

Deno.test("startRepl() asks again how to call what the kernel did not yet know well", async () => {
  const documentation = ["Value: function", "add(a: number, b: number)"];
  const { terminal, done } = start(echo({ documentation }));
  terminal.type("add(");
  await terminal.shows("│ add(a: number, b: number)");
  terminal.type("1)\r" + CTRL_D);
  await done;
});

Deno.test("startRepl() gives the kernel time before it asks again how to call", async () => {
  const documentation = new Array(1000).fill("Value: function");
  const { client, terminal, done } = start(echo({ documentation }));
  const began = performance.now();
  terminal.type("add(");
  await terminal.shows("│ Value: function");
  assert.ok(client.inspections <= 1 + (performance.now() - began) / 250);
  terminal.type("1)\r" + CTRL_D);
  await done;
});

Deno.test("startRepl() says no more how to call what it was told to be silent about", async () => {
  const { promise: documented, resolve } = Promise.withResolvers<void>();
  const { terminal, done } = start(echo({ documentation: "add(a: number)", documented }));
  terminal.type("add(1");
  await terminal.shows("add(1");
  terminal.type("\x1b[27u2");
  await terminal.shows("add(12");
  resolve();
  terminal.type("3");
  await terminal.shows("add(123");
  assert.deepEqual((await terminal.rows()).slice(2), ["In [1]: add(123"]);
  terminal.type(")\r" + CTRL_D);
  await done;
});
