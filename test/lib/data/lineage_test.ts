import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { lineage } from "../../../lib/data/lineage.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses()
  .splitByCondition({ source: { pulse_type: "chg" } })
  .splitRandom({ ratios: { train: 0.8, val: 0.2 }, of: "source", seed: 7 })
  .fitTransform("perSampleZeroStart", { domain: "features" })
  .fitTransform("minMax", { domain: "features", fitTo: "train" })
  .fitTransform("standard", { domain: "targets" });

function names(set: FeatureSet, of: string): readonly string[] {
  return lineage(set, of).map(({ name, options }) =>
    `${name} ${(options["scaler"] as { name: string } | undefined)?.name ?? ""}`.trim()
  );
}

Deno.test("lineage() of a column has its scalers, and the splits that they learned from", () => {
  assert.deepEqual(names(pulses, "voltage"), [
    "fromRecords",
    "split",
    "split",
    "fitTransform perSampleZeroStart",
    "fitTransform minMax",
  ]);
  assert.deepEqual(names(pulses, "soh"), ["fromRecords", "fitTransform standard"]);
  assert.deepEqual(names(pulses, "targets.soh.raw"), ["fromRecords"]);
});

Deno.test("lineage() of a split has the split it came of, and the seed", () => {
  const [, random] = lineage(pulses, "val");
  assert.deepEqual(names(pulses, "val"), ["split", "split"]);
  assert.equal((random?.options["splitter"] as { config: { seed: number } }).config.seed, 7);
});

Deno.test("lineage() forgets what was undone", () => {
  const undone = pulses.undoLastTransform({ domain: "features" });
  assert.deepEqual(names(undone, "voltage"), ["fromRecords", "fitTransform perSampleZeroStart"]);
});
