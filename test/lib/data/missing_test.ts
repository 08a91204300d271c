import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import golden from "./pandas_golden.json" with { type: "json" };

Deno.test("missing() counts what pandas counts", () => {
  const set = FeatureSet.fromColumns("g", { ...golden.numbers, ...golden.texts }, {
    features: ["even", "flat", "big", "one"],
    tags: ["kind", "ok"],
  });
  const report = set.missing();
  const counts = report.columns.map(({ column, missing }) => [column, missing]);
  assert.deepEqual(Object.fromEntries(counts), golden.missing.counts);
  assert.equal(report.complete, golden.missing.complete);
  assert.equal(report.samples, 6);
});

Deno.test("missing() tells which columns lack the same samples, and NaN from missing", () => {
  const set = FeatureSet.fromColumns("m", {
    x: [1, null, NaN, 4, null],
    signal: [[1, 2], null, [3, NaN], [4, 5], [6, 7]],
    kind: ["a", "b", "c", "d", "e"],
  }, { features: ["x", "signal"], tags: ["kind"] });
  const report = set.missing();
  assert.deepEqual(report.columns, [
    { column: "x", missing: 2, notANumber: 1, share: 0.6 },
    { column: "signal", missing: 1, notANumber: 1, share: 0.4 },
    { column: "kind", missing: 0, notANumber: 0, share: 0 },
  ]);
  assert.deepEqual(report.patterns, [
    { columns: ["x", "signal"], samples: 2 },
    { columns: ["x"], samples: 1 },
  ]);
  assert.equal(report.complete, 2);
  assert.deepEqual(set.take([]).missing().columns[0]?.share, 0);
});
