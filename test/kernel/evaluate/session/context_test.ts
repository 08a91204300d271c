/** Interrupts: whatever a cell is at, it stops, and the session keeps its variables. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mock } from "node:test";
import { CellContext, Cells } from "../../../../kernel/evaluate/session/context.ts";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

/** Cells that go on for ever, or for longer than anybody waits. */
const ENDLESS: Readonly<Record<string, string>> = {
  "a loop": "while (true) {}",
  "a loop that swallows every error": "for (;;) { try { throw new Error('x') } catch {} }",
  "a loop in a function of a library": "[1].forEach(() => { for (;;); })",
  "a regular expression that backtracks": "/^(a+)+$/.test('a'.repeat(60) + 'b')",
  "a promise that never settles": "await new Promise(() => {})",
  "a promise that never settles, as the result": "new Promise(() => {})",
  "a long timer":
    "await new Promise((resolve) => { globalThis.timer = setTimeout(resolve, 600_000) })",
  "a loop of awaits": "for (;;) await null",
  "a loop that awaits values and swallows every error": "for (;;) try { await 0 } catch {}",
  "a library's loop that awaits values":
    "await new Function('return (async () => { for (;;) await null })()')()",
  "a loop of awaits that swallows every error":
    "for (;;) { try { await new Promise((r) => setTimeout(r, 1)); if (cellSignal().aborted) break } catch {} }",
  "a loop of timers": "for (;;) await new Promise((r) => setTimeout(r, 1))",
  "a for await":
    "async function* ticks() { for (;;) yield 1 }\nfor await (const _tick of ticks());",
  "a for await of timers":
    "async function* slow() { for (;;) { await new Promise((r) => setTimeout(r, 1)); yield 1 } }\nfor await (const _tick of slow());",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a native sort": "new Float64Array(1e7).map((_, i) => Math.sin(i)).sort((a, b) => a - b)",
  "a subprocess that is waited for":
    "const child = new Deno.Command('sleep', { args: ['100'] }).spawn(); cellSignal().addEventListener('abort', () => child.kill()); await child.status; await new Promise(() => {})",
  "a fetch that listens to the signal":
    "await new Promise((_, no) => cellSignal().addEventListener('abort', () => no(cellSignal().reason)))",
};

const ANNOUNCED = {
  id: "one",
  count: 1,
  source: "",
  showResult: true,
  remember: true,
  allowInput: false,
};

Deno.test("Cells.interrupt() lets listeners of the signal run in the cell's context, whatever runs now", () => {
  const cells = new Cells();
  cells.announce(ANNOUNCED);
  const cell = cells.get("one");
  const seen: unknown[] = [];
  cell.signal.addEventListener("abort", () => seen.push(cells.current()));
  cells.interrupt("one");
  cells.interrupt("another");
  assert.equal(cells.current(), undefined);
  assert.deepEqual(seen, [cell]);
});

Deno.test("Cells.interrupt() keeps no more ids of unknown cells than can be on their way", () => {
  const cells = new Cells();
  for (let count = 0; count < 100; count++) cells.interrupt(`ended ${count}`);
  cells.interrupt("one");
  assert.throws(() => cells.announce(ANNOUNCED), { name: "Interrupted" });
  assert.doesNotThrow(() => cells.announce({ ...ANNOUNCED, id: "ended 0" }));
});

Deno.test("CellContext.signal that is first asked for after the interrupt has aborted", () => {
  const cell = new CellContext(ANNOUNCED);
  assert.doesNotThrow(() => cell.check());
  cell.interrupt();
  assert.throws(() => cell.check(), { name: "Interrupted" });
  assert.equal(cell.signal.reason.name, "Interrupted");
  assert.equal(cell.signal, cell.signal);
});

Deno.test("Cells.bind() lets a callback run as code of its cell, which an interrupt does not stop", () => {
  const cells = new Cells();
  cells.announce(ANNOUNCED);
  const cell = cells.get("one");
  const bound = cells.run(cell, () => cells.bind(() => cells.current()));
  assert.equal(bound(), cell);
  cells.interrupt("one");
  const lasting = bound();
  assert.equal(lasting?.announcement, cell.announcement);
  assert.doesNotThrow(() => lasting?.check());
  assert.deepEqual([bound(), cells.run(cell, () => cells.current())], [lasting, lasting]);
});

