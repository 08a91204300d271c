import assert from "node:assert/strict";
import type { FeatureSet } from "../../../lib/data/feature_set.ts";
import { columnReference, reference, resolveReference } from "../../../lib/data/reference.ts";
import { batteryPulses } from "./battery_pulses.ts";

const pulses = batteryPulses().splitRandom({ ratios: { train: 0.5, test: 0.5 } });

Deno.test("a reference survives JSON and points to splits and to all samples", () => {
  const pointer = reference(pulses, { split: "train", features: "voltage" });
  const view = resolveReference(JSON.parse(JSON.stringify(pointer)), [pulses]);
  assert.equal(view.length, 500);
  assert.deepEqual(view.columnNames, ["features.voltage.raw"]);
  assert.equal(resolveReference(reference(pulses), [pulses]).length, 1000);
});

Deno.test("a reference follows the newest representation of another FeatureSet of that label", () => {
  const pointer = reference(pulses, { split: "test", targets: "soh" });
  const scaled = pulses.fitTransform("standard", { domain: "targets" });
  assert.deepEqual(resolveReference(pointer, [scaled]).columnNames, ["targets.soh.transformed"]);
});

Deno.test("a reference to a column points to exactly one, through JSON, in a split", () => {
  const pointer = JSON.parse(JSON.stringify(columnReference(pulses, "soh", { split: "train" })));
  const scaled = pulses.fitTransform("standard", { domain: "targets" });
  assert.deepEqual(resolveReference(pointer, [pulses]).columnNames, ["targets.soh.raw"]);
  assert.deepEqual(resolveReference(pointer, [scaled]).columnNames, ["targets.soh.transformed"]);
  assert.equal(resolveReference(pointer, [scaled]).length, 500);
  const raw = columnReference(scaled, "targets.soh.raw");
  assert.deepEqual(resolveReference(raw, [scaled]).columnNames, ["targets.soh.raw"]);
  assert.throws(() => columnReference(pulses, "*" as never), /Cannot point to one column by "\*"/);
  // @ts-expect-error there is no such column
  assert.throws(() => columnReference(pulses, "volt"), /did you mean "voltage"/);
});

Deno.test("references to what is not there are refused, when made and when resolved", () => {
  const any: FeatureSet = pulses;
  assert.throws(() => reference(any, { features: "volt" }), /did you mean "voltage"/);
  assert.throws(() => reference(any, { split: "tran" }), /did you mean "train"/);
  const pointer = { featureSet: "pulse", split: null, selection: {} };
  assert.throws(
    () => resolveReference(pointer, [pulses]),
    /No FeatureSet "pulse": did you mean "pulses"/,
  );
});
