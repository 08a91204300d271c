import assert from "node:assert/strict";
import plugin from "./lint_plugin.ts";

/** The rules that a text breaks, in order. */
function broken(source: string, file = "/repo/kernel/a.ts"): readonly string[] {
  return Deno.lint.runPlugin(plugin, file, source).map(({ id }) => id.replace("house/", ""));
}

Deno.test("no-chance-in-lib refuses chance and clocks in lib and nowhere else", () => {
  for (const text of ["Math.random()", "Date.now()", "new Date()"]) {
    assert.deepEqual(broken(text, "/repo/lib/core/a.ts"), ["no-chance-in-lib"], text);
    assert.deepEqual(broken(text, "/repo/kernel/a.ts"), [], text);
    assert.deepEqual(broken(text, "/repo/test/lib/core/a_test.ts"), [], text);
  }
  assert.deepEqual(broken("new Date(0); Math.max(1)", "/repo/lib/core/a.ts"), []);
});

Deno.test("no-top-level-arrow refuses arrow constants at top level only", () => {
  assert.deepEqual(broken("const f = () => 1;"), ["no-top-level-arrow"]);
  assert.deepEqual(broken("export const f = async () => 1;"), ["no-top-level-arrow"]);
  assert.deepEqual(broken("function g() { const f = () => 1; return f; }"), []);
  assert.deepEqual(broken("const table = { f: () => 1 };"), []);
});

Deno.test("few-positional allows two positional arguments and options", () => {
  for (const params of ["a", "a, b", "a, b, options", "a, b, { c }", "a, b, { c } = {}", "...a"]) {
    assert.deepEqual(broken(`export function f(${params}) {}`), [], params);
  }
  for (const params of ["a, b, c", "a, b, options, d", "a, b, c, d"]) {
    assert.deepEqual(broken(`export function f(${params}) {}`), ["few-positional"], params);
  }
  assert.deepEqual(broken("function inner(a, b, c) {}"), []);
});

Deno.test("few-positional reads the public methods of exported classes", () => {
  assert.deepEqual(broken("export class A { m(a, b, c, d) {} }"), ["few-positional"]);
  assert.deepEqual(broken("export class A { m(a, b, c) {} #m(a, b, c, d) {} }"), []);
});

Deno.test("hash-private refuses the private keyword", () => {
  assert.deepEqual(broken("class A { private a = 1; private m() {} }"), [
    "hash-private",
    "hash-private",
  ]);
  assert.deepEqual(broken("class A { #a = 1; readonly b = 2; }"), []);
});

Deno.test("error-message refuses silence and full stops", () => {
  assert.deepEqual(broken("throw new Error()"), ["error-message"]);
  assert.deepEqual(broken('throw new TypeError("Cannot go on.")'), ["error-message"]);
  assert.deepEqual(broken("throw new MyError(`no ${a}.`)"), ["error-message"]);
  assert.deepEqual(broken('throw new Error("a" + "b.")'), ["error-message"]);
  for (
    const right of ['new Error("Cannot go on")', "new MyError()", 'new Error("and so on ...")']
  ) {
    assert.deepEqual(broken(`throw ${right}`), [], right);
  }
});
