import assert from "node:assert/strict";
import { concatFeatureSets, deriveColumn, joinFeatureSets } from "../../../lib/data/combine.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses();
const volts = FeatureSet.fromColumns("volts", {
  cell: ["p", "p", "q", "r"],
  volt: [3, 4, 5, 6],
}, { features: ["volt"], tags: ["cell"], ids: ["1", "2", "3", "4"] });
const temps = FeatureSet.fromColumns("temps", { cell: ["q", "p"], temp: [20, 30] }, {
  features: ["temp"],
  tags: ["cell"],
});

Deno.test("concatFeatureSets() of the parts of a split has every sample once, with its identifier", () => {
  const split = pulses.splitRandom({ ratios: { a: 0.3, b: 0.7 } });
  const both = concatFeatureSets("both", [split.splits.a, split.splits.b]);
  assert.equal(both.length, 1000);
  assert.equal(both.overlap(pulses), 1000);
  const again = both.takeIds(pulses.sampleIds);
  assert.deepEqual(again.records({ tags: "*" }), pulses.records({ tags: "*" }));
  assert.deepEqual(again.getFeatures().values, pulses.getFeatures().values);
});

Deno.test("concatFeatureSets() keeps missing samples, and refuses other columns and repeats", () => {
  const a = FeatureSet.fromColumns("a", { x: [1, null], k: ["u", null] }, {
    features: ["x"],
    tags: ["k"],
  });
  const b = FeatureSet.fromColumns("b", { x: [null, 4], k: ["v", "u"] }, {
    features: ["x"],
    tags: ["k"],
  });
  const both = concatFeatureSets("both", [a, b]);
  assert.deepEqual(both.column("x").toArray(), [1, null, null, 4]);
  assert.deepEqual(both.column("k").toArray(), ["u", null, "v", "u"]);
  assert.throws(() => concatFeatureSets("twice", [a, a]), /identifiers appear twice/);
  const less: FeatureSet = FeatureSet.fromColumns("c", { x: [1] }, { features: ["x"] });
  assert.throws(
    () => concatFeatureSets("c", [a as FeatureSet, less]),
    /Cannot put "c" below "a": only one of them has "tags.k.raw"/,
  );
});

Deno.test("joinFeatureSets() finds partners by columns, and leaves out or fills what has none", () => {
  const inner = joinFeatureSets("inner", [volts, temps], { on: ["cell"] });
  assert.deepEqual(inner.records(), [
    { volt: 3, cell: "p", temp: 30 },
    { volt: 4, cell: "p", temp: 30 },
    { volt: 5, cell: "q", temp: 20 },
  ]);
  assert.deepEqual(inner.sampleIds, ["1", "2", "3"]);
  const left = joinFeatureSets("left", [volts, temps], { on: ["cell"], how: "left" });
  assert.deepEqual(left.column("temp").toArray(), [30, 30, 20, null]);
  assert.throws(
    () => joinFeatureSets("x", [temps, volts], { on: ["cell"] }),
    /\["p"\] is in "volts" twice/,
  );
});

Deno.test("joinFeatureSets() finds partners by identifier, and refuses a key that both have", () => {
  const more = FeatureSet.fromColumns("more", { amp: [7, 8] }, {
    features: ["amp"],
    ids: ["4", "1"],
  });
  const joined = joinFeatureSets("joined", [volts, more]);
  assert.deepEqual(joined.column("amp").toArray(), [8, 7]);
  assert.throws(() => joinFeatureSets("x", [volts, volts]), /both have "volt"/);
});

Deno.test("deriveColumn() makes a column of others and remembers of which", () => {
  const set = deriveColumn(pulses, "age", {
    domain: "tags",
    from: ["soh", "cell"],
    make: ({ soh, cell }) => 100 - Number(soh) + Number(cell) * 0,
  });
  assert.equal(set.column("age").at(3), 100 - Number(pulses.column("soh").at(3)));
  assert.deepEqual(set.operations.at(-1)?.read, ["targets.soh.raw", "tags.cell.raw"]);
  assert.deepEqual(set.sampleIds, pulses.sampleIds);
  assert.throws(
    () => deriveColumn(set, "age", { domain: "tags", from: [], make: () => 1 }),
    /has it already/,
  );
});
