import assert from "node:assert/strict";
import { toJavaScript } from "../../../kernel/compile/javascript.ts";
import { jsxOptions, jsxSettings, mayHoldTsx } from "../../../kernel/compile/jsx.ts";

const FILE = "file:///notes/deno.json";

Deno.test("jsxSettings() reads what Deno reads", () => {
  const read = (options: Record<string, unknown>) => jsxSettings(options, FILE);
  assert.equal(read({}), undefined);
  assert.equal(read({ strict: true }), undefined);
  assert.deepEqual(read({ jsx: "react" }), { runtime: "classic" });
  const classic = { runtime: "classic", factory: "h", fragment: "F" };
  assert.deepEqual(read({ jsxFactory: "h", jsxFragmentFactory: "F" }), classic);
  const preact = { runtime: "automatic", development: false, importSource: "preact" };
  for (const jsx of ["react-jsx", "precompile", undefined]) {
    assert.deepEqual(read({ jsx, jsxImportSource: "preact", jsxFactory: "h" }), preact, jsx);
  }
  assert.equal(read({ jsx: "react-jsxdev" })?.development, true);
  const local = read({ jsx: "react-jsx", jsxImportSource: "./own" });
  assert.equal(local?.importSource, "file:///notes/own");
});

Deno.test("jsxOptions() lets a comment of the cell go before its folder's settings", () => {
  const settings = { runtime: "classic", factory: "h", fragment: "F" } as const;
  const source = "// @jsxImportSource npm:preact";
  for (const text of [source, `const a = 1;\n${source}`, "/** @jsxImportSource npm:preact*/"]) {
    const { runtime, importSource } = jsxOptions(text, settings);
    assert.deepEqual([runtime, importSource], ["automatic", "npm:preact"], text);
  }
  const { pragma, pragmaFrag } = jsxOptions("/** @jsx draw */", settings);
  assert.deepEqual([pragma, pragmaFrag], ["draw", "F"]);
  const automatic = { runtime: "automatic", importSource: "preact" } as const;
  assert.deepEqual(jsxOptions("/** @jsx h */", automatic), { runtime: "classic", pragma: "h" });
});

Deno.test("jsxOptions() means the automatic runtime of React where nobody says anything", () => {
  const { runtime, importSource } = jsxOptions("<b />");
  assert.deepEqual([runtime, importSource], ["automatic", undefined]);
  assert.match(toJavaScript("<b />").code, /from "react\/jsx-runtime"/);
});

Deno.test("mayHoldTsx() misses no element", () => {
  const elements = ["<b/>", "<b\n/>", "<b / >", "<b>1</b>", "<b>1< /b>", "<></>", "<A.B x={1} />"];
  for (const text of elements) {
    assert.notEqual(toJavaScript(text).code.indexOf("jsx-runtime"), -1);
    assert.ok(mayHoldTsx(text), text);
  }
  assert.ok(!mayHoldTsx("a < b && c > d; const f = <T,>(x: T) => x / 2;"));
});
