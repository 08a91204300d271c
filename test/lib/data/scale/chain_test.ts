import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { UndoBlockedError } from "../../../../lib/data/scale/chain.ts";
import { NotInvertibleError } from "../../../../lib/data/scale/scaler.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses().splitRandom({ ratios: { train: 0.6, test: 0.4 } });

function two(): FeatureSet {
  const columns = { a: [1, 2, 3, 4], b: [10, 0, 30, 5], c: [7, 7, 8, 9] };
  return FeatureSet.fromColumns("two", columns, { features: ["a", "b", "c"] });
}

Deno.test("fitTransform() learns from one split and applies to all, splits included", () => {
  const scaled = pulses.fitTransform("minMax", { domain: "targets", fitTo: "train" });
  const train = scaled.splits.train.column("soh");
  const values = [...train.values];
  assert.deepEqual([Math.min(...values), Math.max(...values)], [0, 1]);
  assert.equal(scaled.splits.test.column("soh").length, 400);
  assert.equal(scaled.column("targets.soh.raw"), pulses.column("soh"));
  assert.deepEqual(pulses.columnNames.length, 6);
  assert.deepEqual(scaled.scalerRecords.map(({ fitTo, keys }) => [fitTo, keys]), [["train", [
    "soh",
  ]]]);
});

Deno.test("chains follow the how-to: zero start, min-max, target scaling, undo of the features only", () => {
  const chain = pulses
    .fitTransform("PerSampleZeroStart", { domain: "features", keys: "voltage" })
    .fitTransform("MinMaxScaler", { domain: "features", fitTo: "train" })
    .fitTransform("minMax", { domain: "targets", fitTo: "train" });
  assert.deepEqual(chain.column("voltage").shape, [101]);
  const undone = chain.undoLastTransform({ domain: "features" });
  assert.deepEqual(undone.scalerRecords.map(({ scaler }) => scaler.name), [
    "perSampleZeroStart",
    "minMax",
  ]);
  const once = pulses.fitTransform("PerSampleZeroStart", { domain: "features" });
  assert.deepEqual(undone.column("voltage").values, once.column("voltage").values);
  assert.equal(undone.column("soh"), chain.column("soh"));
  const back = chain.inverse([0.5, 0.8], { domain: "targets" });
  const again = undone.inverse(
    chain.take([0, 1]).getTargets({ dtype: "float64" }).values,
    { domain: "targets" },
  );
  assert.ok(Math.abs((again[1] ?? 0) - Number(pulses.column("soh").at(1))) < 1e-9);
  assert.ok((back[1] ?? 0) > (back[0] ?? 0));
  assert.throws(
    () => chain.inverse(new Float64Array(101), { domain: "features" }),
    NotInvertibleError,
  );
});

Deno.test("undo restores the bits of any chain, one scaler after the other", () => {
  const names = ["standard", "minMax", "robust", "negate", "normalizer"];
  const keys = fc.subarray(["a", "b", "c"], { minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), keys), { maxLength: 5 }), (steps) => {
      const states = [two()];
      for (const [name, on] of steps) {
        states.push((states.at(-1) ?? two()).fitTransform(name, { domain: "features", keys: on }));
      }
      let current = states.at(-1) ?? two();
      for (const before of states.slice(0, -1).toReversed()) {
        current = current.undoLastTransform({ domain: "features" });
        assert.deepEqual(new Set(current.columnNames), new Set(before.columnNames));
        for (const name of before.columnNames) {
          assert.deepEqual(current.column(name).values, before.column(name).values);
        }
      }
    }),
  );
});

Deno.test("undo brings columns back at their age: the newest representation is the one of before", () => {
  const into = fc.constantFrom("transformed", "other");
  const keys = fc.subarray(["a", "b", "c"], { minLength: 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(into, keys), { maxLength: 6 }), (steps) => {
      const states = [two()];
      for (const [into, on] of steps) {
        const options = { domain: "features", keys: on, into } as const;
        states.push((states.at(-1) ?? two()).fitTransform("minMax", options));
      }
      let current = states.at(-1) ?? two();
      for (const [at, before] of states.slice(0, -1).entries().toArray().toReversed()) {
        const [into, on] = steps[at] ?? ["transformed", []];
        current = current.undoLastTransform({ domain: "features", keys: on, into });
        assert.deepEqual(current.columnNames, before.columnNames);
        assert.deepEqual(current.getFeatures().values, before.getFeatures().values);
      }
    }),
  );
});

