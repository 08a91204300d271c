import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { MinMaxScaler } from "../../../../lib/data/scale/affine_scalers.ts";
import "../../../../lib/data/scale/elementwise_scalers.ts";
import "../../../../lib/data/scale/one_hot_encoder.ts";
import type { Matrix } from "../../../../lib/data/scale/matrix.ts";
import { SegmentedScaler } from "../../../../lib/data/scale/segmented_scaler.ts";

const signal: Matrix = {
  rows: 2,
  features: [[0, 2], [4, 8], [10, 30]].map((values) => Float64Array.from(values)),
};

Deno.test("SegmentedScaler learns for each segment by itself, with the options of its scaler", () => {
  const scaler = new SegmentedScaler({
    boundaries: [0, 1, 3],
    scaler: "minMax",
    options: { range: [0, 10] },
  });
  const made = scaler.fit(signal).transform(signal).features.map((values) => [...values]);
  assert.deepEqual(made, [[0, 10], [0, 10], [0, 10]]);
  assert.equal(scaler.getConfig()["scaler"], "minMax");
});

Deno.test("SegmentedScaler takes an instance, and goes back where its scaler can", () => {
  const boundaries = [0, 2, 3];
  const fitted = new SegmentedScaler({ boundaries, scaler: new MinMaxScaler() }).fit(signal);
  assert.deepEqual(fitted.inverse?.(fitted.transform(signal)), signal);
  const absolute = new SegmentedScaler({ boundaries, scaler: "absolute" }).fit(signal);
  assert.equal(absolute.inverse, undefined);
});

Deno.test("SegmentedScaler refuses boundaries that do not start, ascend or end as they should", () => {
  const make = (boundaries: number[]) => new SegmentedScaler({ boundaries, scaler: "minMax" });
  assert.throws(() => make([1, 3]), /Boundaries \[1, 3\] do not start at 0/);
  assert.throws(() => make([0, 2, 2]), /not strictly ascending/);
  assert.throws(() => make([0]), /not strictly ascending: give at least two/);
  assert.throws(
    () => make([0, 2]).fit(signal),
    /Last boundary does not match feature length: it is 2, and there are 3 features/,
  );
});

Deno.test("SegmentedScaler fills what is missing, where its scaler does", () => {
  const set = FeatureSet.fromColumns("s", { x: [[1, 2, 3], null, [3, 4, 7]] }, { features: ["x"] });
  const config = { boundaries: [0, 1, 3], scaler: "simpleImputer" };
  const filled = set.fitTransform("segmented", { domain: "features", config });
  assert.deepEqual(filled.column("x").toArray(), [[1, 2, 3], [2, 3, 5], [3, 4, 7]]);
});

Deno.test("SegmentedScaler refuses scalers that make several numbers of one", () => {
  const scaler = new SegmentedScaler({ boundaries: [0, 3], scaler: "oneHot" });
  assert.throws(() => scaler.fit(signal), /Cannot scale segments with oneHot/);
});
