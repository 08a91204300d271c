import assert from "node:assert/strict";
import { asWritten } from "../../../kernel/compile/as_written.ts";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { toJavaScript } from "../../../kernel/compile/javascript.ts";

const FUNCTIONS: Readonly<Record<string, string>> = {
  "awaits in awaits": "async (a) => (await a).b + await f(')', await [await a])",
  "loops": "async () => { for await (const a of b) { a(); await c } for (const a of b) await a }",
  "throws": "(a) => { if (a) throw [a, ')', async () => { throw await a }] }",
  "modules": "async (name) => [await import(name), import.meta.url, import.meta.dirname]",
  "parts of a class": "class A { static async *a() { yield await this } get b() { return 1 } }",
  "an object's": "{ async [await key]() { return await `${await 1}) ` } }",
};

for (const [name, text] of Object.entries(FUNCTIONS)) {
  Deno.test(`asWritten() leaves nothing of the compiler's in ${name}`, () => {
    const cell = `let f = ${text};`;
    const { code } = compileCell({ id: "1", text: cell });
    const written = toJavaScript(cell).code.trim();
    assert.ok(!code.includes(written));
    assert.ok(asWritten(code).includes(written), asWritten(code));
  });
}

Deno.test("asWritten() gives functions their names back", () => {
  const text = "async function* later() {\n\tyield await 1;\n}";
  const { code } = compileCell({ id: "1", text: `export ${text}` });
  assert.ok(!code.includes(text));
  assert.ok(asWritten(code).includes(text), asWritten(code));
});

Deno.test("asWritten() changes no text of which the compiler knows nothing", () => {
  const texts = ["function a() { [native code] }", "(a, b) => a(b) /* note */", "x => `${x})`"];
  for (const text of texts) assert.equal(asWritten(text), text);
});
