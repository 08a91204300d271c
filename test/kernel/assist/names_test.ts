import assert from "node:assert/strict";
import { namesOf } from "../../../kernel/assist/names.ts";

Deno.test("namesOf() finds values, types, patterns and imports at top level", () => {
  const text = `
    import first, { second as renamed } from "x"; import * as all from "y"; import type { T } from "z";
    const { a, b: { c = 1 }, ...rest } = o, [d, , ...e] = l;
    function f() { const inside = 1 } class C {} interface I {} type A = 1; enum E { X }
    namespace N { export const n = 1 } if (a) { let hidden }`;
  assert.equal(
    namesOf(text)?.map(({ name }) => name).join(" "),
    "first renamed all T a c rest d e f C I A E N",
  );
});

Deno.test("namesOf() tells variables from constants and what is exported already", () => {
  const names = namesOf("let a; var b; const c = 1; export const d = 1; export default class G {}");
  assert.deepEqual(names?.map(({ name, kind }) => `${name} ${kind}`), [
    "a let",
    "b let",
    "c const",
    "d const",
    "G other",
  ]);
  assert.deepEqual(names?.filter(({ exported }) => exported).map(({ name }) => name), ["d"]);
});

Deno.test("namesOf() answers nothing for a text that does not parse", () => {
  assert.equal(namesOf("const = 1"), undefined);
});
