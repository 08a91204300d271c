import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { orderRows } from "../../../lib/data/row_order.ts";

Deno.test("orderRows() puts the least first, equal ones in their order, and what is missing last", () => {
  const by = buildColumn("t", [3, null, 1, Infinity, NaN, 1, -Infinity]);
  const rows = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
  assert.deepEqual([...orderRows(by, rows)], [6, 2, 5, 0, 3, 1, 4]);
  assert.deepEqual([...orderRows(by, Int32Array.of(5, 4, 2))], [5, 2, 4]);
  assert.deepEqual([...rows], [0, 1, 2, 3, 4, 5, 6]);
});

Deno.test("orderRows() orders texts by their letters, and truth values with false first", () => {
  const date = buildColumn("date", ["2024-10", "2024-02", null, "2023-12"]);
  assert.deepEqual([...orderRows(date, Int32Array.of(0, 1, 2, 3))], [3, 1, 0, 2]);
  const flag = buildColumn("flag", [true, false, true]);
  assert.deepEqual([...orderRows(flag, Int32Array.of(0, 1, 2))], [1, 0, 2]);
});

Deno.test("orderRows() agrees with sorting the values, for any numbers", () => {
  fc.assert(fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
    const by = buildColumn("x", Float64Array.from(values));
    const rows = Int32Array.from(values, (_, at) => at);
    const ordered = Array.from(orderRows(by, rows), (row) => values[row]);
    // 0 and −0 are equal, so that they keep their order.
    assert.deepEqual(
      ordered.map((value) => value || 0),
      values.map((value) => value || 0).sort((a, b) => a - b),
    );
  }));
});

Deno.test("orderRows() refuses rows of more than one value", () => {
  assert.throws(
    () => orderRows(buildColumn("v", [[1, 2]]), Int32Array.of(0)),
    /Cannot order rows by values of shape \[2\]/,
  );
});
