import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import { shortNames, stack, toRecords } from "../../../lib/data/data_format.ts";

const columns = {
  a: buildColumn("a", [[1, 2], [3, 4], null]),
  b: buildColumn("b", [[5, 6], [7, 8], [9, 10]]),
};

Deno.test("stack() lays columns side by side, sample by sample", () => {
  const { values, shape, columns: names } = stack(columns);
  assert.deepEqual(shape, [3, 2, 2]);
  assert.deepEqual([...values], [1, 2, 5, 6, 3, 4, 7, 8, NaN, NaN, 9, 10]);
  assert.deepEqual(names, ["a", "b"]);
  assert.ok(values instanceof Float32Array);
});

Deno.test("stack() writes into an array that is given, and no further", () => {
  const into = new Float64Array(20).fill(-1);
  const rows = Int32Array.of(1, -1);
  const { values, shape } = stack(columns, { rows, into });
  assert.equal(values.buffer, into.buffer);
  assert.deepEqual([...values], [3, 4, 7, 8, NaN, NaN, NaN, NaN]);
  assert.deepEqual([shape[0], into[8]], [2, -1]);
  assert.throws(
    () => stack(columns, { into: new Float32Array(11) }),
    /Cannot write 12 numbers into 11/,
  );
});

Deno.test("stack() of many samples is the same as of each by itself", () => {
  const x = buildColumn("x", Float32Array.from({ length: 2000 }, (_, at) => at));
  const y = buildColumn("y", Float32Array.from({ length: 2000 }, (_, at) => -at));
  fc.assert(fc.property(fc.array(fc.nat(1999), { maxLength: 1500, size: "max" }), (rows) => {
    const { values } = stack({ x, y }, { rows: Int32Array.from(rows) });
    assert.deepEqual([...values], rows.flatMap((row) => [row, -row]));
  }));
});

Deno.test("stack() makes one vector of scalars and vectors, and names each of its numbers", () => {
  const s = buildColumn("s", [true, null, false]);
  const { values, shape, columns: names } = stack({ a: columns.a, s, b: columns.b });
  assert.deepEqual(shape, [3, 5]);
  assert.deepEqual([...values], [1, 2, 1, 5, 6, 3, 4, NaN, 7, 8, NaN, NaN, 0, 9, 10]);
  assert.deepEqual(names, ["a[0]", "a[1]", "s", "b[0]", "b[1]"]);
});

Deno.test("stack() refuses texts, matrices beside columns of other shapes, and none at all", () => {
  assert.throws(() => stack({ t: buildColumn("t", ["p"]) }), /"t": it holds texts; encode them/);
  const image = buildColumn("i", [[[1], [2]], [[3], [4]], [[5], [6]]].map((i) => [i, i]));
  assert.throws(
    () => stack({ a: columns.a, i: image }),
    /"a" has samples of \[2\], "i" of \[2, 2\]; select columns of one shape, or scalars and vectors/,
  );
  assert.throws(() => stack({}), /select at least one/);
});

Deno.test("shortNames() are keys where no key has two representations", () => {
  assert.deepEqual(shortNames(["features.x.raw", "tags.y.raw"]), ["x", "y"]);
  const both = ["features.x.raw", "features.x.transformed"];
  assert.deepEqual(shortNames(both), both);
});

Deno.test("toRecords() gives an object for each sample", () => {
  assert.deepEqual(toRecords({ b: columns.b }, 2), [{ b: [5, 6] }, { b: [7, 8] }]);
});
