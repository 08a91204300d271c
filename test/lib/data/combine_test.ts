import assert from "node:assert/strict";
import { concatFeatureSets, deriveColumn } from "../../../lib/data/combine.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses();
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

Deno.test("concatFeatureSets() refuses padding, which is no sample", () => {
  assert.throws(
    () => concatFeatureSets("p", [pulses.take([1]).padTo(2)]),
    /Cannot combine "pulses" with others: some of its samples are padding/,
  );
});

Deno.test("concatFeatureSets() puts texts of different lists of levels below each other", () => {
  const of = (label: string, kind: (string | null)[]) =>
    FeatureSet.fromColumns(label, { kind }, { features: ["kind"] });
  const all = concatFeatureSets("all", [of("a", ["p", "q", null]), of("b", ["r", "q"])]);
  assert.deepEqual(all.column("kind").toArray(), ["p", "q", null, "r", "q"]);
  const whole = of("all", ["p", "q", null, "r", "q"]);
  assert.equal(all.column("kind").fingerprint, whole.column("kind").fingerprint);
});

Deno.test("deriveColumn() refuses a key that no column may have, and says what to write", () => {
  const set = FeatureSet.fromColumns("s", { x: [1] }, { features: ["x"] });
  assert.throws(
    () => deriveColumn(set, "x.y", { domain: "tags", from: ["x"], make: () => 1 }),
    /Cannot name a column "x\.y": it has the invalid character "\."; write "x_y"/,
  );
});
