/**
 * Whether samples are in the split that a pointer to data names.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { FeatureSetView } from "../data/feature_set_view.ts";
import type { FeatureSetReference } from "../data/reference.ts";

/** A byte for each row of the table, 1 for those of the split; by FeatureSet and split. */
const members = new WeakMap<FeatureSet, Map<string, Uint8Array>>();

/**
 * Refuses samples outside of a split: a node that takes from `train` never sees a sample of `test`.
 *
 * @param view the samples; padding is in every split
 * @param source a pointer that names a split
 * @throws UnknownNameError when the FeatureSet of the samples has no such split
 * @throws RangeError when a sample is not in it
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { reference } from "../data/reference.ts";
 * import { checkSplit } from "./split_check.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] })
 *   .splitRandom({ ratios: { train: 0.5, test: 0.5 } });
 * checkSplit(set.getSplit("train"), reference(set, { split: "train" }));
 * ```
 */
export function checkSplit(view: FeatureSetView, { featureSet, split }: FeatureSetReference): void {
  if (split === null) return;
  const isMember = membersOf(view.source, split);
  const strays = view.rows.filter((row) => row >= 0 && isMember[row] === 0);
  if (strays.length === 0) return;
  throw new RangeError(
    `Cannot feed ${strays.length} of ${view.length} samples, such as ` +
      `${quote(view.table.ids.take(strays.subarray(0, 1))[0] ?? "")}, to a node that takes from ` +
      `${featureSet}.${split}: they are not in that split; leave the split out of the reference of ` +
      "the node, so that it takes whatever it is fed",
  );
}

function membersOf(set: FeatureSet, split: string): Uint8Array {
  const known = members.get(set) ?? new Map<string, Uint8Array>();
  members.set(set, known);
  const found = known.get(split) ?? markRows(set.table.length, set.getSplit(split).rows);
  known.set(split, found);
  return found;
}

function markRows(length: number, rows: Int32Array): Uint8Array {
  const marks = new Uint8Array(length);
  for (const row of rows) marks[row] = 1;
  return marks;
}
