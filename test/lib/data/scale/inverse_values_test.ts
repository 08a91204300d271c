import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { decodeValues, inverseValues } from "../../../../lib/data/scale/inverse_values.ts";

const { table, scalerRecords, operations } = FeatureSet.fromColumns("s", {
  soh: [50, 100],
  limits: [[0, 1], [2, 3]],
  ok: [true, false],
  kind: ["chg", "dchg"],
}, { features: ["ok", "kind"], targets: ["soh"], tags: ["limits"] })
  .fitTransform("minMax", { domain: "targets" })
  .fitTransform("ordinal", { domain: "features" });
const parts = { table, scalerRecords, operations };

Deno.test("inverseValues() gives numbers of as many samples as there are, in the units of the data", () => {
  const values = inverseValues(parts, { values: [0.5, 0, 2], domain: "targets" });
  assert.deepEqual([...values], [75, 50, 150]);
});

Deno.test("inverseValues() takes columns in the order in which they are read, however they are named", () => {
  const set = FeatureSet.fromColumns("s", { x: [0, 10], z: [0, 1000] }, { features: ["x", "z"] })
    .fitTransform("minMax", { domain: "features" });
  for (const keys of [["x", "z"], ["z", "x"], ["x", "z", "x"]] as ("x" | "z")[][]) {
    const { values } = set.getFeatures({ keys });
    assert.deepEqual([...set.inverse(values, { domain: "features", keys })], [0, 0, 10, 1000]);
    assert.deepEqual(set.decode(values, { domain: "features", keys }), {
      x: [0, 10],
      z: [0, 1000],
    });
  }
});

Deno.test("inverseValues() leaves numbers of columns that nothing scaled as they are", () => {
  const values = inverseValues(parts, { values: [7, 8, 9, 10], domain: "tags" });
  assert.deepEqual([...values], [7, 8, 9, 10]);
});

Deno.test("inverseValues() refuses numbers that do not fill samples, and texts", () => {
  assert.throws(
    () => inverseValues(parts, { values: [1, 2, 3], domain: "tags" }),
    /Cannot scale 3 numbers back as "limits": each sample has 2/,
  );
  assert.throws(
    () => inverseValues(parts, { values: [1], domain: "features", keys: "kind" }),
    /Cannot give "kind" as numbers: it holds texts; use decode\(\)/,
  );
});

Deno.test("decodeValues() gives truth values and texts back as they were", () => {
  const decoded = decodeValues(parts, { values: [1, 0, 0, 1], domain: "features" });
  assert.deepEqual(decoded, { ok: [true, false], kind: ["chg", "dchg"] });
});
