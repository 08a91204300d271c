/** What a session does with cells, in a real process. */
import assert from "node:assert/strict";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { errorOf, type RanCell, SessionRig, textOf } from "../../support/session_rig.ts";

function stdout(ran: RanCell): string {
  return textOf(ran.outputs, { stream: "stdout" });
}

Deno.test("Session runs cells", async (t) => {
  await using rig = await SessionRig.start();
  const step = (name: string, test: () => Promise<void>): Promise<boolean> => t.step(name, test);

  await step("a result of every kind is shown, but undefined is not", async () => {
    const results: readonly (readonly [code: string, text: RegExp | undefined])[] = [
      ["1 + 1", /^2$/],
      ["null", /^null$/],
      ["undefined", undefined],
      ["'text'", /text/],
      ["10n ** 30n", /^1000000000000000000000000000000n$/],
      ["NaN", /^NaN$/],
      ["-0", /^-0$/],
      ["Symbol('s')", /Symbol\(s\)/],
      ["(() => { const a = { b: 1 }; a.self = a; return a; })()", /Circular/],
      ["new Proxy({}, { get() { throw new Error('trap'); } })", /\{|Proxy/],
      ["({ get bad() { throw new Error('getter'); }, good: 1 })", /good: 1/],
      ["Object.create(null)", /Object: null prototype/],
      ["Promise.resolve(7)", /^7$/],
      ["({ then: 1 })", /then: 1/],
      ["'\\ud800'", /./],
      ["1;", undefined],
    ];
    for (const [code, text] of results) {
      const ran = await rig.run(code);
      assert.deepEqual(ran.end, { status: "ok" }, code);
      if (text) assert.match(ran.result ?? "nothing", text, code);
      else assert.equal(ran.result, undefined, code);
    }
  });

  await step("a console prints what deno run prints, and indents groups", async () => {
    const ran = await rig.run(
      "console.group('g'); console.log({ a: 'b', c: { d: { e: { f: 1 } } } }); console.error('%d%', 2);" +
        "console.groupEnd(); console.clear(); console.table([{ a: 'x' }]); console.log('end');",
    );
    const object = '  {\n    a: "b",\n    c: { d: { e: { f: 1 } } }\n  }';
    const table =
      '┌───────┬─────┐\n│ (idx) │ a   │\n├───────┼─────┤\n│     0 │ "x" │\n└───────┴─────┘';
    assert.equal(stdout(ran), `g\n${object}\n${table}\nend\n`);
    assert.equal(textOf(ran.outputs, { stream: "stderr" }), "  2%\n");
  });

  await step("a result of any size is shown once, before its cell ends", async () => {
    for (const size of [0, 1000, ...Array.from({ length: 12 }, (_, at) => 1200 + 10 * at), 9000]) {
      const { outputs, result } = await rig.run(`"x".repeat(${size})`);
      assert.equal(outputs.filter(({ type }) => type === "result").length, 1, String(size));
      assert.equal(result, `"${"x".repeat(size)}"`);
    }
  });

  await step("what is printed before and behind a result keeps its order", async () => {
    const ran = await rig.run(
      "let at = 0; const go = () => { if (at < 40) { console.log(at++); queueMicrotask(go); } }; go(); 7",
    );
    // The code goes on behind the cell's end, and even what the kernel asks for may come between.
    await rig.inbox.take((output) => output.type === "text" && output.text.includes("39\n"));
    assert.equal(ran.result, "7");
    const text = textOf(rig.outputs.slice(rig.outputs.indexOf(ran.outputs[0] ?? assert.fail())), {
      stream: "stdout",
    });
    assert.equal(text, Array.from({ length: 40 }, (_, line) => `${line}\n`).join(""));
  });

  await step(
    "a cell longer than the inspector takes is refused, and the next one runs",
    async () => {
      const id = "long";
      const source = `/*${"x".repeat(33 * 1024 * 1024)}*/ 1`;
      const { session } = rig;
      const end = await session.run({ ...compileCell({ id, text: "1" }), code: source }, {
        ...{ id, source, count: 1 },
        ...{ showResult: true, remember: true, allowInput: false },
      });
      assert.match(errorOf({ id, end, outputs: [], result: undefined }).message, /at most 30 MB/);
      assert.equal((await rig.run("1 + 1")).result, "2");
    },
  );

  await step("values whose own code throws while they are shown cost no cell", async () => {
    const hostile = [
      "new Proxy({}, { ownKeys() { throw new Error('keys'); }, getPrototypeOf() { throw new Error('p'); } })",
      "({ [Symbol.for('Jupyter.display')]() { throw new Error('display'); } })",
      "({ toJSON() { throw new Error('json'); }, toString() { throw new Error('string'); } })",
      "({ [Symbol.for('Deno.customInspect')]() { throw new Error('inspect'); } })",
    ];
    for (const code of hostile) {
      const ran = await rig.run(code);
      assert.deepEqual(ran.end, { status: "ok" }, code);
      assert.notEqual(ran.result, undefined, code);
    }
  });

  await step("variables last, and are declared anew", async () => {
    await rig.run("const kept = 1; let other = 2; class K {}; function f() { return 3 }");
    assert.equal((await rig.run("[kept, other, f()].join()")).result?.includes("1,2,3"), true);
    assert.deepEqual((await rig.run("const kept = 'new'; class K { a = 1 }; kept")).end, {
      status: "ok",
    });
    const names = await rig.session.host.names();
    assert.deepEqual(names.filter((name) => ["kept", "K"].includes(name)).sort(), ["K", "kept"]);
  });

  await step("In, Out and _ remember", async () => {
    const { id } = await rig.run("6 * 7");
    const count = Number(id.slice(1));
    assert.equal((await rig.run("_ + 0")).result, "42");
    assert.equal((await rig.run(`Out[${count}]`)).result, "42");
    assert.equal((await rig.run(`_${count} + 1`)).result, "43");
    assert.equal((await rig.run(`_${count} = 'mine'; globalThis._${count}`)).result, '"mine"');
    await rig.run(`let _${count} = 'own'`);
    assert.equal((await rig.run(`_${count}`)).result, '"own"');
    assert.match((await rig.run(`In[${count}]`)).result ?? "", /6 \* 7/);
    await rig.run("'hidden'", { remember: false });
    assert.equal((await rig.run("String(_)")).result?.includes("hidden"), false);
  });

  await step("cells are strict, as modules are", async () => {
    const frozen = errorOf(await rig.run("Object.freeze({ a: 1 }).a = 2"));
    assert.match(frozen.message, /read only property 'a'/);
    assert.equal(errorOf(await rig.run("notDeclared = 5")).name, "ReferenceError");
    assert.equal((await rig.run("(function () { return this; })() === undefined")).result, "true");
  });

  await step("a script that V8 refuses is an error of its cell, at its place", async () => {
    const refused = await rig.run("const fine = 1;\nconst wrong = /[b-a]/;");
    const { name, message, frames } = errorOf(refused);
    assert.equal(name, "SyntaxError");
    assert.match(message, /Range out of order/);
    assert.deepEqual(frames.map(({ file, line }) => [file, line]), [[`cell:${refused.id}`, 4]]);
    assert.match(errorOf(await rig.run("let undefined = 1")).message, /already been declared/);
    assert.equal((await rig.run("1 + 3")).result, "4");
  });

  await step("stdout and stderr keep their order", async () => {
    const ran = await rig.run(
      "for (let i = 0; i < 50; i++) { console.log('o' + i); console.error('e' + i); }",
    );
    const text = ran.outputs.map((output) => output.type === "text" ? output.text : "").join("");
    const expected = Array.from({ length: 50 }, (_, i) => `o${i}\ne${i}\n`).join("");
    assert.equal(text, expected);
  });

  await step("subprocesses and writes to file descriptors print into the cell", async () => {
    const ran = await rig.run(
      "await new Deno.Command('sh', { args: ['-c', 'echo sub; echo suberr >&2'], stdout: 'inherit', stderr: 'inherit' }).output();\n" +
        "Deno.stdout.writeSync(new TextEncoder().encode('raw\\n'));\n" +
        "import fs from 'node:fs'; fs.writeSync(1, 'fd\\n'); process.stdout.write('node\\n');",
    );
    assert.equal(stdout(ran), "sub\nraw\nfd\nnode\n");
    assert.equal(textOf(ran.outputs, { stream: "stderr" }), "suberr\n");
  });

  await step(
    "a subprocess that inherits standard input finds its end, not the answers",
    async () => {
      const ran = await rig.run(
        "const cat = new Deno.Command('cat', { stdin: 'inherit', stdout: 'inherit' }).spawn();\n" +
          "const status = await cat.status; [status.success, await Deno.stdin.read(new Uint8Array(9))]",
      );
      assert.equal(ran.result, "[ true, null ]");
      const done = rig.run("prompt('who?')");
      await rig.session.answerInput(await rig.event("input"), { value: "secret" });
      assert.match((await done).result ?? "", /secret/);
      assert.equal(stdout(await done), "");
    },
  );

  await step("characters that two writes cut in half arrive whole", async () => {
    const ran = await rig.run(
      "for (const byte of new TextEncoder().encode('é😀→')) Deno.stdout.writeSync(Uint8Array.of(byte));" +
        "process.stdout.write(new TextEncoder().encode('é').slice(0, 1));" +
        "process.stdout.write(new TextEncoder().encode('é').slice(1));",
    );
    assert.equal(stdout(ran), "é😀→é");
  });

  await step("text that holds the byte of marks arrives unchanged", async () => {
    const ran = await rig.run("console.log('a\\x1eb\\x1e'); console.error('\\x1e')");
    assert.equal(stdout(ran), "a\x1eb\x1e\n");
  });

  await step("ten megabytes of text arrive complete before the cell ends", async () => {
    const ran = await rig.run(
      "const line = 'x'.repeat(99); for (let i = 0; i < 100_000; i++) console.log(line)",
    );
    assert.equal(stdout(ran).length, 10_000_000);
  });

  await step("long lines on stderr survive a subprocess that prints between them", async () => {
    const ran = await rig.run(
      "const child = new Deno.Command('sh', { args: ['-c', 'for i in $(seq 20000); do echo s; done'], stdout: 'inherit' }).spawn();\n" +
        "for (let i = 0; i < 400; i++) console.error('y'.repeat(9_999));\n" +
        "await child.status;",
    );
    const text = ran.outputs.map((output) => output.type === "text" ? output.text : "").join("");
    assert.equal(text.replaceAll(/s\n/g, "").length, 4_000_000);
    assert.equal(text.match(/s\n/g)?.length, 20_000);
    assert.doesNotMatch(text, /kind/);
  });

  await step("a large display keeps its place among the text", async () => {
    const ran = await rig.run(
      "console.log('before'); display('z'.repeat(100_000)); console.log('after'); display('small')",
    );
    const kinds = ran.outputs.map((output) => output.type === "text" ? output.text : output.type);
    assert.deepEqual(kinds.join("|").replaceAll("\n", ""), "before|display|after|display");
  });

  await step("a rejection or an exception that no cell awaits is told to its cell", async () => {
    const first = await rig.run("Promise.reject(new Error('stray one')); 0");
    const second = await rig.run("setTimeout(() => { throw new Error('stray two') }, 1); 0");
    const found: [string | null, string][] = [];
    for (let i = 0; i < 2; i++) {
      const { cell, error } = await rig.event("stray");
      found.push([cell, error.message]);
    }
    found.sort(([, a], [, b]) => a.localeCompare(b));
    assert.deepEqual(found, [[first.id, "stray one"], [second.id, "stray two"]]);
    assert.equal((await rig.run("1")).result, "1");
  });

  await step(
    "text behind the end of a cell names it, although no other cell has started",
    async () => {
      const { id } = await rig.run("const ticking = setInterval(() => console.log('tick'), 1);");
      await rig.inbox.take((output) => output.type === "text" && output.cell === id);
      await rig.run("clearInterval(ticking)");
    },
  );

  await step("late text goes to the cell that scheduled it, while another runs", async () => {
    await rig.run("const gate = Promise.withResolvers(); const passed = [];");
    const ids: string[] = [];
    for (const name of ["one", "two"]) {
      const code = `passed.push(gate.promise.then(() => new Promise((r) => setTimeout(() => ` +
        `{ console.log('late ${name}'); r() }, 1)))); 0`;
      ids.push((await rig.run(code)).id);
    }
    const third = await rig.run(
      "setTimeout(() => console.log('late three'), 1); gate.resolve(); await Promise.all(passed); await new Promise((r) => setTimeout(r, 10)); console.log('mine')",
    );
    const late = (cell: string | null): string => textOf(third.outputs, { stream: "stdout", cell });
    assert.deepEqual(ids.map(late), ["late one\n", "late two\n"]);
    assert.match(late(null) + late(third.id), /^late three\nmine\n$/);
  });

  await step("a cell that starts amid busy code of another does not take its text", async () => {
    const busy = await rig.run(
      "let on = true; const ended = (async () => { while (on) { const until = performance.now() + 20; " +
        "while (performance.now() < until); await new Promise((r) => setTimeout(r)); } " +
        "console.log('busy'); })(); 0",
    );
    for (let i = 0; i < 3; i++) await rig.run("0");
    const last = await rig.run("on = false; await ended; 0");
    assert.equal(textOf(last.outputs, { stream: "stdout", cell: busy.id }), "busy\n");
  });

  await step("cellSignal() is the signal of the cell that asks", async () => {
    assert.equal((await rig.run("cellSignal() instanceof AbortSignal")).result, "true");
    assert.equal((await rig.run("cellSignal().aborted")).result, "false");
  });

  await step("peek() evaluates what has no side effects, and nothing else", async () => {
    await rig.run("let touched = 0; const secret = { n: 5 }");
    assert.equal(await rig.session.host.peek("secret.n"), 5);
    assert.equal(await rig.session.host.peek("touched = 1"), undefined);
    assert.equal(await rig.session.host.peek("missing.n"), undefined);
    assert.equal(await rig.session.host.peek("touched"), 0);
    await rig.run(
      "const until = (ms) => { const end = Date.now() + ms; while (Date.now() < end); return ms; };" +
        "const slow = { get soon() { return until(300); }, get never() { return until(Infinity); } };",
    );
    assert.equal(await rig.session.host.peek("slow.soon"), 300);
    assert.equal(await rig.session.host.peek("slow.never"), undefined);
  });

  await step("a cell that forges events harms nobody", async () => {
    const { end } = await rig.run(
      "for (const text of ['', 'null', '{', '{}', '[1]']) __modulab_emit(text); 1",
    );
    assert.deepEqual(end, { status: "ok" });
    assert.equal((await rig.run("2")).result, "2");
  });

  await step("call() throws what the session throws", async () => {
    await assert.rejects(rig.session.host.call("nonsense"), /the session has no such function/);
  });

  await step("a cell gets answers to its questions, blocking or not", async () => {
    for (
      const [code, sync] of [["prompt('who?')", true], ["await input('who?')", false]] as const
    ) {
      const done = rig.run(code);
      const question = await rig.event("input");
      assert.equal(question.sync, sync);
      assert.match(question.prompt, /^who\?/);
      await rig.session.answerInput(question, { value: "é😀" });
      assert.match((await done).result ?? "", /é😀/);
    }
  });

  await step("a question that is refused is an error", async () => {
    const done = rig.run("prompt('who?')");
    await rig.session.answerInput(await rig.event("input"), { refused: "nobody there" });
    const error = errorOf(await done);
    assert.deepEqual([error.name, error.message], ["InputUnavailable", "nobody there"]);
  });

  await step("a question that is ended with Ctrl-D has no answer", async () => {
    const answers = [["prompt('who?', 'me')", "null"], ["confirm('sure?')", "false"]] as const;
    for (const [code, result] of answers) {
      const done = rig.run(code);
      await rig.session.answerInput(await rig.event("input"), { value: "\x04" });
      assert.equal((await done).result, result, code);
    }
    const done = rig.run("await input('who?')");
    await rig.session.answerInput(await rig.event("input"), { value: "\x04" });
    const error = errorOf(await done);
    assert.deepEqual([error.name, error.message], [
      "InputUnavailable",
      "The user ended the input",
    ]);
  });

  await step("an interrupt ends a blocking question that its cell left behind", async () => {
    const late =
      "setTimeout(() => { try { prompt('late?'); } catch (e) { console.log(e.name); } });";
    await rig.run(`let kept = 1; ${late}`);
    await rig.event("input");
    assert.equal(await rig.session.interrupt(), "interrupted");
    await rig.inbox.take((output) => output.type === "text" && output.text.includes("Interrupted"));
    await rig.run(late);
    await rig.event("input");
    // One that does not end by itself in the moment between the two.
    const behind = rig.run("await new Promise(() => {})");
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.deepEqual((await behind).end, { status: "interrupted" });
    assert.equal((await rig.run("kept")).result, "1");
  });

  await step("a blocking question passes over answers to earlier questions", async () => {
    const done = rig.run("prompt('who?')");
    const question = await rig.event("input");
    await rig.session.answerInput({ ...question, id: question.id - 1 }, { value: "stale" });
    await rig.session.answerInput(question, { value: "right" });
    assert.match((await done).result ?? "", /right/);
  });
});

Deno.test("Session says once which built-in names are hidden, and shows errors and values all the same", async () => {
  await using rig = await SessionRig.start();
  const warned = (ran: RanCell): string => textOf(ran.outputs, { stream: "stderr" });
  assert.equal(warned(await rig.run('import process from "node:process"; const name = 1;')), "");
  const hiding = "class Map {} class Set {} const Error = 1, String = 2;";
  const warning = warned(await rig.run(hiding));
  assert.equal(
    warning.match(/^Warning: (Map|Set|Error|String) is now this cell's for /gm)?.length,
    4,
  );
  assert.equal(warned(await rig.run(hiding)), "");
  assert.equal((await rig.run("({ a: ['b'] })")).result, '{ a: [ "b" ] }');
  const { name, message } = errorOf(await rig.run("null.x"));
  assert.match(`${name}: ${message}`, /^TypeError: Cannot read/);
  assert.equal((await rig.run('import { sep } from "node:path"; sep')).result, '"/"');
});
