import assert from "node:assert/strict";
import { UnknownNameError } from "../../../lib/core/names.ts";
import { Column } from "../../../lib/data/column.ts";
import { ColumnTable } from "../../../lib/data/column_table.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import type { NewKeys } from "../../../lib/data/feature_set_parts.ts";
import { gt, lte } from "../../../lib/data/predicate.ts";
import { SampleIds } from "../../../lib/data/sample_ids.ts";
import { RandomSplitter } from "../../../lib/data/split/random_splitter.ts";

const ratios = { train: 0.5, test: 0.5 };
const set = FeatureSet.fromColumns("s", { x: [1, 2, 3, 4], y: [5, 6, 7, 8] }, {
  features: ["x"],
  targets: ["y"],
});

/** Ten million rows, of which nobody may make the identifiers: that reads all of them. */
function longSet(): FeatureSet<NewKeys<"x", never, never>> {
  const length = 10_000_000;
  const values = new Uint8Array(length);
  const column = new Column({ dtype: "uint8", shape: [], values });
  const ids = new SampleIds({
    length,
    content: () => assert.fail("all samples were read to make identifiers"),
  });
  return new FeatureSet({
    label: "long",
    table: new ColumnTable({ "features.x.raw": column }, { ids }),
  });
}

Deno.test("splitting a few of ten million samples keeps and reads nothing of the others", () => {
  const long = longSet();
  const few = long.take(Int32Array.from({ length: 1000 }, (_, at) => at * 9_999));
  const before = Deno.memoryUsage().external;
  const split = long.addSplit("few", few).splitRandom({ ratios, of: "few" });
  const { train, test } = split.splits;
  assert.deepEqual([train.length, test.length, train.overlap(test)], [500, 500, 0]);
  assert.deepEqual(split.splitOverlaps, []);
  assert.equal(few.difference(train).length, 500);
  assert.equal(split.splitByCondition({ none: { x: gt(0) } }, { of: "few" }).splits.none.length, 0);
  assert.equal(few.kFold({ folds: 4 })[3]?.val.length, 250);
  const kept = Deno.memoryUsage().external - before;
  assert.ok(kept < 2_000_000, `${kept} bytes for ${few.length} samples`);
});

Deno.test("length, take() and names of a view of ten million samples make no list of them", () => {
  const long = longSet();
  const view = long.toView();
  const before = Deno.memoryUsage().external;
  assert.deepEqual([view.length, long.length], [10_000_000, 10_000_000]);
  assert.deepEqual([...view.take([3, -1]).rows], [3, 9_999_999]);
  assert.deepEqual(view.select({ features: "x" }).columnNames, ["features.x.raw"]);
  assert.ok(Deno.memoryUsage().external - before < 100_000);
});

Deno.test("getSplit() shows columns that are made later, but not those that a split left out", () => {
  const split = set.splitRandom({ ratios }).addSplit("y_only", set.select({ targets: "y" }));
  const scaled = split.fitTransform("standard", { domain: "features" });
  assert.equal(scaled.getSplit("train").columnNames.length, 3);
  assert.deepEqual(scaled.getSplit("y_only").columnNames, ["targets.y.raw"]);
});

Deno.test("getSplit() names the splits there are", () => {
  const split = set.splitRandom({ ratios });
  assert.throws(() => split.getSplit("trian" as "train"), (error: unknown) => {
    assert.ok(error instanceof UnknownNameError);
    assert.match(error.message, /No split "trian": did you mean "train"\? Splits: "train", "test"/);
    return true;
  });
  assert.throws(() => set.getSplit("toString" as never), /there are no splits/);
});

Deno.test("split() refuses a name that is taken, and leaves the FeatureSet as it is", () => {
  const split = set.splitRandom({ ratios });
  assert.throws(() => split.splitRandom({ ratios }), /Split "train" of "s" exists already/);
  assert.deepEqual(split.splitNames, ["train", "test"]);
  assert.deepEqual(set.splitNames, []);
});

Deno.test("split() of a split stays inside of it, and its record says which it was", () => {
  const nested = set.splitByCondition({ low: { x: lte(2) }, high: { x: gt(2) } })
    .split(new RandomSplitter({ ratios: { a: 0.5, b: 0.5 }, seed: 1 }), { of: "high" });
  assert.equal(nested.splits.a.overlap(nested.splits.low), 0);
  assert.deepEqual(nested.splitSizes, { low: 2, high: 2, a: 1, b: 1 });
  assert.deepEqual(nested.splitRecords.map(({ of, order }) => [order, of]), [[0, null], [
    1,
    "high",
  ]]);
});

Deno.test("addSplit() refuses samples of another FeatureSet, and says how to choose the same here", () => {
  const other = FeatureSet.fromColumns("other", { x: [9] }, { features: ["x"] });
  assert.throws(
    () => set.addSplit("foreign", other.toView() as never),
    /view is of "other".*takeIds\(view\.sampleIds\)/,
  );
});

Deno.test("clearSplits() leaves no split and no record, and the columns as they are", () => {
  const cleared = set.splitRandom({ ratios }).clearSplits();
  assert.deepEqual([cleared.splitNames, cleared.splitRecords], [[], []]);
  assert.equal(cleared.table, set.table);
});

Deno.test("replaySplits() says what to add when a record divides a split that a view was added as", () => {
  const source = FeatureSet.fromColumns("a", { x: [1, 2, 3, 4, 5, 6] }, { features: ["x"] });
  const chosen = source.take([0, 1, 2, 3, 4]);
  const divided = source.addSplit("chosen", chosen)
    .splitRandom({ ratios: { train: 0.6, test: 0.4 }, of: "chosen" });
  assert.throws(
    () => source.replaySplits(divided.splitRecords),
    /No split "chosen".*add it here first, with addSplit\("chosen", view\)/s,
  );
  const again = source.addSplit("chosen", chosen).replaySplits(divided.splitRecords);
  assert.deepEqual(again.getSplit("test").sampleIds, divided.getSplit("test").sampleIds);
});
