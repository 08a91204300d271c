import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { sortedRows } from "../../../../lib/data/split/sorted_rows.ts";

const set = FeatureSet.fromColumns("s", {
  t: [3, NaN, 1, null, 2, 1],
  date: ["c", "b", "a", "d", "e", "f"],
}, { features: ["t"], tags: ["date"] });

Deno.test("sortedRows() orders rows of the table, and puts what is missing last", () => {
  assert.deepEqual([...sortedRows(set, "t")], [2, 5, 4, 0, 1, 3]);
});

Deno.test("sortedRows() of a view in any order is the same: equal ones follow the table", () => {
  const view = set.take([5, 4, 2]);
  assert.deepEqual([...sortedRows(view, "t")], [2, 5, 4]);
  assert.deepEqual([...view.rows], [5, 4, 2]);
});

Deno.test("sortedRows() refuses columns without numbers", () => {
  assert.throws(() => sortedRows(set, "date"), /Cannot order samples by "tags.date.raw"/);
});
