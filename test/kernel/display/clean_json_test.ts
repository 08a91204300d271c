import assert from "node:assert/strict";
import { toJson } from "../../../kernel/display/clean_json.ts";

Deno.test("toJson() writes what JSON has no word for", () => {
  const value = {
    big: 2n ** 64n,
    date: new Date(0),
    never: new Date(NaN),
    map: new Map<unknown, unknown>([["a", 1], [{ b: 2 }, 3]]),
    set: new Set([1]),
    bytes: new Uint8Array([1, 2]),
    url: new URL("http://a/"),
    error: new TypeError("no"),
    nothing: undefined,
    call: () => 1,
    zero: -0,
    half: "\ud83d",
  };
  assert.deepEqual(toJson(value), {
    big: "18446744073709551616",
    date: "1970-01-01T00:00:00.000Z",
    never: null,
    map: { a: 1, "{ b: 2 }": 3 },
    set: [1],
    bytes: [1, 2],
    url: "http://a/",
    error: "TypeError: no",
    zero: 0,
    half: "\ufffd",
  });
});

Deno.test("toJson() marks cycles, and repeats what is only shared", () => {
  const shared = { a: 1 };
  const value: Record<string, unknown> = { one: shared, two: shared };
  value.self = value;
  assert.deepEqual(toJson(value), { one: { a: 1 }, two: { a: 1 }, self: "[Circular]" });
});

Deno.test("toJson() shows the message of a getter that throws", () => {
  const value = {
    get a(): number {
      throw new Error("lazy");
    },
    b: 1,
  };
  assert.deepEqual(toJson(value), { a: "[Error: lazy]", b: 1 });
});

Deno.test("toJson() keeps a property named __proto__ without taking it for a prototype", () => {
  const value = JSON.parse('{"__proto__":{"polluted":true}}');
  const json = toJson(value) as Record<string, unknown>;
  assert.deepEqual(Object.keys(json), ["__proto__"]);
  assert.equal(json.polluted, undefined);
});

Deno.test("toJson() ends on nests that are too deep or blow up", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 5_000; i++) deep = [deep];
  assert.match(JSON.stringify(toJson(deep)), /\["\[…\]"\]/);
  let wide: unknown = 1;
  for (let i = 0; i < 40; i++) wide = [wide, wide];
  assert.ok(Array.isArray(toJson(wide)));
});
