import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

const set = FeatureSet.fromColumns("s", {
  x: Float32Array.of(1, 2, 3, 4),
  signal: { values: new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]), shape: [2] },
  y: [10, 20, 30, 40],
  cell: ["a", "b", "a", "b"],
}, { features: ["x", "signal"], targets: ["y"], tags: ["cell"] });

Deno.test("reading a whole FeatureSet shares its columns; reading a view copies its rows once", () => {
  assert.equal(set.column("x"), set.table.column("features.x.raw"));
  const view = set.take([3, 0]);
  assert.deepEqual([...view.column("x").values], [4, 1]);
  assert.deepEqual(view.records({ tags: "cell" }), [{ cell: "b" }, { cell: "a" }]);
});

Deno.test("names, shapes and kinds of a view are those of its columns, and need no sample", () => {
  const view = set.take([1]).select({ features: "signal", tags: "cell" });
  assert.deepEqual([view.featureKeys, view.targetKeys, view.tagKeys], [["signal"], [], ["cell"]]);
  assert.deepEqual(view.shapes, { "features.signal.raw": [2], "tags.cell.raw": [] });
  assert.deepEqual(view.dtypes, { "features.signal.raw": "float32", "tags.cell.raw": "utf8" });
});

Deno.test("readers take the newest representation of each key, and any other by name", () => {
  const scaled = set.fitTransform("negate", { domain: "features", keys: "x" });
  assert.deepEqual([...scaled.getFeatures({ keys: "x" }).values], [-1, -2, -3, -4]);
  assert.deepEqual([...scaled.getFeatures({ keys: "x", representation: "raw" }).values], [
    1,
    2,
    3,
    4,
  ]);
  assert.deepEqual(Object.keys(scaled.columns({ features: "x", representation: "*" })), [
    "features.x.raw",
    "features.x.transformed",
  ]);
});

Deno.test("getTargets() and getTags() read one domain; getFeatures() puts scalars and vectors side by side", () => {
  assert.deepEqual(set.take([2]).getTargets().shape, [1, 1]);
  assert.deepEqual(set.getTags(), { cell: ["a", "b", "a", "b"] });
  const { values, shape, columns } = set.take([1]).getFeatures();
  assert.deepEqual([[...values], shape], [[2, 3, 4], [1, 3]]);
  assert.deepEqual(columns, ["x", "signal[0]", "signal[1]"]);
});

Deno.test("the fingerprint follows columns, rows and identifiers, not the label", () => {
  const { x, y } = { x: [1, 2], y: [3, 4] };
  const make = (label: string, ids: string[]) =>
    FeatureSet.fromColumns(label, { x, y }, { features: ["x"], targets: ["y"], ids });
  const one = make("one", ["p", "q"]);
  assert.equal(one.fingerprint, make("two", ["p", "q"]).fingerprint);
  assert.notEqual(one.fingerprint, make("one", ["p", "r"]).fingerprint);
  assert.notEqual(one.take([1, 0]).fingerprint, one.take([0, 1]).fingerprint);
});

Deno.test("getStacked() reads columns of any domain side by side, in the order of the table", () => {
  const { values, shape, columns } = set.take([3, 0]).getStacked({ targets: "y", features: "x" });
  assert.deepEqual([[...values], shape, columns], [[4, 40, 1, 10], [2, 2], ["x", "y"]]);
  assert.throws(() => set.getStacked({ columns: ["x", "cell"] }), /Cannot stack column "cell": it/);
});

Deno.test("toText() of no samples writes the line of names, which can be read again", () => {
  const none = FeatureSet.fromColumns("n", { x: [1], kind: ["a"] }, {
    features: ["x"],
    tags: ["kind"],
  }).take([]);
  assert.equal(none.toText("csv"), "x,kind\n");
});
