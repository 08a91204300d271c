import assert from "node:assert/strict";
import { globalNamesOf, resultNamesOf } from "../../../kernel/assist/global_names.ts";

Deno.test("globalNamesOf() finds what is assigned, however it is written", () => {
  const texts: readonly (readonly [string, readonly string[]])[] = [
    ["globalThis.x = 1; globalThis['y'] ??= 2", ["x", "y"]],
    ["(globalThis as any).x = 1", ["x"]],
    ["[globalThis.a, ...globalThis.b] = [1]; ({ c: globalThis.c = 2 } = {})", ["a", "b", "c"]],
    ["function later() { if (true) globalThis.x = () => <b />; }", ["x"]],
    ["Object.assign(globalThis, { a, 'b': 2, c() {}, [d]: 4, ...e })", ["a", "b", "c"]],
    ["Object.defineProperty(globalThis, 'x', { value: 1 })", ["x"]],
  ];
  for (const [text, names] of texts) assert.deepEqual(globalNamesOf(text), names, text);
});

Deno.test("globalNamesOf() finds nothing where nothing of globalThis is assigned", () => {
  const texts = [
    "globalThis.x; f(globalThis.y)",
    "globalThis[key] = 1; globalThis['two words'] = 2",
    "other.globalThis.x = 1; o.x = globalThis",
    "globalThis.class = 1; globalThis.await = 2",
    "globalThis.a.b = 1; delete globalThis.c",
    "Object.keys(globalThis); other.assign(globalThis, { a })",
    "// globalThis.x = 1",
    "globalThis.x = ",
  ];
  for (const text of texts) assert.deepEqual(globalNamesOf(text), [], text);
});

Deno.test("resultNamesOf() finds numbered results, and nothing else that looks alike", () => {
  assert.deepEqual(resultNamesOf("_1 + f(_20, _1)"), ["_1", "_20"]);
  assert.deepEqual(resultNamesOf("a._1 + x_2 + $_3 + _4a + _0 + _05 + __6 + _ + 1_000"), []);
});
