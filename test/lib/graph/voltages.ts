/**
 * The data of the how-tos on graphs: short voltage curves and the state of health they come from.
 *
 * @module
 */

import { FeatureSet, SeedStream } from "../../../lib/mod.ts";
import type { NewKeys } from "../../../lib/data/feature_set_parts.ts";

/** Names of the columns. */
export type VoltageKeys = NewKeys<"voltage", "soh", "cell">;

/** Which curves. */
export interface VoltageOptions {
  /** What to call the set; default `cells`. */
  readonly label?: string;
  /** How many samples; default 500. */
  readonly count?: number;
  /** How many volts each has; default 10. */
  readonly points?: number;
  /** Default 42. */
  readonly seed?: number;
  /** Added to each target. */
  readonly shift?: number;
}

/** @returns curves of shape (points), and the health from 0 to 1 that sets their slope and bend */
export function voltages(
  { label = "cells", count = 500, points = 10, seed = 42, shift = 0 }: VoltageOptions = {},
): FeatureSet<VoltageKeys> {
  const chance = SeedStream.from(seed);
  const health = Array.from({ length: count }, () => chance.uniform());
  const curves = Float32Array.from({ length: count * points }, (_, place) => {
    const [at, soh] = [(place % points) / points, health[Math.floor(place / points)] ?? 0];
    return soh * at + (1 - soh) * at ** 2 - 0.5 * soh ** 2 + 0.01 * chance.normal();
  });
  return FeatureSet.fromColumns(label, {
    voltage: { values: curves, shape: [points] },
    soh: health.map((soh) => soh + shift),
    cell: health.map((_, row) => row % 20),
  }, { features: ["voltage"], targets: ["soh"], tags: ["cell"] });
}
