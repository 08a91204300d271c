/** With the real `deno lsp`: one server for all tests of what it knows. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { mock } from "node:test";
import { pathToFileURL } from "node:url";
import type { CompletionItem } from "../../../kernel/assist/assist.ts";
import { sessionPrelude } from "../../../kernel/assist/prelude.ts";
import {
  type LanguageServer,
  startLanguageServer,
} from "../../../kernel/assist/start_language_server.ts";
import { encloseObject } from "../../../kernel/compile/object_literal.ts";

const folder = await mkdtemp(join(tmpdir(), "modulab-notebook-"));
let assist: LanguageServer;

Deno.test.beforeAll(async () => {
  await writeFile(join(folder, "helper.ts"), "export const helped = 1;\n");
  const names = () => ({ assistant: pathToFileURL(join(folder, "helper.ts")).href });
  const options = { folder, names, blankCommands: blank, encloseObject };
  assist = startLanguageServer({ ...options, idleAfter: Infinity });
  await assist.warm;
});
Deno.test.beforeEach(() => assist.reset());
Deno.test.afterAll(async () => {
  const { pid = 0 } = assist;
  await assist.close();
  assert.throws(() => process.kill(pid, 0), "the server is gone");
  await rm(folder, { recursive: true });
});

Deno.test("complete() knows members with types and documentation", async () => {
  const max = await untilDetailed("Math.ma");
  assert.equal(max?.text, "max");
  assert.equal(max?.type, "function");
  assert.equal(max?.signature, "Math.max(...values: number[]): number");
  assert.match(max?.documentation ?? "", /larger of a set/);
  assert.deepEqual([max?.start, max?.end], [5, 7]);
});

Deno.test("complete() sees the names of cells that ran, the newest declaration first", async () => {
  assist.ran("1", "const user = 1; function greet(name: string) {}");
  assist.ran("2", "const user = { name: 'Ada', age: 36 };");
  assert.deepEqual(await names("user."), ["age", "name"]);
  assert.ok((await names("gre")).includes("greet"));
  assert.ok((await names("const user = 'x'; user.toUp")).includes("toUpperCase"));
});

Deno.test("complete() counts UTF-16 units and lines, and blanks command lines", async () => {
  const text = "%time 'open\nconst s = '🐧'; s.toUp + 1";
  const offset = text.indexOf(" + 1");
  const [first] = await assist.complete(text, offset);
  assert.equal(first?.text, "toUpperCase");
  assert.equal(text.slice(first?.start, first?.end), "toUp");
});

Deno.test("complete() knows literals of unions, keys, built-in modules and files", async () => {
  const declared = "declare let o: { kind: 'al-pha' | 'al-beta'; 'x-y': 1 };\n";
  assert.deepEqual(await names(`${declared}o.kind = 'al-`), ["al-pha", "al-beta"]);
  assert.ok((await names(`${declared}o.`)).includes('["x-y"]'));
  assert.deepEqual(await names("import x from './hel"), ["./helper.ts"]);
  assert.ok((await names("import x from 'node:f")).includes("node:fs"));
});

Deno.test("complete() offers what every session has in scope", async () => {
  for (const name of ["display", "html", "clearOutput", "In", "Out"]) {
    assert.ok((await names(name)).includes(name), name);
  }
});

Deno.test("complete() answers everybody who asks at the same time", async () => {
  const [ada, bob] = await Promise.all([
    assist.complete("Math.cosh", 9, { asker: "ada" }),
    assist.complete("Math.sinh", 9, { asker: "bob" }),
  ]);
  assert.deepEqual([ada[0]?.text, bob[0]?.text], ["cosh", "sinh"]);
});

Deno.test("complete() of a newer question withdraws the older one", async () => {
  const older = assist.complete("Math.", 5);
  const newer = assist.complete("Math.ma", 7);
  assert.deepEqual(await older, []);
  assert.equal((await newer)[0]?.text, "max");
});

Deno.test("complete() with a signal that is aborted has an empty answer", async () => {
  assert.deepEqual(await assist.complete("Math.", 5, { signal: AbortSignal.abort() }), []);
});

Deno.test("diagnose() says what is wrong, where, by which code", async () => {
  assist.ran("1", "let a = 1");
  assert.deepEqual(await assist.diagnose("%time\nconst s: string = a;"), [{
    severity: "error",
    message: "Type 'number' is not assignable to type 'string'.",
    code: "TS2322",
    start: { line: 2, column: 7 },
    end: { line: 2, column: 8 },
  }]);
});

Deno.test("diagnose() allows what a notebook allows", async () => {
  assist.ran(
    "1",
    "const a = 1; let b = 2; function f() { return 1 } class C {} import fs from 'node:fs'",
  );
  assist.ran("2", "const a = 'now text'");
  const text = `
    a.toUpperCase(); b = 3; f = () => 2;
    class C { field = 1 } new C().field;
    const fs = await Promise.resolve(4); fs.toFixed();
    const unused = 1; function loose(x, y) { return x + y }
    for await (const x of [loose(1, 2)]) display(x);
    _.anything; Out[1].anything; html\`<b>\${a}</b>\`; await display(a, { id: "x" });
    export const exported = 1;`;
  assert.deepEqual(await assist.diagnose(text), []);
});

Deno.test("diagnose() takes a cell for the object that it means", async () => {
  assert.deepEqual(await assist.diagnose("{ a: 1, b: [2], Math }"), []);
  const [finding] = await assist.diagnose("// found\n{ a: 1, b: nobody,\n  c: nothing }");
  assert.equal(finding?.message, "Cannot find name 'nobody'.");
  assert.deepEqual(finding?.start, { line: 2, column: 12 });
  const [first] = await assist.diagnose("{ nobody, b: 1 }");
  assert.deepEqual([first?.start.column, first?.end.column], [3, 9]);
});

Deno.test("diagnose() knows what bare names stand for in the session", async () => {
  const [finding] = await assist.diagnose('import { helped } from "assistant"; helped.length;');
  assert.equal(finding?.code, "TS2339");
});

Deno.test("diagnose() keeps the types of other packages when one is imported that does not exist", async () => {
  const text = 'import nothing from "npm:modulab-no-such-package";';
  let [missing] = await assist.diagnose(text);
  while (missing === undefined) [missing] = await assist.diagnose(text); // still being looked for
  assert.equal(missing.code, "not-installed-npm");
  assert.deepEqual(await assist.diagnose("tf.tensor([1]).square()"), []);
});

Deno.test("diagnose() keeps the types of tf when a cell imports what has to be fetched", async () => {
  assert.deepEqual(await assist.diagnose("tf.tensor([1]).square()"), []);
  const text = 'import nothing from "https://127.0.0.1:1/nothing.ts";';
  let [missing] = await assist.diagnose(text);
  while (missing === undefined) [missing] = await assist.diagnose(text); // still being fetched
  assert.equal(missing.code, "no-cache");
  assert.deepEqual(await assist.diagnose("tf.tensor([2]).square()"), []);
});

Deno.test("diagnose() still refuses to assign to constants and to mistype variables", async () => {
  assist.ran("1", "const a = 1; let b = 2; let name = 3");
  const codes = (await assist.diagnose("a = 2; b = 'x'; name = 'x'")).map(({ code }) => code);
  assert.deepEqual(codes, ["TS2588", "TS2322", "TS2322"]);
});

Deno.test("diagnose() does not let globals hide names of cells", async () => {
  assist.ran("1", "const name = 'n'; const display = 1; const fetch = [1]");
  const text = "name.toUpperCase(); display.toFixed(); fetch.map(String)";
  assert.deepEqual(await assist.diagnose(text), []);
  assert.deepEqual(await assist.diagnose("const fetch = 3; fetch.toFixed()"), []);
});

Deno.test("diagnose() keeps the type a value had when its cell ran", async () => {
  assist.ran("1", "const a = 1");
  assist.ran("2", "const twice = a * 2; interface Box<T> { value: T }");
  assist.ran("3", "const a = 'text'");
  assert.deepEqual(
    await assist.diagnose("twice.toFixed(); const box: Box<string> = { value: a }"),
    [],
  );
});

Deno.test("diagnose() sees the cells that had run when it was asked", async () => {
  assist.ran("1", "const price = 1");
  const before = assist.diagnose("price.toFixed()");
  assist.ran("2", "const price = 'one'");
  const between = assist.diagnose("price.toUpperCase()");
  assist.reset();
  const after = assist.diagnose("price");
  assert.deepEqual(await before, []);
  assert.ok(assist.behind);
  assert.deepEqual(await between, []);
  assert.deepEqual((await after).map(({ code }) => code), ["TS2304"]);
  assert.ok(!assist.behind);
});

Deno.test("diagnose() answers who waits before those who do not", async () => {
  await assist.diagnose("0", { waiting: true });
  const answered: string[] = [];
  const ask = async (name: string, waiting: boolean): Promise<void> => {
    await assist.diagnose(`const ${name}: string = 1`, { waiting });
    answered.push(name);
  };
  await Promise.all([ask("first", false), ask("second", false), ask("awaited", true)]);
  assert.deepEqual(answered, ["first", "awaited", "second"]);
});

Deno.test("diagnose() follows changes of local modules", async () => {
  const text = "import { helped } from './helper.ts'; const n: number = helped;";
  assert.deepEqual(await assist.diagnose(text), []);
  await writeFile(join(folder, "helper.ts"), "export const helped = 'text';\n");
  assert.deepEqual((await assist.diagnose(text)).map(({ code }) => code), ["TS2322"]);
  const [missing] = await assist.diagnose("import './missing.ts'");
  assert.equal(missing?.code, "no-local");
});

Deno.test("diagnose() knows tf once a cell mentions it", async () => {
  const found = await assist.diagnose(
    "const t: tf.Tensor = tf.ones([2]); tf.layers.dense({ units: 'many' }); t.nope",
  );
  assert.deepEqual(found.map(({ code }) => code), ["TS2322", "TS2339"]);
});

Deno.test("inspect() describes what is under the cursor in three forms", async () => {
  assist.ran(
    "1",
    "/** The **greeting** of <b>. */\nfunction greet(name: string): string { return name }",
  );
  const found = await assist.inspect("greet", 5);
  assert.match(
    found?.markdown ?? "",
    /```typescript\nfunction greet|greet\(name: string\): string/,
  );
  assert.match(found?.plain ?? "", /The greeting of <b>\./);
  assert.match(found?.html ?? "", /The <strong>greeting<\/strong> of &lt;b&gt;\./);
});

Deno.test("inspect() within a call shows the signature", async () => {
  const found = await assist.inspect("Math.max(1, ", 12);
  assert.match(found?.plain ?? "", /^max\(\.\.\.values: number\[\]\): number/);
});

Deno.test("inspect() within a call tells how many signatures there are, outside of the code", async () => {
  const found = await assist.inspect("fetch(", 6);
  assert.match(found?.plain ?? "", /^fetch\(.*\n\nOne of 2 signatures\n\nParameter input/);
  assert.match(
    found?.html ?? "",
    /<\/pre>\s*<p>One of 2 signatures<\/p>\s*<p>Parameter <code>input/,
  );
});

Deno.test("inspect() leaves out how a name came into scope", async () => {
  const found = await assist.inspect("tf.tensor2d", 11);
  assert.match(found?.plain ?? "", /^function tensor2d/);
  assert.doesNotMatch(found?.plain ?? "", /^(import|export)\b/m);
});

Deno.test("inspect() at level 1 adds where it is declared and its source", async () => {
  assist.ran("1", "const first = 0;\nlet count = 3;");
  const found = await assist.inspect("count", 3, { level: 1 });
  assert.match(found?.plain ?? "", /an earlier cell, line 2\n\nlet count = 3;$/);
  assist.ran("2", "let name = 4;");
  const hidden = await assist.inspect("name", 3, { level: 1 });
  assert.match(hidden?.plain ?? "", /an earlier cell, line 1\n\nlet name = 4;$/);
  const builtin = await assist.inspect("Math.max", 7, { level: 1 });
  assert.match(
    builtin?.plain ?? "",
    /lib\.es5\.d\.ts.*\n\n.*max\(\.\.\.values: number\[\]\): number;/,
  );
});

Deno.test("diagnose() knows modulab by import, one Table of Arrow, and inspect() its source", async () => {
  await writeFile(
    join(folder, "load.ts"),
    'import type { FeatureSet } from "modulab";\nexport declare const pulses: FeatureSet;\n',
  );
  const text = 'import { pulses } from "./load.ts"; import { FeatureSet } from "modulab";' +
    'import type { Table } from "npm:apache-arrow@21.2.0"; const same: FeatureSet = pulses;' +
    "const table: Table = await same.toArrow(); const wrong: string = table;";
  const messages = (await assist.diagnose(text)).map(({ message }) => message);
  assert.deepEqual(messages, ["Type 'Table<any>' is not assignable to type 'string'."]);
  const found = await assist.inspect("FeatureSet", 3, { level: 1 });
  const shown = /^class FeatureSet.*\n\n[^]*feature_set\.ts, line \d+\n\nexport class FeatureSet/;
  assert.match(found?.plain ?? "", shown);
  assert.doesNotMatch(found?.plain ?? "", /modulab:/);
});

Deno.test("complete() leaves modules of ours out of what can be imported", async () => {
  const offered = await names('import x from "modul');
  assert.deepEqual(offered.toSorted(), ["modulab", "modulab/widgets"]);
});

Deno.test("inspect() of nothing is undefined", async () => {
  assert.equal(await assist.inspect("class", 3), undefined);
  assert.equal(await assist.inspect("   ", 1), undefined);
});

Deno.test("startLanguageServer() answers again after the server was killed", async () => {
  const mortal = startLanguageServer({ folder });
  mortal.ran("1", "const kept = { inside: 1 }");
  await mortal.warm;
  const { pid = 0 } = mortal;
  process.kill(pid, "SIGKILL");
  try {
    const after = await mortal.complete("kept.", 5);
    assert.deepEqual(after.map(({ text }) => text), ["inside"]);
    assert.notEqual(mortal.pid, pid);
  } finally {
    await mortal.close();
  }
});

Deno.test("startLanguageServer() starts late when told so, and at once for a completion", async () => {
  const late = startLanguageServer({ folder, startAfter: 60_000 });
  try {
    const diagnosed = late.diagnose("const a: number = 'text';");
    assert.equal(late.pid, undefined);
    const found = await late.complete("Math.ma", 7);
    assert.ok(found.some(({ text }) => text === "max"));
    assert.notEqual(late.pid, undefined);
    assert.equal((await diagnosed).length, 1);
  } finally {
    await late.close();
  }
});

Deno.test("startLanguageServer() that was closed before it started leaves questions unanswered", async () => {
  const late = startLanguageServer({ folder, startAfter: Infinity });
  const diagnosed = late.diagnose("const a: number = 'text';");
  await late.close();
  assert.deepEqual(await diagnosed, []);
  await late.warm;
  assert.equal(late.pid, undefined);
});

Deno.test("startLanguageServer() leaves no work behind when it is closed at once", async () => {
  await startLanguageServer({ folder, startAfter: 60_000 }).close(); // the test's sanitizers look
});

Deno.test("startLanguageServer() with a program that is none leaves everything unanswered", async () => {
  const broken = startLanguageServer({ folder, deno: join(folder, "no-such-program") });
  const withdrawn = new AbortController();
  const answer = broken.complete("Math.", 5, { signal: withdrawn.signal });
  withdrawn.abort();
  assert.deepEqual(await answer, []);
  await broken.close();
  await broken.warm;
  assert.deepEqual(await broken.diagnose("x"), []);
});

Deno.test("startLanguageServer() keeps to the notebook's own configuration", async () => {
  const own = await mkdtemp(join(tmpdir(), "modulab-notebook-"));
  await writeFile(join(own, "deno.json"), '{ "imports": { "mine": "./mine.ts" } }');
  await writeFile(join(own, "mine.ts"), "export const mine = 1;\n");
  const other = startLanguageServer({ folder: own });
  const found = await other.diagnose("import { mine } from 'mine'; const s: string = mine;");
  assert.deepEqual(found.map(({ code }) => code), ["TS2322"]);
  await other.close();
  const left = Array.from(Deno.readDirSync(own)).map(({ name }) => name);
  assert.deepEqual(left.sort(), ["deno.json", "mine.ts"]);
  await rm(own, { recursive: true });
});

Deno.test("diagnose() lets cells share values by properties of globalThis, and of nothing else", async () => {
  const shared = "globalThis.counter = 3; globalThis.counter++;";
  assert.deepEqual(await assist.diagnose(shared), []);
  for (const text of ["const o = { a: 1 }; o.b = 2;", "const o = { a: 1 }; o['b'] = 2;"]) {
    assert.equal((await assist.diagnose(text)).length, 1, text);
  }
});

Deno.test("diagnose() knows by its bare name what a cell has assigned to globalThis", async () => {
  for (const text of ["globalThis.apple = 3; apple + 1", "globalThis['pear'] = 1; pear"]) {
    assert.deepEqual(await assist.diagnose(text), [], text);
  }
  assist.ran("1", "globalThis.apple = 3; globalThis['pear'] = 1");
  assist.ran("2", "Object.assign(globalThis, { plum: 1 })");
  const uses = "apple.length + pear + plum; apple = 2; globalThis['apple'] = 5; globalThis.pear++";
  assert.deepEqual(await assist.diagnose(uses), []);
  const [misspelt, ...others] = await assist.diagnose("aple");
  assert.deepEqual([misspelt?.code, others], ["TS2552", []]);
  assert.match(misspelt?.message ?? "", /Did you mean 'apple'/);
});

Deno.test("diagnose() knows numbered results", async () => {
  assert.deepEqual(await assist.diagnose("_1 + _12.length; const _3 = 'x'; _3.at(0)"), []);
  assist.ran("1", "const doubled = _1 * 2; const _2 = 'own'");
  const [wrong, ...others] = await assist.diagnose("doubled; const n: number = _2");
  assert.deepEqual([wrong?.code, others], ["TS2322", []]);
});

Deno.test("diagnose() keeps the type that a cell declares, whoever assigns to globalThis", async () => {
  assist.ran("1", "globalThis.apple = 3; globalThis.pear = 4");
  assist.ran("2", "const apple = 'text'");
  assist.ran("3", "declare global { var pear: number }");
  const [wrong] = await assist.diagnose("const n: number = apple; apple");
  assert.equal(wrong?.code, "TS2322");
  const [other] = await assist.diagnose("globalThis.pear = 5; const s: string = pear");
  assert.equal(other?.code, "TS2322");
  assert.deepEqual(await assist.diagnose("declare global { var fig: 1 }\nglobalThis.fig = 1"), []);
});

Deno.test("diagnose() knows modulab as soon as its declarations could be written", async () => {
  const prelude = await sessionPrelude();
  let room = false;
  const declarations = (): Promise<string> =>
    room ? prelude.library?.declarations() ?? assert.fail() : Promise.reject(new Error("no room"));
  const library = { ...prelude.library ?? assert.fail(), declarations };
  const other = startLanguageServer({ folder, prelude: { ...prelude, library } });
  const text = "const wrong: number = FeatureSet;";
  assert.deepEqual(await other.diagnose(text), []);
  room = true;
  const later = performance.now() + 60_000;
  const clock = mock.method(performance, "now", () => later);
  const found = await other.diagnose(text);
  clock.mock.restore();
  await other.close();
  assert.deepEqual(found.map(({ code }) => code), ["TS2322"]);
});

async function names(text: string): Promise<readonly string[]> {
  return (await assist.complete(text, text.length)).map((item) => item.text);
}

/** Details arrive when the server has time: asks until the first completion has them. */
async function untilDetailed(text: string): Promise<CompletionItem | undefined> {
  for (let tries = 0; tries < 100; tries++) {
    const [first] = await assist.complete(text, text.length);
    if (first?.signature) return first;
  }
  return undefined;
}

function blank(text: string): string {
  return text.replace(/^%.*$/gm, (line) => " ".repeat(line.length));
}
