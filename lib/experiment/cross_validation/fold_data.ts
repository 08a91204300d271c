/**
 * A FeatureSet as a fold sees it: other samples under the names of its splits, splits within them made
 * again, and scalers fitted again.
 *
 * @module
 */

import { list, quote } from "../../core/names.ts";
import { FeatureSet } from "../../data/feature_set.ts";
import type { SplitPart } from "../../data/feature_set_parts.ts";
import type { ScalerRecord } from "../../data/scale/chain.ts";
import type { Fold } from "../../data/split/folds.ts";
import { type SplitRecord, splitters } from "../../data/split/splitter.ts";
import type { CVBinding } from "./cv_binding.ts";

/**
 * Makes the FeatureSet of a fold: it has the label of the original one. Splits that come of `trainSplit`
 * or `valSplit` are made again by the same splitters with the same seeds; all others stay. Scalers are
 * fitted again in their order, each to the split of the name that it was fitted to.
 *
 * @param set the original FeatureSet, which stays as it is
 * @param fold what its splits are called; rows of the table that it learns from and is judged by
 * @returns another FeatureSet
 * @throws {RangeError} when a split cannot be made again
 * @throws whatever a scaler refuses, such as a category that a fold has not seen
 * @example
 * ```ts
 * import type { FeatureSet } from "../../data/feature_set.ts";
 * import { CVBinding } from "./cv_binding.ts";
 * import { foldData } from "./fold_data.ts";
 * const binding = new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] });
 * const half = (set: FeatureSet) =>
 *   foldData(set, { binding, rows: { train: Int32Array.of(0, 1), val: Int32Array.of(2) } });
 * ```
 */
export function foldData(
  set: FeatureSet,
  { binding, rows }: { readonly binding: CVBinding; readonly rows: Fold<Int32Array> },
): FeatureSet {
  const replayed = recordsWithin(set.splitRecords, [binding.trainSplit, binding.valSplit]);
  const replaced = splitsReplaced(set, { binding, rows, replayed });
  return remade(replaced, { splits: replayed, scalers: set.scalerRecords });
}

/** Records of splits that come of these, directly or not, in order. */
function recordsWithin(
  records: readonly SplitRecord[],
  splits: readonly string[],
): readonly SplitRecord[] {
  const within = new Set(splits);
  return records.filter(({ of, produced }) => {
    if (of === null || !within.has(of)) return false;
    for (const name of produced) within.add(name);
    return true;
  });
}

function splitsReplaced(
  set: FeatureSet,
  { binding: { trainSplit, valSplit }, rows, replayed }: {
    readonly binding: CVBinding;
    readonly rows: Fold<Int32Array>;
    readonly replayed: readonly SplitRecord[];
  },
): FeatureSet {
  const plain = set.undoAllTransforms();
  const { splits, ...parts } = plain.parts();
  const again = new Set(replayed.flatMap(({ produced }) => produced));
  const kept = Object.entries(splits).filter(([name]) => !again.has(name));
  const part = (name: string, chosen: Int32Array): SplitPart => ({
    rows: chosen,
    columns: splits[name]?.columns,
  });
  const names = new Set(kept.map(([name]) => name).concat(trainSplit, valSplit));
  return new FeatureSet({
    ...parts,
    splits: {
      ...Object.fromEntries(kept),
      [trainSplit]: part(trainSplit, rows.train),
      [valSplit]: part(valSplit, rows.val),
    },
    // What no splitter made has no record.
    splitRecords: set.splitRecords.filter(({ produced }) =>
      produced.every((name) => names.has(name) && name !== trainSplit && name !== valSplit)
    ),
  });
}

/** Scalers wait for the split that they are fitted to, splits for the columns that they read. */
function remade(
  set: FeatureSet,
  { splits, scalers }: {
    readonly splits: readonly SplitRecord[];
    readonly scalers: readonly ScalerRecord[];
  },
): FeatureSet {
  const [nextSplit, ...laterSplits] = splits;
  const [nextScaler, ...laterScalers] = scalers;
  if (nextSplit && (nextScaler === undefined || canSplit(set, nextSplit))) {
    return remade(splitAgain(set, nextSplit), { splits: laterSplits, scalers });
  }
  if (nextScaler === undefined) return set;
  return remade(scaledAgain(set, nextScaler), { splits, scalers: laterScalers });
}

function canSplit(set: FeatureSet, { splitter: { name, config } }: SplitRecord): boolean {
  const { reads } = splitters.get(name)(config);
  if (reads === undefined) return true;
  try {
    set.findColumns(reads);
    return true;
  } catch {
    return false;
  }
}

function splitAgain(set: FeatureSet, record: SplitRecord): FeatureSet {
  const { splitter: { name, config }, of, produced } = record;
  try {
    return set.split(splitters.get(name)(config), of === null ? {} : { of });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(
      `Cannot make ${list(produced)} of ${quote(set.label)} again, which come of ` +
        `${quote(of ?? "all samples")}: ${reason}`,
      { cause },
    );
  }
}

function scaledAgain(
  set: FeatureSet,
  { scaler, domain, keys, from, into, fitTo, share }: ScalerRecord,
): FeatureSet {
  return set.fitTransform(scaler, {
    domain,
    keys,
    from,
    into,
    share,
    ...(fitTo !== null && { fitTo }),
  });
}
