import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { findWindows, type WindowShape } from "../../../../lib/data/sample/windows.ts";

const set = FeatureSet.fromColumns("s", {
  t: [1, 0, 2, 0, 1],
  cell: ["a", "a", "a", "b", "b"],
}, { features: ["t"], tags: ["cell"] });

function rowsOf(options: WindowShape & { within?: string; sortBy?: string }): number[][] {
  const windows = findWindows(set, options);
  const { length: steps } = options;
  return Array.from(
    { length: windows.count },
    (_, at) => [...windows.rows(Int32Array.of(at), { from: 0, steps })],
  );
}

Deno.test("findWindows() slides over the samples in their order, or in that of a column", () => {
  assert.deepEqual(rowsOf({ length: 4 }), [[0, 1, 2, 3], [1, 2, 3, 4]]);
  assert.deepEqual(rowsOf({ length: 2, within: "cell", sortBy: "t" }), [[1, 0], [0, 2], [3, 4]]);
});

Deno.test("findWindows() leaves a stride between beginnings, and room for what is to be foretold", () => {
  assert.deepEqual(rowsOf({ length: 2, stride: 2 }), [[0, 1], [2, 3]]);
  const windows = findWindows(set, { length: 2, horizon: 1, within: "cell" });
  assert.equal(windows.count, 1);
  assert.deepEqual([...windows.rows(Int32Array.of(0), { from: 2, steps: 1 })], [2]);
});

Deno.test("findWindows() reaches beyond sequences with padding, where that is asked", () => {
  const shape = { length: 3, within: "cell" } as const;
  assert.deepEqual(rowsOf({ ...shape, pad: "start" }), [[-1, -1, 0], [-1, 0, 1], [0, 1, 2], [
    -1,
    -1,
    3,
  ], [-1, 3, 4]]);
  assert.deepEqual(rowsOf({ ...shape, pad: "end" }).at(-1), [4, -1, -1]);
});

Deno.test("findWindows() gives padding for windows of padding, and skips padding of a view", () => {
  const windows = findWindows(set.take([0, 1]).padTo(5), { length: 2 });
  assert.equal(windows.count, 1);
  assert.deepEqual([...windows.rows(Int32Array.of(-1, 0), { from: 0, steps: 2 })], [-1, -1, 0, 1]);
});

Deno.test("findWindows() says how long the longest sequence is, when all are too short", () => {
  assert.throws(
    () => findWindows(set, { length: 3, horizon: 1, within: "cell" }),
    /window of 3 samples and 1 to foretell: the longest has 3; make windows shorter/,
  );
});
