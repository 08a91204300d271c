import assert from "node:assert/strict";
import { tableFromArrays } from "apache-arrow";
import { portray } from "../../../../../kernel/evaluate/session/look/portrait.ts";

Deno.test("portray() names the columns of an Arrow table and their types", () => {
  const table = tableFromArrays({ mass: Float64Array.of(1), island: ["a"] });
  assert.deepEqual(portray(table, 0).columns, [
    { name: "mass", type: "Float64" },
    { name: "island", type: "Dictionary<Int32, Utf8>" },
  ]);
});

Deno.test("portray() gives the source of functions where it is asked for, and none of the engine's", () => {
  function twice(n: number): number {
    return 2 * n;
  }
  assert.match(portray(twice, 1).source ?? "", /^function twice\(n\s*\)/);
  assert.equal(portray(twice, 0).source, undefined);
  assert.equal(portray(Math.max, 1).source, undefined);
  assert.equal(portray({ a: 1 }, 1).source, undefined);
});

Deno.test("portray() does not run what a value brings", () => {
  const value = {
    get schema(): never {
      throw new Error("ran");
    },
    batches: [],
  };
  assert.equal(portray(value, 1).columns, undefined);
  assert.equal(portray(new Proxy({}, { get: () => assert.fail() }), 1).type, "Proxy");
});
