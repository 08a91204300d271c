import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { gt } from "../../../lib/data/predicate.ts";

const length = 20;
const set = FeatureSet.fromColumns("s", {
  x: Array.from({ length }, (_, at) => at),
  cell: Array.from({ length }, (_, at) => `c${at % 3}`),
}, { features: ["x"], tags: ["cell"] });
const places = fc.uniqueArray(fc.nat(length - 1));

Deno.test("intersection() and difference() share out a view, and keep its order", () => {
  fc.assert(fc.property(places, places, (mine, theirs) => {
    const [view, other] = [set.take(mine), set.take(theirs)];
    const shared = [...view.intersection(other).rows];
    assert.deepEqual(shared, mine.filter((row) => theirs.includes(row)));
    assert.deepEqual([...view.difference(other).rows], mine.filter((row) => !theirs.includes(row)));
    const turned = [...view.intersection(other, { order: "other" }).rows];
    assert.deepEqual(turned, theirs.filter((row) => mine.includes(row)));
    assert.equal(view.overlap(other), shared.length);
  }));
});

Deno.test("intersection() finds samples of other FeatureSets by their identifiers", () => {
  const copy = FeatureSet.fromColumns("copy", {
    z: [1, 2],
    id: set.take([5, 2]).sampleIds as string[],
  }, {
    features: ["z"],
    ids: "id",
  });
  assert.deepEqual([...set.intersection(copy).rows], [2, 5]);
  assert.deepEqual([...set.intersection(copy, { order: "other" }).rows], [5, 2]);
  assert.deepEqual([...copy.difference(set).rows], []);
  assert.equal(set.take([2, 3]).overlap(copy), 1);
});

Deno.test("takeIds() keeps the order asked for, and only samples that are in the view", () => {
  const ids = set.sampleIds;
  const asked = [ids[4], ids[1], "nobody", ids[9]] as string[];
  assert.deepEqual([...set.takeIds(asked).rows], [4, 1, 9]);
  assert.deepEqual([...set.take([1, 9]).takeIds(asked).rows], [1, 9]);
});

Deno.test("filter() needs all conditions, leaves padding out, and nests", () => {
  const found = set.filter({ x: gt(9), cell: "c0" });
  assert.deepEqual([...found.rows], [12, 15, 18]);
  assert.deepEqual([...found.padTo(6).where("x", gt(13)).rows], [15, 18]);
  assert.deepEqual([...found.filter({ x: (sample) => sample === 15 }).rows], [15]);
});

Deno.test("select() keeps rows, and take() of a view counts in the view", () => {
  const view = set.take([7, 3, 5]).select({ tags: "cell" });
  assert.deepEqual([...view.take([-1, 0]).rows], [5, 7]);
  assert.deepEqual(view.take([0]).columnNames, ["tags.cell.raw"]);
});

Deno.test("sampler() refuses columns that the samples do not have, before anything is dealt out", () => {
  const untyped = set as FeatureSet;
  assert.throws(() => untyped.sampler("simple", { groupBy: "cel" }), /did you mean "cell"/);
  assert.throws(
    () => untyped.sampler("role", { conditions: { near: { y: {} } } }),
    /No column "y"/,
  );
  assert.equal(set.sampler("simple", { stratifyBy: "cell", batchSize: 6 }).name, "simple");
});
