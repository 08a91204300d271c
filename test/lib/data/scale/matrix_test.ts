import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../../lib/data/build_column.ts";
import { Column } from "../../../../lib/data/column.ts";
import { featureName, fromMatrix, SHARINGS, toMatrix } from "../../../../lib/data/scale/matrix.ts";

const [a, b] = [
  buildColumn("a", [[1, 2], [3, 4], [5, 6]]),
  buildColumn("b", [[7, 8], [9, 10], [11, 12]]),
];
const keys = ["a", "b"];

Deno.test("toMatrix() makes a feature of each number, or of those that share one", () => {
  const features = (share: (typeof SHARINGS)[number]) =>
    toMatrix([a, b], { share, keys }).features.map((values) => [...values]);
  assert.deepEqual(features("none"), [[1, 3, 5], [2, 4, 6], [7, 9, 11], [8, 10, 12]]);
  assert.deepEqual(features("positions"), [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]]);
  assert.deepEqual(features("keys"), [[1, 3, 5, 7, 9, 11], [2, 4, 6, 8, 10, 12]]);
  assert.deepEqual(features("all"), [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]);
});

Deno.test("toMatrix() calls features by key and position", () => {
  const matrix = toMatrix([a, b], { share: "none", keys });
  assert.deepEqual(matrix.names, ["a[0]", "a[1]", "b[0]", "b[1]"]);
  assert.equal(featureName(matrix, 3), '"b[1]"');
  assert.equal(featureName({ rows: 0, features: [] }, 3), "feature 3");
});

Deno.test("fromMatrix() undoes toMatrix(), whatever shares a feature, and keeps what is missing", () => {
  const sample = fc.option(fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true })));
  const samples = fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(samples, fc.constantFrom(...SHARINGS), (rows, share) => {
    const columns = [0, 1].map((at) => {
      const values = Float64Array.from(rows.flatMap((row) => row[at] ?? [0, 0]));
      const valid = Uint8Array.from(rows, (row) => row[at] === null ? 0 : 1);
      return new Column({ dtype: "float64", shape: [2], values, valid });
    });
    const back = fromMatrix(toMatrix(columns, { share, keys }), columns, { share });
    assert.deepEqual(back.map((one) => one.toArray()), columns.map((one) => one.toArray()));
  }));
});

Deno.test("toMatrix() gives NaN for what is missing, and float32 stays float32", () => {
  const column = buildColumn("x", [1, null, 3]);
  assert.deepEqual([...toMatrix([column], { share: "none" }).features[0] ?? []], [1, NaN, 3]);
  const narrow = buildColumn("y", Float32Array.of(1, 2));
  assert.ok(toMatrix([narrow], { share: "none" }).features[0] instanceof Float32Array);
});

Deno.test("toMatrix() refuses to let texts share a feature with others", () => {
  const kinds = buildColumn("kind", ["p", "q", "p"]);
  assert.deepEqual(toMatrix([kinds], { share: "none" }).levels, [["p", "q"]]);
  assert.throws(
    () => toMatrix([kinds, kinds], { share: "all" }),
    /columns of texts share a feature/,
  );
});
