import assert from "node:assert/strict";
import { describeThrown, inspectValue } from "../../../kernel/display/inspect.ts";

Deno.test("inspectValue() shows cycles, and getters without calling them", () => {
  const value: Record<string, unknown> = { a: 1 };
  value.self = value;
  Object.defineProperty(value, "lazy", {
    enumerable: true,
    get: () => {
      throw new Error("called");
    },
  });
  assert.equal(inspectValue(value), "<ref *1> { a: 1, self: [Circular *1], lazy: [Getter] }");
});

Deno.test("inspectValue() shows fewer levels of what has many nodes", () => {
  const cube = nestedArray([60, 60, 60]);
  const text = inspectValue(cube);
  assert.match(text, /\[\s*Array\s*\]/);
  assert.ok(text.length < 50_000, `${text.length} characters`);
});

Deno.test("inspectValue() shows the first properties of an object with very many", () => {
  const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`k${i}`, i]));
  const text = inspectValue(wide);
  assert.match(text, /k99: 99/);
  assert.match(text, /199900 more properties/);
  assert.doesNotMatch(text, /k100:/);
});

Deno.test("inspectValue() cuts long text and says so", () => {
  assert.match(inspectValue("x".repeat(1_000_000)), /more characters$/);
});

Deno.test("inspectValue() shows an object whose own inspect method throws", () => {
  const value = {
    a: 1,
    [Symbol.for("Deno.customInspect")]: () => {
      throw new Error("broken");
    },
  };
  assert.equal(inspectValue(value), "{ a: 1 }\n(its inspect method threw Error: broken)");
});

Deno.test("inspectValue() survives an object in which everything throws", () => {
  const hostile = new Proxy({}, {
    get: () => {
      throw new Error("get");
    },
    ownKeys: () => {
      throw new Error("keys");
    },
    getPrototypeOf: () => {
      throw new Error("prototype");
    },
  });
  assert.equal(typeof inspectValue(hostile), "string");
  assert.equal(typeof inspectValue({ hostile }), "string");
});

Deno.test("describeThrown() describes whatever was thrown in one line", () => {
  assert.equal(describeThrown(new TypeError("no")), "TypeError: no");
  assert.equal(describeThrown("text"), '"text"');
  assert.equal(describeThrown(undefined), "undefined");
});

function nestedArray([length = 0, ...inner]: readonly number[]): unknown[] {
  return Array.from({ length }, (_, i) => inner.length === 0 ? i : nestedArray(inner));
}
