import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { keysOf } from "../../../../lib/data/scale/scale_parts.ts";

const set = FeatureSet.fromColumns("s", {
  a: [1, 2, 3, 4],
  b: [10, 20, 30, 40],
  u: [[1, 2], [3, 4], [5, 6], [7, 8]],
  v: [[1, 2], [3, 4], [5, 6], [9, 9]],
  y: [0, 1, 2, 9],
}, { features: ["a", "b"], targets: ["y"], tags: ["u", "v"] })
  .splitByCondition({ first: { y: [0, 1] } });

Deno.test("fitTransform() learns from one split and scales all samples", () => {
  const scaled = set.fitTransform("minMax", { domain: "targets", fitTo: "first" });
  assert.deepEqual(scaled.column("y").toArray(), [0, 1, 2, 9]);
  assert.deepEqual(set.column("y").toArray(), [0, 1, 2, 9]);
  const [record] = scaled.scalerRecords;
  assert.deepEqual([record?.fitTo, record?.order, record?.share], ["first", 0, "none"]);
  assert.deepEqual(scaled.operations.at(-1)?.read, ["targets.y.raw", "first"]);
});

Deno.test("fitTransform() starts from what scalers have made, until it is told otherwise", () => {
  const twice = set.fitTransform("negate", { domain: "features" })
    .fitTransform("negate", { domain: "features" });
  assert.deepEqual(twice.column("a").toArray(), [1, 2, 3, 4]);
  const other = set.fitTransform("negate", { domain: "features", into: "turned" });
  assert.deepEqual(
    other.columns({ features: "a", representation: "*" })["features.a.turned"]?.toArray(),
    [-1, -2, -3, -4],
  );
  assert.throws(
    () => set.fitTransform("negate", { domain: "features", into: "raw" }),
    /Cannot write "raw": it never changes/,
  );
});

Deno.test("fitTransform() of several signals asks which numbers share a feature", () => {
  assert.throws(
    () => set.fitTransform("minMax", { domain: "tags" }),
    /numbers of 2 keys of shape \[2\] share a feature: choose share: "none".*"all"/,
  );
  const all = set.fitTransform("minMax", { domain: "tags", share: "all" });
  assert.deepEqual(all.column("v").at(3), [1, 1]);
});

Deno.test("undoLastTransform() takes back the newest scaler of exactly the keys asked", () => {
  const scaled = set.fitTransform("standard", { domain: "features", keys: "a" })
    .fitTransform("standard", { domain: "targets" });
  const undone = scaled.undoLastTransform({ domain: "features", keys: ["a"] });
  assert.deepEqual(undone.scalerRecords.map(({ order, domain }) => [order, domain]), [[
    0,
    "targets",
  ]]);
  assert.equal(undone.table.has("features.a.transformed"), false);
  assert.deepEqual(undone.column("y").toArray(), scaled.column("y").toArray());
  assert.throws(
    () => scaled.undoLastTransform({ domain: "features", keys: ["a", "b"] }),
    /No scaler to undo on exactly "a", "b" of features; scalers: "standard on a"/,
  );
});

Deno.test("undoAllTransforms() leaves the raw columns, of one domain or of all", () => {
  const scaled = set.fitTransform("standard", { domain: "features" })
    .fitTransform("standard", { domain: "targets" });
  assert.deepEqual(scaled.undoAllTransforms().columnNames, set.columnNames);
  const one = scaled.undoAllTransforms({ domain: "features" });
  assert.deepEqual(one.scalerRecords.map(({ domain }) => domain), ["targets"]);
});

Deno.test("keysOf() knows keys of one domain only", () => {
  assert.deepEqual(keysOf(set.table, { domain: "features" }), ["a", "b"]);
  assert.deepEqual(keysOf(set.table, { domain: "features", keys: "b" }), ["b"]);
  assert.throws(
    () => keysOf(set.table, { domain: "features", keys: "y" as never }),
    /No feature "y".*Features: "a", "b"/,
  );
});