Deno.test("a later scaler on a subset of the keys blocks an undo", () => {
  const scaled = two()
    .fitTransform("standard", { domain: "features", keys: ["a", "b"] })
    .fitTransform("minMax", { domain: "features", keys: ["a"] });
  assert.throws(
    () => scaled.undoLastTransform({ domain: "features", keys: ["a", "b"] }),
    (error: unknown) => error instanceof UndoBlockedError && error.blockedBy === 1,
  );
  const undone = scaled.undoLastTransform({ domain: "features", keys: "a" })
    .undoLastTransform({ domain: "features", keys: ["b", "a"] });
  assert.deepEqual(undone.columnNames, two().columnNames);
  assert.deepEqual(scaled.undoAllTransforms().columnNames, two().columnNames);
  assert.throws(
    () => scaled.undoLastTransform({ domain: "features", keys: "c" }),
    /No scaler to undo on exactly "c" of features; scalers: "standard on a \+ b"/,
  );
});

Deno.test("inverse() runs a whole chain backwards, and says which columns it would need", () => {
  const set = two().fitTransform("standard", { domain: "features", keys: ["a", "b"] })
    .fitTransform("minMax", { domain: "features", keys: "a" });
  const scaled = set.getFeatures({ keys: ["a"], dtype: "float64" }).values;
  const back = set.inverse(scaled, { domain: "features", keys: "a" });
  assert.ok(back.every((value, at) => Math.abs(value - (at + 1)) < 1e-12));
  const joint = two().fitTransform("standard", {
    domain: "features",
    keys: ["a", "b"],
    share: "all",
  });
  assert.throws(
    () => joint.inverse([1, 2], { domain: "features", keys: "a" }),
    /standard scaled "a", "b" together; give "b" as well/,
  );
  assert.throws(
    () => set.inverse([1], { domain: "features", keys: ["a", "b"] }),
    /each sample has 2/,
  );
});

Deno.test("several keys of signals need to be told what shares a feature", () => {
  const signals = { a: [[1, 2], [3, 4]], b: [[5, 6], [7, 10]] };
  const set = FeatureSet.fromColumns("s", signals, { features: ["a", "b"] });
  assert.throws(
    () => set.fitTransform("minMax", { domain: "features" }),
    /2 keys of shape \[2\] share a feature: choose share/,
  );
  const read = (share: "none" | "positions" | "keys" | "all") =>
    set.fitTransform("minMax", { domain: "features", share }).records();
  assert.deepEqual(read("none"), [{ a: [0, 0], b: [0, 0] }, { a: [1, 1], b: [1, 1] }]);
  assert.deepEqual(read("positions")[1], { a: [2 / 3, 1], b: [0.4, 1] });
  assert.deepEqual(read("keys")[1], { a: [1 / 3, 0.25], b: [1, 1] });
  assert.deepEqual(read("all")[1], { a: [2 / 9, 3 / 9], b: [6 / 9, 1] });
});

Deno.test("samples that are matrices keep their shape; float32 stays float32; missing stays missing", () => {
  const values = Float32Array.from({ length: 12 }, (_, at) => at);
  const set = FeatureSet.fromColumns("m", { x: { values, shape: [2, 3] }, y: [1, null] }, {
    features: ["x"],
    targets: ["y"],
  });
  const scaled = set.fitTransform("minMax", { domain: "features" })
    .fitTransform("standard", { domain: "targets" });
  assert.deepEqual(scaled.column("x").shape, [2, 3]);
  assert.equal(scaled.column("x").dtype, "float32");
  assert.deepEqual(scaled.column("y").toArray(), [0, null]);
});

Deno.test("named representations stand beside each other", () => {
  const set = two()
    .fitTransform("standard", { domain: "features", keys: "a", into: "standard" })
    .fitTransform("minMax", { domain: "features", keys: "a", into: "unit", from: "standard" });
  assert.deepEqual(set.findColumns({ features: "a", representation: "*" }), [
    "features.a.raw",
    "features.a.standard",
    "features.a.unit",
  ]);
  assert.throws(
    () => set.undoLastTransform({ domain: "features", into: "standard" }),
    UndoBlockedError,
  );
  assert.throws(
    () => set.fitTransform("minMax", { domain: "features", into: "raw" }),
    /never changes/,
  );
});

Deno.test("texts cannot be scaled, and unknown keys are named", () => {
  const set: FeatureSet = pulses;
  assert.throws(
    () => set.fitTransform("minMax", { domain: "tags", keys: "pulse_type" }),
    /holds utf8/,
  );
  assert.throws(
    () => set.fitTransform("minMax", { domain: "targets", keys: "sho" }),
    /did you mean/,
  );
});
