/**
 * Which samples a step used: rows, identifiers and weights of a batch or a view.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { FeatureSetView } from "../../data/feature_set_view.ts";
import { Batch, DEFAULT_ROLE } from "../../data/sample/batch.ts";
import type { Samples } from "../../graph/data_source.ts";

/**
 * Names the roles of samples.
 *
 * @param samples a batch, or a view, which has one role
 * @returns names of roles
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { rolesOf } from "./recorded_samples.ts";
 * rolesOf(FeatureSet.fromColumns("a", { x: [1] }, { features: ["x"] }).toView()); // ["default"]
 * ```
 */
export function rolesOf(samples: Samples): readonly string[] {
  return samples instanceof Batch ? samples.roles : [DEFAULT_ROLE];
}

/**
 * The samples of a role, as a view of their FeatureSet.
 *
 * @param samples a batch or a view
 * @param options the role; may be left out when there is one
 * @returns exactly the rows used, padding included
 * @throws UnknownNameError when there is no such role
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { viewOf } from "./recorded_samples.ts";
 * viewOf(FeatureSet.fromColumns("a", { x: [1] }, { features: ["x"] }).toView()).length; // 1
 * ```
 */
export function viewOf(
  samples: Samples,
  { role }: { readonly role?: string | undefined } = {},
): FeatureSetView {
  const roles = rolesOf(samples);
  if (role !== undefined && !roles.includes(role)) {
    throw new UnknownNameError("role", role, { known: roles });
  }
  return samples instanceof Batch ? samples.view(role) : samples;
}

/**
 * How much each sample counts.
 *
 * @param samples a batch or a view
 * @param options the role; may be left out when there is one
 * @returns a weight for each sample; 0 for padding
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { weightsOf } from "./recorded_samples.ts";
 * const view = FeatureSet.fromColumns("a", { x: [1] }, { features: ["x"] }).toView();
 * weightsOf(view.padTo(2)); // [1, 0]
 * ```
 */
export function weightsOf(
  samples: Samples,
  { role }: { readonly role?: string | undefined } = {},
): Float32Array {
  if (samples instanceof Batch) return samples.weights(role);
  return Float32Array.from(samples.rows, (row) => row < 0 ? 0 : 1);
}

/**
 * The row of each sample; a sample of several rows is told by its last one.
 *
 * @param samples a batch or a view
 * @param options the role; may be left out when there is one
 * @returns a row of the table for each sample; −1 for padding
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { rowsOf } from "./recorded_samples.ts";
 * const view = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] }).toView();
 * rowsOf(view.padTo(3)); // [0, 1, -1]
 * ```
 */
export function rowsOf(
  samples: Samples,
  { role }: { readonly role?: string | undefined } = {},
): Int32Array {
  if (!(samples instanceof Batch)) return samples.rows;
  const { rows, steps = 1 } = samples.roleRows(role);
  if (steps === 1) return rows;
  return Int32Array.from({ length: samples.size }, (_, at) => {
    const own = rows.subarray(at * steps, (at + 1) * steps);
    return own.findLast((row) => row >= 0) ?? -1;
  });
}
