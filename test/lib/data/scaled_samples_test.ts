import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { StandardScaler } from "../../../lib/data/scale/affine_scalers.ts";
import { UndoBlockedError } from "../../../lib/data/scale/chain.ts";

const set = FeatureSet.fromColumns("s", { x: [0, 10, 20], z: [1, 2, 3], y: [5, 6, 7] }, {
  features: ["x", "z"],
  targets: ["y"],
}).splitByCondition({ low: { x: [0, 10] } });

Deno.test("a FeatureSet is scaled by name, class and instance alike, and stays as it is", () => {
  const made = ["standard", StandardScaler, new StandardScaler()] as const;
  const [byName, ...others] = made.map((scaler) =>
    set.fitTransform(scaler, { domain: "features" })
  );
  for (const other of others) {
    assert.equal(other?.fingerprint, byName?.fingerprint);
  }
  assert.deepEqual(set.scalerRecords, []);
});

Deno.test("a scaler is fitted to a split that there is", () => {
  const scaled = set.fitTransform("minMax", { domain: "features", keys: "x", fitTo: "low" });
  assert.deepEqual(scaled.column("x").toArray(), [0, 1, 2]);
  assert.throws(
    () => set.fitTransform("minMax", { domain: "features", fitTo: "lo" as "low" }),
    /No split "lo": did you mean "low"/,
  );
});

Deno.test("a later scaler on some of the same keys blocks an undo, and says which", () => {
  const scaled = set.fitTransform("standard", { domain: "features" })
    .fitTransform("negate", { domain: "features", keys: "x" });
  assert.throws(
    () => scaled.undoLastTransform({ domain: "features", keys: ["x", "z"] }),
    (error: unknown) => {
      assert.ok(error instanceof UndoBlockedError);
      assert.deepEqual([error.order, error.blockedBy], [0, 1]);
      return true;
    },
  );
  const undone = scaled.undoLastTransform({ domain: "features" });
  assert.deepEqual([...undone.column("x").values], [
    ...set.fitTransform("standard", { domain: "features" }).column("x").values,
  ]);
});

Deno.test("inverse() takes outputs of a model back into the units of the data", () => {
  const scaled = set.fitTransform("minMax", { domain: "targets" });
  assert.deepEqual([...scaled.inverse([0, 0.5, 2], { domain: "targets" })], [5, 6, 9]);
  assert.deepEqual(scaled.decode([1], { domain: "targets" }), { y: [7] });
});

Deno.test("an undo takes its columns out of splits that name them, so that the file can be loaded", async () => {
  const scaled = set.fitTransform("standard", { domain: "features" });
  const some = scaled.addSplit("some", scaled.take([0, 1]).select({ features: "x" }));
  for (const undone of [some.undoLastTransform({ domain: "features" }), some.undoAllTransforms()]) {
    assert.deepEqual(undone.splits.some.columnNames, ["features.x.raw"]);
    const loaded = await FeatureSet.load(await undone.save());
    assert.deepEqual(loaded.getSplit("some").records(), [{ x: 0 }, { x: 10 }]);
  }
});

Deno.test("a scaler refuses to learn from a split without samples", () => {
  const empty = set.addSplit("none", set.take([]));
  assert.throws(() => empty.fitTransform("standard", { domain: "features", fitTo: "none" }), {
    name: "RangeError",
    message: 'Cannot fit standard to "none": there are no samples in that split',
  });
});
