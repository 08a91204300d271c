import assert from "node:assert/strict";
import fc from "fast-check";
import { produce } from "immer";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses()
  .splitRandom({ ratios: { train: 0.8, val: 0.2 } })
  .fitTransform("minMax", { domain: "features", fitTo: "train" })
  .fitTransform("oneHot", { domain: "tags", keys: "pulse_type" });

Deno.test("fromConfig() and setState() give an equal FeatureSet", () => {
  const config = JSON.parse(JSON.stringify(pulses.getConfig()));
  const again = FeatureSet.fromConfig(config).setState(pulses.getState());
  assert.equal(again.fingerprint, pulses.fingerprint);
  assert.deepEqual(again.getConfig(), pulses.getConfig());
  assert.deepEqual(again.splitSizes, pulses.splitSizes);
  assert.deepEqual(again.operations, pulses.operations);
  const back = (set: FeatureSet) => set.inverse(new Float64Array(101), { domain: "features" });
  assert.deepEqual(back(again), back(pulses as unknown as FeatureSet));
});

Deno.test("a config holds no sample: fromConfig() gives the same columns and none of their samples", () => {
  const empty = FeatureSet.fromConfig(pulses.getConfig());
  assert.equal(empty.length, 0);
  assert.deepEqual(empty.columnNames, pulses.columnNames);
  assert.deepEqual(empty.shapes, pulses.shapes);
  assert.deepEqual(empty.splitSizes, { train: 0, val: 0 });
  assert.throws(
    () =>
      empty.undoLastTransform({ domain: "tags" }).fitTransform("minMax", { domain: "features" })
        .undoLastTransform({ domain: "features" }),
    /Cannot scale with minMax: it has learned nothing; put a state in with setState\(\)/,
  );
});

Deno.test("configs and states are frozen, and are changed by immer into others", () => {
  const config = pulses.getConfig();
  assert.throws(() => Object.assign(config, { label: "x" }), TypeError);
  assert.throws(() => (config.columns as unknown[]).push(1), TypeError);
  const renamed = produce(config, (draft) => {
    draft.label = "others";
  });
  assert.equal(FeatureSet.fromConfig(renamed).label, "others");
  assert.equal(config.label, "pulses");
});

Deno.test("setState() refuses a state of another config", () => {
  const other = FeatureSet.fromColumns("o", { x: [1] }, { features: ["x"] });
  assert.throws(
    () => other.setState(pulses.getState()),
    /Cannot put this state into "o": it has \d+ columns, and the config names 1/,
  );
  const wrong = { ...other.getState(), ids: ["a", "b"] };
  assert.throws(() => other.setState(wrong), /Cannot name 1 samples with 2 identifiers/);
});

Deno.test("a fingerprint is the same in every process", () => {
  const set = FeatureSet.fromColumns("f", { x: [1, null, 3], kind: ["a", "b", null] }, {
    features: ["x"],
    tags: ["kind"],
  });
  // Written down once, by another process.
  assert.equal(set.fingerprint, "1509b561911b631d51291b1160173879e6838f9fb0146032cab5324616abdec2");
});

Deno.test("a fingerprint does not depend on the order of keys, nor on what missing samples hold", () => {
  const ids = ["1", "2"];
  const make = (x: unknown[], more: boolean) => {
    const columns = more ? { y: [5, 6], x } : { x, y: [5, 6] };
    const features = more ? ["y", "x"] as const : ["x", "y"] as const;
    return FeatureSet.fromColumns("k", columns, { features, ids });
  };
  assert.equal(make([1, 2], true).fingerprint, make([1, 2], false).fingerprint);
  const texts = FeatureSet.fromColumns("t", { k: ["b", "a", "b"] }, {
    features: ["k"],
    ids: ["1", "2", "3"],
  });
  const fewer = FeatureSet.fromColumns("t", { k: ["a", "b"] }, {
    features: ["k"],
    ids: ["2", "3"],
  });
  assert.equal(texts.take([1, 2]).column("k").fingerprint, fewer.column("k").fingerprint);
  const gone = (value: number) =>
    FeatureSet.fromColumns("g", { x: [value, 2] }, { features: ["x"], ids }).take([1, 0])
      .padTo(3).column("x").fingerprint;
  assert.equal(gone(1), gone(1));
  assert.notEqual(gone(1), gone(7));
});

Deno.test("one changed number changes the fingerprint", () => {
  const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(numbers, fc.nat(), fc.double({ noNaN: true }), (x, place, other) => {
    const at = place % x.length;
    const ids = x.map((_, row) => `${row}`);
    const make = (values: number[]) =>
      FeatureSet.fromColumns("p", { x: values }, { features: ["x"], ids }).fingerprint;
    const changed = x.with(at, other);
    assert.equal(make(x) === make(changed), Object.is(x[at], other));
  }));
});
