/** What compiled cells do when V8 evaluates them, one after the other, as a session does. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { CellFailure, ReplSession } from "./repl_session.ts";

/** Every way to declare a name, so that `read` gives the number back. */
const DECLARATIONS: Readonly<Record<string, (name: string, value: number) => string>> = {
  const: (name, value) => `const ${name} = ${value};`,
  let: (name, value) => `let ${name} = ${value};`,
  var: (name, value) => `var ${name} = ${value};`,
  "var twice": (name, value) => `var ${name} = 0; var ${name} = ${value};`,
  "var in a block": (name, value) => `if (true) { var ${name} = ${value}; }`,
  "var in a loop": (name, value) => `for (var ${name} of [0, ${value}]) {}`,
  "var pattern": (name, value) => `var { a: [${name}] = [] } = { a: [${value}] };`,
  "object pattern": (name, value) => `const { ${name} } = { ${name}: ${value} };`,
  "array pattern": (name, value) => `let [, ...[${name}]] = [0, ${value}];`,
  function: (name, value) => `function ${name}() { return ${value}; }`,
  "async function": (name, value) => `async function ${name}() { return ${value}; }`,
  class: (name, value) => `class ${name} { static value = ${value}; }`,
  enum: (name, value) => `enum ${name} { value = ${value} }`,
  namespace: (name, value) => `namespace ${name} { export const value = ${value}; }`,
  import: (name, value) => `import ${name} from "data:text/javascript,export default ${value}";`,
  export: (name, value) => `export const ${name} = ${value};`,
  using: (name, value) => `using ${name} = { value: ${value}, [Symbol.dispose]() {} };`,
  captured: (name, value) => `%%capture out\nconst ${name} = ${value};`,
  timed: (name, value) => `%time const ${name} = ${value};`,
};

function read(name: string): string {
  return `typeof ${name} === "number" ? ${name} : ${name}.value ?? ${name}()`;
}

Deno.test("every declaration can follow every other", async () => {
  await using session = await ReplSession.start();
  let value = 0;
  for (const [before, first] of Object.entries(DECLARATIONS)) {
    for (const [after, second] of Object.entries(DECLARATIONS)) {
      await session.run(first("x", ++value));
      const found = await session.run(`${second("x", ++value)}\n${read("x")}`);
      assert.equal(found, value, `${after} after ${before}`);
    }
  }
});

Deno.test("random programs of declarations mean what they say", async () => {
  await using session = await ReplSession.start();
  const step = fc.record({
    name: fc.constantFrom("a", "b", "c", "d"),
    kind: fc.constantFrom(...Object.keys(DECLARATIONS).filter((kind) => kind !== "captured")),
    value: fc.integer({ min: 0, max: 999 }),
  });
  const cell = fc.uniqueArray(step, { selector: ({ name }) => name, minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
      const expected = new Map<string, number>();
      for (const steps of cells) {
        const lines = steps.map(({ kind, name, value }) => DECLARATIONS[kind]?.(name, value));
        for (const { name, value } of steps) expected.set(name, value);
        await session.run(lines.join("\n"));
      }
      for (const [name, value] of expected) assert.equal(await session.run(read(name)), value);
    }),
    { numRuns: 40 },
  );
});

Deno.test("cells give the values that modules would compute", async () => {
  await using session = await ReplSession.start();
  await session.run(
    "async function* count() { yield await 1; yield 2 }\nconst seen: number[] = []",
  );
  await session.run("const first = early(1)\nfunction early(n: number) { return n + 1 }");
  const cases: Readonly<Record<string, unknown>> = {
    "function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }\nfact(4)": 24,
    "early(2)": 3,
    "fact.name": "fact",
    "var g = () => 1, h;\n[g.name, typeof h]": ["g", "undefined"],
    "(async function named() {}).name": "named",
    "{ a: 1, b: { c: 2 } }": { a: 1, b: { c: 2 } },
    "enum E { A, B }\nE[1]": "B",
    "const enum F { A = 3 }\nF.A": 3,
    "namespace N { export const a = 1 } namespace N { export const b = N.a + 1 }\nN.b": 2,
    "class P { constructor(readonly z = 3) {} }\nclass Q extends P {}\nnew Q().z": 3,
    "class R { #p = 1; get p() { return this.#p } }\nnew R().p": 1,
    "label: for (var i = 0; i < 3; i++) if (i == 1) break label\ni": 1,
    "const { k = 1, ...rest } = { m: 2 }\nrest": { m: 2 },
    "async function later() { return await Promise.resolve(8) }\nlater()": 8,
    "`${await 1} ${(await Promise.resolve([2]))[0]}`": "1 2",
    "new (await Promise.resolve(Date))(0).getTime()": 0,
    "for await (const n of count()) seen.push(n)\nseen": [1, 2],
    "for await (const n of count()) { seen.push(n) }\nseen.length": 4,
    "String.raw`\\n${1}`": "\\n1",
    "(1, 2)": 2,
    "1, 2": 2,
    "export default 4": 4,
    "import { sep as s } from 'node:path'\ns": "/",
    "import type { Stats } from 'node:fs'\n4": 4,
    "export type Row = { a: 1 }\n5": 5,
    "import.meta.main": true,
    "(await import('node:path')).sep": "/",
    "function twice() { return 1 } function twice() { return 2 } twice()": 2,
    "try { throw 1 } catch (e) { var caught = e } caught": 1,
    "var fixed = 1\nvar again = fixed + 1;again": 2,
    "#!/usr/bin/env deno\n5": 5,
    "%%time\nlet timed = 3\ntimed": 3,
    "%time timed + 1": 4,
    "%time const timed2 = timed + 2\ntimed2": 5,
  };
  for (const [text, value] of Object.entries(cases)) {
    assert.deepEqual(await session.run(text), value, text);
  }
});

