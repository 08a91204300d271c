/**
 * The synthetic pulses of the how-to: 1000 samples of 20 cells in 5 groups.
 *
 * @module
 */

import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import type { NewKeys } from "../../../lib/data/feature_set_parts.ts";

/** Names of the pulses. */
export type PulseKeys = NewKeys<"voltage", "soh", "cell" | "group" | "pulse_type" | "soc">;

/** @returns 1000 pulses: 101 voltages, state of health, and tags; 508 of them are charges */
export function batteryPulses(): FeatureSet<PulseKeys> {
  const chance = SeedStream.from(42);
  const charges = new Set(chance.split("charges").permutation(1000).subarray(0, 508));
  const records = Array.from({ length: 1000 }, (_, row) => {
    const cell = 1 + row % 20;
    const group = 1 + Math.floor((cell - 1) / 4);
    const kind = charges.has(row) ? "chg" : "dchg";
    return {
      voltage: Float32Array.from({ length: 101 }, (_, at) => 3.5 + 0.002 * at * group),
      soh: 100 - 8 * (group - 1) + 2 * chance.normal(),
      cell,
      group,
      pulse_type: kind,
      soc: chance.uniform(),
    };
  });
  return FeatureSet.fromRecords("pulses", records, {
    features: ["voltage"],
    targets: ["soh"],
    tags: ["cell", "group", "pulse_type", "soc"],
  });
}
