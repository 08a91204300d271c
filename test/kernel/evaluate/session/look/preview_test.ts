import assert from "node:assert/strict";
import fc from "fast-check";
import { preview } from "../../../../../kernel/evaluate/session/look/preview.ts";

Deno.test("preview() writes values as they would be typed", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [undefined, "undefined"],
    [-0, "-0"],
    [10n, "10n"],
    ["a\n", '"a\\n"'],
    [[1, , [2, [3]]], "[1, , [2, […]]]"],
    [{ a: 1, "b-c": { d: {} } }, '{ a: 1, "b-c": { d: {…} } }'],
    [new Map([["a", [1]]]), 'Map { "a" => [1] }'],
    [new Set([1, 2]), "Set { 1, 2 }"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(NaN), "Invalid Date"],
    [/a+/g, "/a+/"],
    [new RangeError("far"), "RangeError: far"],
    [Float32Array.of(1, 2), "Float32Array [1, 2]"],
    [Object.create(null), "{}"],
    [Symbol("s"), "Symbol(s)"],
  ];
  for (const [value, text] of cases) assert.equal(preview(value), text);
});

Deno.test("preview() calls no getter and looks into no proxy", () => {
  const fail = (): never => {
    throw new Error("called");
  };
  const handler = new Proxy({}, { get: () => fail });
  const value = {
    get a() {
      return fail();
    },
    p: new Proxy(function () {}, handler),
    toString: fail,
    [Symbol.iterator]: fail,
  };
  assert.match(preview(value), /^\{ a: \(…\), p: Proxy, /);
  assert.equal(preview(new Proxy([], handler)), "Proxy");
});

Deno.test("preview() reads no more of a long list than it shows", () => {
  const endless: number[] = new Array(2 ** 32 - 1);
  endless[0] = 7;
  assert.match(preview(endless), /^\[7, , .*, …\]$/);
});

Deno.test("preview() keeps its width and never throws", () => {
  fc.assert(
    fc.property(fc.anything({ withMap: true, withDate: true, withTypedArray: true }), (value) => {
      assert.ok(preview(value, 60).length <= 60, preview(value, 60));
    }),
  );
});