Deno.test("Session.interrupt() stops cells and keeps their session", async (t) => {
  await using rig = await SessionRig.start();
  await rig.run("let state = 0");
  const { pid } = rig.session;

  /** Interrupts a cell that was begun, and sees that the session is as it was. */
  async function stop(code: string): Promise<void> {
    const { done } = await rig.begin(code, "state++;");
    const before = performance.now();
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.deepEqual((await done).end, { status: "interrupted" });
    assert.ok(performance.now() - before < 2000, "it took over two seconds");
    assert.equal(rig.session.running, undefined);
  }

  let expected = 0;
  for (const [name, code] of Object.entries(ENDLESS)) {
    await t.step(`${name} stops`, async () => {
      await stop(code);
      assert.equal((await rig.run("state")).result, String(++expected));
    });
  }

  await t.step("a blocking question stops, and the next one gets its own answer", async () => {
    const done = rig.run("prompt('who?')");
    const stale = await rig.event("input");
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.deepEqual((await done).end, { status: "interrupted" });
    await rig.session.answerInput(stale, { value: "late" });
    const next = rig.run("prompt('again?')");
    await rig.session.answerInput(await rig.event("input"), { value: "right" });
    assert.match((await next).result ?? "", /right/);
  });

  await t.step(
    "a blocking question that the kernel has not heard of yet stops, and is not asked",
    async () => {
      const file = await Deno.makeTempFile();
      const running = rig.run(`Deno.removeSync(${JSON.stringify(file)}); prompt("who?")`);
      while (existsSync(file)); // meanwhile this process reads nothing
      const effect = await rig.session.interrupt();
      if (effect === "stuck") await rig.session.interrupt(); // or the failed test would not end
      const { end, outputs } = await running;
      assert.deepEqual([effect, end], ["interrupted", { status: "interrupted" }]);
      assert.deepEqual(outputs.filter(({ type }) => type === "input"), []);
    },
  );

  await t.step("a question that does not block stops", async () => {
    const done = rig.run("await input('who?')");
    await rig.event("input");
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.deepEqual((await done).end, { status: "interrupted" });
  });

  await t.step("finally blocks of an interrupted cell run, and print into it", async () => {
    const { done } = await rig.begin(
      "try { await new Promise(() => {}).finally; for (;;) await new Promise((r) => setTimeout(r, 1)) } finally { console.log('tidied') }",
    );
    await rig.session.interrupt();
    assert.match(textOf((await done).outputs, { stream: "stdout" }), /tidied/);
  });

  await t.step("cellSignal() aborts with the interrupt", async () => {
    const listen =
      "cellSignal().addEventListener('abort', () => console.log(cellSignal().reason.name));";
    const { done } = await rig.begin("await new Promise(() => {})", listen);
    await rig.session.interrupt();
    const { outputs } = await done;
    assert.match(textOf(outputs, { stream: "stdout" }), /^ready\nInterrupted\n$/);
  });

  await t.step("what a terminated cell had still to show holds up no later cell", async () => {
    const slow = "display({ [Symbol.for('Jupyter.display')]: async () => ({}) });";
    const loop = await rig.begin("while (true) {}", slow);
    await rig.session.interrupt();
    await loop.done;
    assert.equal((await rig.run("display('shown'); 1")).result, "1");
  });

  await t.step(
    "a display that never comes holds up no cell behind the interrupted one",
    async () => {
      const never = "display({ [Symbol.for('Jupyter.display')]: () => new Promise(() => {}) });";
      const { done } = await rig.begin("await new Promise(() => {})", never);
      await rig.session.interrupt();
      await done;
      const before = performance.now();
      assert.equal((await rig.run("1")).result, "1");
      assert.ok(performance.now() - before < 2000, "it waited for that display");
    },
  );

  await t.step("a formatter that loops is interrupted before its limit", async () => {
    const loop = "display({ [Symbol.for('Jupyter.display')]() { for (;;); } });";
    const { done } = await rig.begin(loop);
    await rig.session.interrupt();
    assert.deepEqual((await done).end, { status: "interrupted" });
    assert.equal((await rig.run("({ a: 1 })")).result, "{ a: 1 }");
  });

  await t.step("text goes out at once after a cell that was terminated", async () => {
    const loop = await rig.begin("while (true) {}");
    await rig.session.interrupt();
    await loop.done;
    await rig.run("for (let line = 0; line < 300; line++) console.log(line)");
    const next = await rig.begin("await new Promise(() => {})"); // it has printed
    await rig.session.interrupt();
    await next.done;
  });

  await t.step("an interrupt while nothing runs does nothing", async () => {
    assert.equal(await rig.session.interrupt(), "idle");
    assert.equal((await rig.run("1")).result, "1");
  });

  await t.step("what an interrupted cell prints later is still its own", async () => {
    const { done } = await rig.begin(
      "setTimeout(() => console.log('late'), 50); await new Promise(() => {})",
    );
    await rig.session.interrupt();
    const { id } = await done;
    await rig.inbox.take((output) =>
      output.type === "text" && output.text.includes("late") && (output.cell ?? id) === id
    );
  });

  await t.step("servers of an interrupted cell go on answering, and print into it", async () => {
    const handle = "async () => { await 0; console.log('asked'); return new Response('answer') }";
    const { done } = await rig.begin(
      "await new Promise(() => {})",
      `import { createServer } from "node:http";
      const web = Deno.serve({ port: 0, onListen() {} }, ${handle});
      const node = createServer(async (_, response) => response.end(await (await (${handle})()).text()));
      await new Promise((done) => node.listen(0, "127.0.0.1", done));`,
    );
    await rig.session.interrupt();
    const { id } = await done;
    const { result } = await rig.run(`
      const ports = [web.addr.port, node.address().port];
      const answers = ports.map(async (port) => (await fetch("http://127.0.0.1:" + port)).text());
      (await Promise.all(answers)).join()`);
    assert.equal(result, '"answer,answer"');
    assert.equal(textOf(rig.outputs, { stream: "stdout", cell: id }), "asked\nasked\n");
    await rig.run("await web.shutdown(); node.close(); node.closeAllConnections();");
  });

  await t.step("no interrupt has cost the session", () => {
    assert.equal(rig.session.pid, pid);
  });
});

