import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { ARRAYS, Column } from "../../../lib/data/column.ts";

Deno.test("a column reads samples of any rank, and null where there is none", () => {
  const values = Float32Array.from({ length: 12 }, (_, at) => at);
  const column = new Column({
    dtype: "float32",
    shape: [2, 3],
    values,
    valid: Uint8Array.of(1, 0),
  });
  assert.deepEqual([column.length, column.size, column.nullCount], [2, 6, 1]);
  assert.deepEqual(column.at(0), [[0, 1, 2], [3, 4, 5]]);
  assert.deepEqual([column.at(1), column.at(2), column.at(-1)], [null, null, null]);
  assert.throws(
    () => new Column({ dtype: "float32", shape: [5], values }),
    /Cannot cut 12 values into samples of shape \[5\]/,
  );
});

Deno.test("take() of any rows reads the same samples, for every kind", () => {
  const rows = fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 10 });
  const columns = [
    ...Object.keys(ARRAYS).filter((dtype) => dtype !== "utf8" && dtype !== "bool").map((dtype) =>
      buildColumn("x", [1, null, 3, 4], { dtype: dtype as "int8" })
    ),
    buildColumn("t", ["a", "b", null, "a"]),
    buildColumn("b", [true, null, false, true]),
    buildColumn("s", [[1, 2], [3, 4], null, [5, 6]]),
  ];
  fc.assert(fc.property(rows, (places) => {
    for (const column of columns) {
      const taken = column.take(Int32Array.from(places));
      assert.deepEqual(taken.toArray(), places.map((row) => column.at(row)));
      assert.equal(taken.dtype, column.dtype);
    }
  }));
});

Deno.test("cast() changes the kind of numbers only", () => {
  const column = buildColumn("x", [1.7, null]);
  assert.deepEqual(column.cast("int32").toArray(), [1, null]);
  assert.equal(column.cast("float64"), column);
  assert.throws(() => buildColumn("t", ["a"]).cast("int8"), /Cannot read texts as int8/);
});

Deno.test("a column never changes", () => {
  const column = buildColumn("x", [1]);
  assert.throws(() => Object.assign(column, { dtype: "int8" }), TypeError);
  assert.throws(() => (column.shape as number[]).push(1), TypeError);
});
