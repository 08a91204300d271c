import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import golden from "./pandas_golden.json" with { type: "json" };

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

Deno.test("describe() agrees with pandas, column by column", () => {
  const set = FeatureSet.fromColumns("g", { ...golden.numbers, ...golden.texts }, {
    features: ["even", "flat", "big", "one"],
    tags: ["kind", "ok"],
  });
  for (const row of set.describe({ features: "*" })) {
    const wanted = golden.describe[row.column as keyof typeof golden.describe];
    const got = [row.count, row.mean, row.std, row.min, row.q25, row.median, row.q75, row.max];
    const order = ["count", "mean", "std", "min", "25%", "50%", "75%", "max"] as const;
    for (const [at, name] of order.entries()) {
      const [value, expected] = [got[at] ?? null, wanted[name]];
      if (value === null || expected === null) {
        assert.equal(value, expected, `${row.column} ${name}`);
      } else {assert.ok(
          Math.abs(value - expected) <= 1e-12 * Math.abs(expected),
          `${row.column} ${name}`,
        );}
    }
  }
  for (const { column, count, distinct, top } of set.describe({ tags: "*" })) {
    const { top: best, ...counts } = golden.words[column as keyof typeof golden.words];
    assert.deepEqual({ count, distinct, top }, { ...counts, top: best.toLowerCase() });
  }
});
