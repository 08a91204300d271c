import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanJson, writeJson } from "../../../kernel/wire/json.ts";

function decode(value: unknown): unknown {
  return JSON.parse(writeJson(value));
}

Deno.test("writeJson() writes every JSON value as JSON.stringify does", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.equal(writeJson(value), JSON.stringify(value));
  }));
});

Deno.test("writeJson() writes anything as well-formed text that can be parsed", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    stringUnit: "binary",
  });
  fc.assert(fc.property(anything, (value) => {
    const text = writeJson(value);
    assert.ok(text.isWellFormed());
    assert.deepEqual(cleanJson(JSON.parse(text)), JSON.parse(text));
  }));
});

Deno.test("cleanJson() returns a clean value itself", () => {
  fc.assert(fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
    // JSON has no negative zero, but it does no harm either.
    assert.equal(cleanJson(value), value);
  }));
});

Deno.test("cleanJson() mends numbers, BigInts, missing values and lone surrogates", () => {
  const value = { a: [NaN, Infinity, undefined, -1n], b: undefined, "\udc00": "x\ud83d" };
  assert.deepEqual(cleanJson(value), { a: [null, null, null, "-1"], "\ufffd": "x\ufffd" });
});

Deno.test("writeJson() leaves text alone that only looks like an escaped surrogate", () => {
  assert.equal(decode("\\ud800"), "\\ud800");
});

Deno.test("cleanJson() cuts a cycle but keeps a value that merely stands twice", () => {
  const shared = { big: 1n };
  const cycle: Record<string, unknown> = { first: shared, second: shared };
  cycle.self = cycle;
  assert.deepEqual(cleanJson(cycle), {
    first: { big: "1" },
    second: { big: "1" },
    self: "[Circular]",
  });
});

Deno.test("writeJson() cuts nesting that no reader could follow", () => {
  let deep: unknown = 1n;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assert.match(writeJson(deep), /^\[{500}"\[Too deep\]"\]{500}$/);
});

Deno.test("writeJson() survives getters and toJSON methods that throw", () => {
  const hostile = {
    get bad(): never {
      throw new Error("no");
    },
    worse: {
      toJSON(): never {
        throw new Error("never");
      },
    },
    good: 1,
  };
  assert.deepEqual(decode(hostile), { bad: "[Error: no]", worse: "[Error: never]", good: 1 });
});

Deno.test("cleanJson() keeps an entry named __proto__", () => {
  const value = JSON.parse('{"__proto__":{"a":1}}');
  value.big = 1n;
  assert.equal(JSON.stringify(cleanJson(value)), '{"__proto__":{"a":1},"big":"1"}');
});
