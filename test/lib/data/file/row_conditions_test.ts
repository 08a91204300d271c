import assert from "node:assert/strict";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { keepRows } from "../../../../lib/data/file/row_conditions.ts";
import { gt, ne } from "../../../../lib/data/predicate.ts";

const columns = {
  x: buildColumn("x", [1, 5, null, 7]),
  kind: buildColumn("kind", ["a", "b", "b", "a"]),
};

Deno.test("keepRows() keeps the rows of all columns that meet every condition", () => {
  const kept = keepRows(columns, { x: gt(2), kind: ne("b") });
  assert.deepEqual([kept["x"]?.toArray(), kept["kind"]?.toArray()], [[7], ["a"]]);
});

Deno.test("keepRows() copies nothing when all rows are kept", () => {
  assert.equal(keepRows(columns, {}), columns);
  assert.equal(keepRows(columns, { kind: ["a", "b"] }), columns);
});

Deno.test("keepRows() may keep no row", () => {
  assert.deepEqual(keepRows(columns, { x: gt(100) })["kind"]?.toArray(), []);
});
