import assert from "node:assert/strict";
import { tableFromArrays } from "apache-arrow";
import { summarise, summariseAll } from "../../../../../kernel/evaluate/session/look/summary.ts";

Deno.test("summarise() tells type and extent", () => {
  class Point {
    x = 1;
  }
  const cases: readonly (readonly [unknown, string, string])[] = [
    [null, "null", ""],
    ["a", "string", "1 character"],
    [[1, 2], "Array", "2 elements"],
    [new Map([[1, 2]]), "Map", "1 entry"],
    [new Set(), "Set", "0 values"],
    [new Float64Array(2000), "Float64Array", "2,000 elements"],
    [new ArrayBuffer(8), "ArrayBuffer", "8 bytes"],
    [Point, "class", ""],
    [() => 1, "function", ""],
    [new Point(), "Point", "1 key"],
    [new Proxy({}, {}), "Proxy", ""],
    [{ shape: [2, 3], dtype: "float32" }, "Object", "[2, 3] float32"],
  ];
  for (const [value, type, size] of cases) {
    const summary = summarise(value);
    assert.deepEqual([summary.type, summary.size], [type, size]);
  }
});

Deno.test("summarise() counts the rows of an Arrow table over its batches", () => {
  const one = tableFromArrays({ a: Int32Array.of(1, 2) });
  const summary = summarise(one.concat(one));
  assert.deepEqual(summary, { type: "Table", size: "4 rows × 1 column", preview: '["a"]' });
});

Deno.test("summariseAll() tells of a variable that cannot be read", () => {
  const [summary] = summariseAll({
    late: () => {
      throw new ReferenceError("late is not defined");
    },
  });
  assert.equal(summary?.preview, "declared, but never set");
});
