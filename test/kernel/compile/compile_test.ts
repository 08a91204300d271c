import assert from "node:assert/strict";
import fc from "fast-check";
import type { CellPosition } from "../../../kernel/compile/cell.ts";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { CellSyntaxError } from "../../../kernel/compile/syntax.ts";

function compile(text: string) {
  return compileCell({ id: "c1", text });
}

/** The compiled cell without what every cell has. */
function body(text: string): string {
  return compile(text).code
    .replace(/^\(await __modulab\.begin\("c1", \[\]\)\)\(\);/, "")
    .replace("\nvoid 0;\n//# sourceURL=cell:c1", "")
    .trim();
}

function placeOf(needle: string, text: string): CellPosition {
  const before = text.slice(0, text.indexOf(needle)).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

Deno.test("compileCell() begins with the tick and names its script", () => {
  const { code } = compile("1");
  assert.ok(code.startsWith(`(await __modulab.begin("c1", []))();`));
  assert.ok(code.endsWith("//# sourceURL=cell:c1"));
});

Deno.test("compileCell() reports what a cell declares and what it uses", () => {
  const cell = compile("import a, { b as c } from 'm'; const { d, e: [f] } = g; class H {}; i(c)");
  assert.deepEqual(cell.declares, ["a", "c", "d", "f", "H"]);
  assert.deepEqual(cell.uses, ["g", "i"]);
});

Deno.test("uses holds free names only, by scope", () => {
  const uses = (text: string) => compile(text).uses;
  assert.deepEqual(uses("const f = (a, { b = c }) => { let d; return a + b + d + e }"), ["c", "e"]);
  assert.deepEqual(uses("for (const x of xs) { x; var y } y; x"), ["xs", "x"]);
  assert.deepEqual(uses("({ a, b: c, [d]: 1 }).e; label: for (;;) break label"), ["a", "c", "d"]);
  assert.deepEqual(uses("class A { #p = q; r() { return this.#p + A.s + arguments[0] } }"), ["q"]);
  assert.deepEqual(uses("try {} catch ({ m }) { m } const g = function h() { h }; type T = U"), []);
  assert.deepEqual(uses("[a, b.c] = d; typeof e"), ["a", "b", "d", "e"]);
});

Deno.test("declares holds names of values at top level only", () => {
  const { declares } = compile(
    "type T = 1; interface I {} enum E { A } namespace N { export const n = 1 } " +
      "if (1) { var v; let w } export function f() { var inner } /** @jsxImportSource x */ <b />",
  );
  assert.deepEqual(declares.toSorted(), ["E", "N", "f", "v"]);
});

Deno.test("lazy names are loaded only where they are free and not declared before", () => {
  const begin = (text: string, declared?: ReadonlySet<string>) =>
    compileCell({ id: "1", text, lazyNames: ["tf", "vl"], ...(declared ? { declared } : {}) }).code
      .split(";")[0];
  assert.equal(begin("tf.tensor(vl)"), `(await __modulab.begin("1", ["tf","vl"]))()`);
  assert.equal(begin("const tf = 1; tf"), `(await __modulab.begin("1", []))()`);
  assert.equal(begin("tf", new Set(["tf"])), `(await __modulab.begin("1", []))()`);
});

Deno.test("the last expression is the result unless a semicolon follows it", () => {
  const shown = ["a", "a // b;", "a /* b */", `"use strict"`, "await a", "{ a: 1 }", "a, b", "`;`"];
  const hidden = [
    "a;",
    "a; // b",
    "a;;",
    "const a = 1",
    "f()\ntype A = 1",
    "",
    "// a",
    "if (a) b",
    "{ a; }",
  ];
  for (const text of shown) assert.equal(compile(text).hasResult, true, text);
  for (const text of hidden) assert.equal(compile(text).hasResult, false, text);
  for (const text of ["%%silent\na", "a\n%who", "%%html\na", "%timeit a"]) {
    assert.equal(compile(text).hasResult, false, text);
  }
});

Deno.test("awaits are guarded and async loops are checked, in functions too", () => {
  assert.equal(
    body("const f = async () => { for await (const a of b) await a };"),
    "let f = async () => {\n\tfor await (const a of b) { __modulab.check(); __modulab.guard(await a\v); }\n};",
  );
  assert.equal(body("await await a;"), "__modulab.guard(await __modulab.guard(await a\v)\v);");
});

Deno.test("thrown values are noted, in functions too, and before they are awaited", () => {
  assert.equal(
    body("const f = () => { throw 'x' };"),
    'let f = () => {\n\tthrow __modulab.thrown("x"\v);\n};',
  );
  assert.equal(body("throw await a;"), "throw __modulab.thrown(__modulab.guard(await a\v)\v);");
});

Deno.test("static imports become calls of the hook, on top of the cell", () => {
  const text = `a();\nimport b, { c as d, e } from "m" with { type: "json" };\nd;`;
  assert.equal(
    body(text).split(";")[0],
    `let { default: b, c: d, e } = __modulab.guard(await ` +
      `__modulab.import("m", { with: { "type": "json" } }, ["c"]))`,
  );
  assert.match(body(`import * as n from "m"`), /^let n = __modulab.guard/);
  assert.match(body(`import "m"`), /^__modulab.guard\(await __modulab.import\("m"\)\);$/);
  assert.equal(body(`import type { T } from "m"`), "");
  assert.match(body(`%cd data\nimport { a } from "./a.ts"`), /command[^]*import/);
});

Deno.test("import() and import.meta go to the hooks", () => {
  assert.equal(body(`import(a);`), "__modulab.import(a);");
  assert.equal(body(`import.meta.url;`), "__modulab.meta.url;");
});

Deno.test("compileCell() throws all syntax errors in coordinates of the cell", () => {
  assert.throws(
    () => compile("const a = 1;\nconst ü = 'é' )\n"),
    (error) => {
      assert.ok(error instanceof CellSyntaxError);
      assert.deepEqual(error.diagnostics[0]?.start, { line: 2, column: 14 });
      return true;
    },
  );
  assert.throws(() => compile("let a; let a; let b; let b"), { message: /and 1 more$/ });
  assert.throws(() => compile("%who\n%time f(1,, 2)"), { message: /line 2, column 11/ });
});

Deno.test("compileCell() refuses assignments to constants of the same cell", () => {
  assert.throws(() => compile("const k: number = 1;\nconst f = () => { k++ }"), {
    message: /Cannot assign to k.* \(line 2, column 19\)/,
  });
  assert.doesNotThrow(() => compile("const k = 1; { let k = 2; k++ } [1].map((k) => k++)"));
});

Deno.test("original() finds the place in the cell, around commands and types", () => {
  const cells = [
    "const a: number = 1;\nif (a as any) {\n  MARK();\n}",
    "%who\nfunction f(x: string): void {\n  MARK(x)\n}\n%time f('a')",
    "%%time\nenum E { A }\nlater(E);\nimport { x } from 'y';\n\tMARK(x)",
    "%time MARK(1)",
    "const x = await MARK(2)",
    "{ a: MARK(1) }",
    "%timeit MARK(1) // note\n",
    "/* é😀 */ 'é😀' + MARK()",
    "@((c: unknown) => c)\nclass A {\n  m() {\n    MARK();\n  }\n}",
    "var { a } = b;\nexport default class { n = MARK() }",
  ];
  for (const text of cells) {
    const { code, original } = compile(text);
    assert.deepEqual(original(placeOf("MARK", code)), placeOf("MARK", text), text);
  }
});

Deno.test("original() knows no place of the first line, which we added", () => {
  assert.equal(compile("a").original({ line: 1, column: 20 }), undefined);
});

Deno.test("original() finds the line of any statement in a cell of many", () => {
  const statement = fc.constantFrom(
    "const NAME: number = await f();",
    "function NAME<T>(a: T): T { return a }",
    "var { NAME } = g();",
    "enum NAME { A }",
    "type NAME_T = { a: 1 };\n\nNAME();",
    "%time NAME()",
    "if (a) {\n  NAME();\n}",
    "import NAME from 'm';",
    "// é\nfor await (const a of NAME) a;",
  );
  fc.assert(fc.property(fc.array(statement, { minLength: 1, maxLength: 8 }), (statements) => {
    const text = statements.map((each, index) => each.replaceAll("NAME", `name${index}x`)).join(
      "\n",
    );
    const { code, original } = compile(text);
    for (const index of statements.keys()) {
      const name = `name${index}x`;
      const at = code.indexOf(name, code.indexOf("\n"));
      const place = placeOf(name, text);
      const lines = code.slice(0, at).split("\n");
      const found = original({ line: lines.length, column: (lines.at(-1) ?? "").length + 1 });
      if (statements[index]?.startsWith("type")) continue;
      assert.equal(found?.line, place.line, `${name} in\n${text}\n---\n${code}`);
    }
  }));
});

Deno.test("compileCell() refuses to hide from the session what it needs, at its place", () => {
  for (
    const [text, line, column] of [
      ["class Promise {}", 1, 7],
      ["let a: number = 1;\nconst { JSON } = a", 2, 9],
      ["function Array() {}", 1, 10],
      ['import { Symbol } from "./mine.ts"', 1, 10],
      ["if (1) { var Object }", 1, 14],
      ["export default class Deno {}", 1, 22],
    ] as const
  ) {
    assert.throws(() => compile(text), (error) => {
      assert.ok(error instanceof CellSyntaxError);
      assert.match(error.message, /Cannot declare \w+ at the top level of a cell/);
      assert.deepEqual(error.diagnostics[0]?.start, { line, column }, text);
      return true;
    });
  }
  for (const text of ["{ class Promise {} }", "function f(Object) {}", "let promise, Map, Error"]) {
    assert.doesNotThrow(() => compile(text), text);
  }
});

Deno.test("compileCell() imports at once what may be deferred, and refuses the source of a module", () => {
  assert.match(
    compile('await import . defer ("m", {})').code,
    /await __modulab\.import\("m", \{\}\)/,
  );
  assert.match(compile('import defer * as m from "m"').code, /let m = .*__modulab\.import\("m"\)/);
  for (const text of ['1;\nimport source a from "a.wasm"', '1;\nimport.source("a.wasm")']) {
    assert.throws(() => compile(text), (error) => {
      assert.ok(error instanceof CellSyntaxError);
      assert.match(error.message, /cannot import the source of a module; compile its bytes/);
      assert.deepEqual(error.diagnostics[0]?.start, { line: 2, column: 1 }, text);
      return true;
    });
  }
});

Deno.test("compileCell() lets the session tell which names packages rely on a cell hides", () => {
  const hidden = (text: string): readonly string[] =>
    [...compile(text).code.matchAll(/__modulab\.hides\("(\w+)", \1\);/g)].map(([, name = ""]) =>
      name
    );
  assert.deepEqual(hidden("if (1) { var URL = 2 }\nclass Map {}; Map"), ["URL", "Map"]);
  assert.deepEqual(hidden("function fetch() {}; const { Set } = {}"), ["fetch", "Set"]);
  const harmless =
    "const name = 1, status = 2, event = 3; { class Map {} } interface Error {}; (Set) => 1";
  assert.deepEqual(hidden(harmless), []);
});

Deno.test("compileCell() says what to write for TypeScript's words for CommonJS", () => {
  for (
    const [text, message, line] of [
      ['let a = 1\nimport fs = require("node:fs")', /write import fs from "node:fs"/, 2],
      ["export = 5", /write export default/, 1],
    ] as const
  ) {
    assert.throws(() => compile(text), (error) => {
      assert.ok(error instanceof CellSyntaxError);
      assert.match(error.message, message);
      assert.equal(error.diagnostics[0]?.start.line, line);
      return true;
    });
  }
  for (
    const text of [
      'import type T = require("./t.ts")',
      "namespace A { export const b = 1 }\nimport c = A.b",
      'const s = "import a = require(1)"',
    ]
  ) {
    assert.doesNotThrow(() => compile(text), text);
  }
});

/** Compiles cells of 60 KB, and asks one for a place before and after its edits were collected. */
const MEMORY = `
import { compileCell } from "./kernel/compile/compile.ts";
const text = Array.from({ length: 4000 }, (_, n) => "const v" + n + ": number = 1;").join("\\n");
const collected = async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  gc();
  return Deno.memoryUsage().heapUsed;
};
const cells = [compileCell({ id: "a", text })];
const line = cells[0].code.split("\\n").findIndex((line) => line.includes("v3999 =")) + 1;
const place = { line, column: cells[0].code.split("\\n")[line - 1].indexOf("v3999") + 1 };
const first = cells[0].original(place);
const before = await collected();
while (cells.length < 21) cells.push(compileCell({ id: "a", text: text + cells.length }));
const length = (await collected() - before) / 20 / text.length;
console.log(JSON.stringify({ first, again: cells[0].original(place), length }));
`;

Deno.test("compileCell() keeps little more of a cell than its text, and finds places all the same", async () => {
  const root = new URL("../../../", import.meta.url).href;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", "--v8-flags=--expose-gc", MEMORY.replace('"./', `"${root}`)],
    cwd: new URL(root),
  }).output();
  const { first, again, length } = JSON.parse(new TextDecoder().decode(stdout));
  assert.deepEqual(first, { line: 4000, column: 7 });
  assert.deepEqual(again, first);
  assert.ok(length < 15, `${length} bytes for each character`);
});