Deno.test("a name whose declaration failed can be declared again", async () => {
  await using session = await ReplSession.start();
  await assert.rejects(session.run("const x = await Promise.reject(new Error('no'))"), /no/);
  await session.run("const x = 1");
  assert.equal(await session.run("x"), 1);
});

Deno.test("resources of a cell are disposed at its end, also when it fails", async () => {
  await using session = await ReplSession.start();
  await session.run("const log: string[] = []");
  await session.run(
    "using a = { [Symbol.dispose]() { log.push('a') } }\n" +
      "await using b = { async [Symbol.asyncDispose]() { log.push('b') } }\nlet kept = 1",
  );
  const fails = "using c = { [Symbol.dispose]() { log.push('c') } }\nthrow new Error('no')";
  await assert.rejects(session.run(fails), /no/);
  assert.deepEqual(await session.run("[...log, kept]"), ["b", "a", "c", 1]);
});

Deno.test("commands run in their order, and capture ends when the cell fails", async () => {
  await using session = await ReplSession.start();
  await session.run("%cd data\nconst a = 1\n%who\n%timeit a + 1");
  assert.deepEqual(await session.log(), [["cd", "data"], ["who", ""], ["timeit", 2]]);
  await assert.rejects(session.run("%%capture out\nthrow new Error('no')"));
  assert.deepEqual(await session.log(), [["capture_begin", "out"], ["capture_end", "out"]]);
  await session.run("%%html\n<b>`${x}`</b>");
  assert.deepEqual(await session.log(), [["html", "", "<b>`${x}`</b>"]]);
});

Deno.test("standard decorators work", async () => {
  await using session = await ReplSession.start();
  await session.run(
    "function twice(value: any, _context: ClassMethodDecoratorContext) {\n" +
      "  return function (this: any) { return 2 * value.call(this) }\n}\n" +
      "class A { @twice m(): number { return 21 } }",
  );
  assert.equal(await session.run("new A().m()"), 42);
});

Deno.test("a cell that fails before it gives a name its new value leaves the name its old one", async () => {
  await using session = await ReplSession.start();
  const fails = "(() => { throw new Error('no'); })()";
  for (
    const [before, after] of [
      ["var kept = 1;", `var kept = ${fails};`],
      ["const kept = 1;", `const kept = ${fails};`],
      ["const kept = 1;", `for (var kept of ${fails});`],
      ["var kept = 1;", `var { kept } = ${fails};`],
      ["let kept = 1;", `using other = null; const kept = ${fails};`],
      ["let kept = 1;", `%%capture out\nlet kept = ${fails};`],
      ["function kept() {} kept = 1;", `var kept = ${fails};`],
    ] as const
  ) {
    await session.run(before);
    await assert.rejects(session.run(after));
    assert.equal(await session.run("kept"), 1, after);
  }
  assert.equal(await session.run("var fresh; fresh"), undefined);
  await session.run("enum Colour { Red }");
  assert.deepEqual(await session.run("enum Colour { Blue }; Object.keys(Colour)"), ["0", "Blue"]);
});

Deno.test("accessor fields work without any decorator", async () => {
  await using session = await ReplSession.start();
  await session.run("class A { accessor size = 1; static accessor all = 2 }");
  assert.equal(await session.run("const a = new A(); a.size++; a.size + A.all"), 4);
  assert.equal(await session.run("const accessor = 5; accessor"), 5);
});

Deno.test("V8's stack frames lead back to the cell", async () => {
  await using session = await ReplSession.start();
  const text =
    "%who\nenum E { A }\nfunction f(x: number): never {\n  throw new Error('here')\n}\n\n\tf(1)";
  const cell = compileCell({ id: "trace", text });
  await assert.rejects(session.runCompiled(cell), (error) => {
    assert.ok(error instanceof CellFailure);
    const places = error.frames.filter(({ url }) => url === "cell:trace").map((frame) => {
      return cell.original({ line: frame.lineNumber + 1, column: frame.columnNumber + 1 });
    });
    assert.deepEqual(places, [{ line: 4, column: 9 }, { line: 7, column: 2 }]);
    return true;
  });
});
