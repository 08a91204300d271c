import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses();

Deno.test("length, keys and take() of a view of ten million rows cost nothing of the table", () => {
  const values = new Float32Array(10_000_000);
  const set = FeatureSet.fromColumns("wide", { x: values }, { features: ["x"] });
  const half = set.take(Int32Array.from({ length: 5_000_000 }, (_, at) => at));
  const start = performance.now();
  for (let round = 0; round < 1000; round++) {
    assert.equal(half.length, 5_000_000);
    assert.equal(half.featureKeys.length, 1);
    half.take([1, 2, 3]).take([0]);
  }
  assert.ok(performance.now() - start < 1000);
});

Deno.test("takeIds() keeps the order asked for and leaves out what is not here", () => {
  const view = pulses.take([5, 3, 9]);
  const ids = view.sampleIds;
  assert.deepEqual(view.takeIds([...ids].reverse()).sampleIds, [...ids].reverse());
  assert.deepEqual(view.takeIds([pulses.sampleIds[0] ?? "", ids[1] ?? ""]).sampleIds, [ids[1]]);
});

Deno.test("intersection() keeps its own order, or the other's", () => {
  const a = pulses.take([9, 1, 5, 3]);
  const b = pulses.take([3, 5, 9]);
  assert.deepEqual([...a.intersection(b).rows], [9, 5, 3]);
  assert.deepEqual([...a.intersection(b, { order: "other" }).rows], [3, 5, 9]);
});

Deno.test("intersection() finds samples of other FeatureSets by identifier", () => {
  const make = (label: string, ids: string[]) =>
    FeatureSet.fromColumns(label, { x: ids.map((_, at) => at) }, { features: ["x"], ids });
  const a = make("a", ["p", "q", "r"]);
  const b = make("b", ["r", "p", "s"]);
  assert.deepEqual(a.intersection(b).sampleIds, ["p", "r"]);
  assert.deepEqual(a.difference(b).sampleIds, ["q"]);
  assert.equal(a.overlap(b), 2);
});

Deno.test("padding is masked, missing in every column and left out on demand", () => {
  const view = pulses.take([4]).padTo(3);
  assert.deepEqual([...view.mask], [1, 0, 0]);
  assert.equal(view.length, 3);
  assert.deepEqual(view.column("pulse_type").toArray().slice(1), [null, null]);
  assert.equal(view.sampleIds[2], "N/A");
  assert.equal(view.withoutPadding().length, 1);
  assert.ok(Number.isNaN(view.getFeatures().values[101]));
});

Deno.test("a view is frozen, equals its like, and reading it changes no list of the caller", () => {
  const columns = ["soh"] as const;
  const view = pulses.take([1, 2]).select({ columns });
  assert.deepEqual(columns, ["soh"]);
  assert.deepEqual(view.columnNames, ["targets.soh.raw"]);
  assert.ok(view.equals(pulses.take([1, 2]).select({ targets: ["soh"] })));
  assert.ok(!view.equals(pulses.take([2, 1]).select({ targets: ["soh"] })));
  assert.ok(!view.equals(5));
  assert.throws(() => Object.assign(view, { label: "x" }), TypeError);
  assert.throws(() => view.column("cell"), /No representation|No column|view holds some/);
});

Deno.test("a split of some columns keeps to them; others get columns made later", () => {
  const some = pulses.addSplit("some", pulses.take([0, 1]).select({ features: ["voltage"] }));
  assert.deepEqual(some.splits.some.columnNames, ["features.voltage.raw"]);
});

Deno.test("take() says where a place is outside", () => {
  assert.throws(() => pulses.take([1000]), /Cannot take sample 1000: there are 1000 samples/);
  assert.throws(() => pulses.take([0.5]), RangeError);
});

Deno.test("withoutPadding() of a view that has none is the view itself", () => {
  const set = FeatureSet.fromColumns("p", { x: [1, 2, 3] }, { features: ["x"] });
  const [whole, some] = [set.toView(), set.take([2, 0])];
  assert.equal(whole.withoutPadding(), whole);
  assert.equal(some.withoutPadding(), some);
  assert.deepEqual([...some.padTo(4).withoutPadding().rows], [2, 0]);
});