Deno.test("Session.interrupt() interrupts the subprocess that a cell waits for", async () => {
  await using rig = await SessionRig.start();
  await rig.run("let kept = 1");
  const { done } = await rig.begin(
    "console.log(new Deno.Command('sleep', { args: ['100'] }).outputSync().signal)",
  );
  assert.equal(await rig.session.interrupt(), "interrupted");
  assert.deepEqual((await done).end, { status: "interrupted" });
  assert.equal((await rig.run("kept")).result, "1");
});

Deno.test("Session.interrupt() kills a session whose native code does not stop, when asked again", async () => {
  await using rig = await SessionRig.start();
  const { done } = await rig.begin(
    "const lib = Deno.dlopen(Deno.build.os === 'darwin' ? 'libSystem.dylib' : 'libc.so.6', { pipe: { parameters: ['buffer'], result: 'i32' }, read: { parameters: ['i32', 'buffer', 'usize'], result: 'isize' } });\n" +
      "const ends = new Int32Array(2); lib.symbols.pipe(ends);\n" +
      "for (;;) lib.symbols.read(ends[0], new Uint8Array(1), 1n)",
  );
  assert.equal(await rig.session.interrupt(), "stuck");
  const later = performance.now() + 10_000; // a user takes time to read what that means
  const clock = mock.method(performance, "now", () => later);
  assert.equal(await rig.session.interrupt(), "killed");
  clock.mock.restore();
  const { end } = await done;
  assert.partialDeepStrictEqual(end, { status: "ended", end: { name: "SessionStopped" } });
});

Deno.test("Session.interrupt() says why a module that loops while it loads costs the session", async () => {
  await using rig = await SessionRig.start();
  const looping = "data:text/javascript,console.log('loading');for(;;);";
  const done = rig.run(`import ${JSON.stringify(looping)}`);
  await rig.inbox.take((output) => output.type === "text" && output.text.includes("loading"));
  await rig.session.interrupt();
  const { name, message } = await rig.session.ended;
  assert.equal(name, "SessionStopped");
  assert.match(message, /^The session ended, for a module was stopped while it loaded\./);
  await done;
});
