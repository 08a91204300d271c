import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

Deno.test("describe() counts what is missing and gives the statistics of pandas", () => {
  const set = FeatureSet.fromColumns("d", {
    x: [1, 2, null, 4, 10],
    signal: [[1, 2], [3, 4], [5, NaN], [7, 8], [9, 10]],
    kind: ["a", "b", "a", null, "a"],
    ok: [true, false, true, true, null],
  }, { features: ["x", "signal"], tags: ["kind", "ok"] });
  const [x, signal, kind, ok] = set.describe();
  assert.deepEqual(x, {
    column: "x",
    dtype: "float64",
    shape: "[]",
    count: 4,
    missing: 1,
    notFinite: 0,
    mean: 4.25,
    std: 4.031128874149275,
    min: 1,
    q25: 1.75,
    median: 3,
    q75: 5.5,
    max: 10,
    distinct: null,
    top: null,
  });
  assert.deepEqual([signal?.shape, signal?.notFinite, signal?.max], ["[2]", 1, 10]);
  assert.deepEqual([kind?.missing, kind?.distinct, kind?.top], [1, 2, "a"]);
  assert.deepEqual([ok?.distinct, ok?.top], [2, "true"]);
});
