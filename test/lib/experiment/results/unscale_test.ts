import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { unscaleTargets } from "../../../../lib/experiment/results/unscale.ts";

const raw = FeatureSet.fromColumns("a", { x: [1, 2], y: [60, 100], z: [0, 4] }, {
  features: ["x"],
  targets: ["y", "z"],
});
const tensor = { dtype: "float32", shape: [1, 2], data: Float32Array.of(0.5, 0.25) } as const;

Deno.test("unscaleTargets() inverts all scalers of the newest representation", () => {
  const scaled = raw.fitTransform("minMax", { domain: "targets" });
  assert.deepEqual(unscaleTargets(tensor, scaled.toView()), {
    dtype: "float32",
    shape: [1, 2],
    data: Float32Array.of(80, 1),
  });
  const named = raw.fitTransform("minMax", { domain: "targets", into: "unit" });
  assert.deepEqual([...unscaleTargets(tensor, named.toView()).data], [80, 1]);
});

Deno.test("unscaleTargets() leaves targets alone that nobody scaled", () => {
  assert.equal(unscaleTargets(tensor, raw.toView()), tensor);
});

Deno.test("unscaleTargets() refuses several representations, and other numbers of targets", () => {
  const mixed = raw.fitTransform("minMax", { domain: "targets", keys: "y", into: "unit" })
    .fitTransform("minMax", { domain: "targets", keys: "z", into: "small" });
  assert.throws(() => unscaleTargets(tensor, mixed.toView()), /several representations/);
  const scaled = raw.fitTransform("minMax", { domain: "targets" });
  const odd = { ...tensor, shape: [1, 3], data: new Float32Array(3) };
  assert.throws(() => unscaleTargets(odd, scaled.toView()), /each sample has 2/);
});
