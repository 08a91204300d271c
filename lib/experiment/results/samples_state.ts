/**
 * Which samples a step used, as plain data and typed arrays, and those samples again.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import { Batch, type RoleRows } from "../../data/sample/batch.ts";
import type { Samples } from "../../graph/data_source.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { rolesOf, viewOf, weightsOf } from "./recorded_samples.ts";
import type { StepAxes } from "./phase_source.ts";

/** Samples of a FeatureSet, by role. */
export interface SetSamples {
  /** A short name for the identifiers of all its samples, by which it is known again. */
  readonly ids: string;
  readonly roles: Readonly<Record<string, RoleRows>>;
}

/** Samples of a step, by the label of their FeatureSet. */
export type SamplesState = Readonly<Record<string, SetSamples>>;

/** FeatureSets by label. */
export type FeatureSets = ReadonlyMap<string, FeatureSet>;

/**
 * Writes samples down.
 *
 * @param samples of a step
 * @returns rows, weights where one is not 1, and rows per sample
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { writeSamples } from "./samples_state.ts";
 * const cells = FeatureSet.fromColumns("cells", { x: [1, 2] }, { features: ["x"] });
 * writeSamples({ cells: cells.take([1]) }).cells?.roles.default?.rows; // [1]
 * ```
 */
export function writeSamples(samples: SamplesBySet): SamplesState {
  const sets = Object.entries(samples).map(([label, own]) => {
    const roles = rolesOf(own);
    const ids = viewOf(own, { role: roles[0] }).table.ids.fingerprint;
    return [label, {
      ids,
      roles: Object.fromEntries(roles.map((role) => [role, rowsOf(own, role)])),
    }];
  });
  return Object.fromEntries(sets);
}

/**
 * Finds samples again.
 *
 * @param state what `writeSamples` gave
 * @param sets FeatureSets that they may be of
 * @param options where the step stands
 * @returns batches of exactly those rows, weights included
 * @throws RangeError when a FeatureSet is not there, or has other samples
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { readSamples, writeSamples } from "./samples_state.ts";
 * const cells = FeatureSet.fromColumns("cells", { x: [1, 2] }, { features: ["x"] });
 * const state = writeSamples({ cells: cells.take([1]) });
 * readSamples(state, new Map([["cells", cells]]), { epoch: 0, batch: 0 }).cells?.getFeatures(); // 2
 * ```
 */
export function readSamples(
  state: SamplesState,
  sets: FeatureSets,
  { epoch, batch }: StepAxes,
): SamplesBySet {
  const entries = Object.entries(state).map(([label, { ids, roles }]) => {
    const set = sets.get(label);
    if (set === undefined) {
      throw new RangeError(
        `Cannot read samples of ${
          quote(label)
        }: results hold rows only; give that FeatureSet as data`,
      );
    }
    if (set.table.ids.fingerprint !== ids) {
      throw new RangeError(
        `Cannot read samples of ${quote(label)}: the FeatureSet given has other samples than the ` +
          "one that the results are of",
      );
    }
    return [label, new Batch(set.toView(), roles, { epoch, index: batch })] as const;
  });
  return Object.fromEntries(entries);
}

function rowsOf(samples: Samples, role: string): RoleRows {
  const { rows, steps } = samples instanceof Batch
    ? samples.roleRows(role)
    : { rows: samples.rows, steps: undefined };
  const weights = weightsOf(samples, { role });
  const plain = rows.length === weights.length
    ? weights.every((weight, at) => weight === (rows[at] as number >= 0 ? 1 : 0))
    : weights.every((weight) => weight === 1);
  return {
    rows: Int32Array.from(rows),
    ...(!plain && { weights }),
    ...(steps !== undefined && { steps }),
  };
}
