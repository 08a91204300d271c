/**
 * What folds learn from although they are judged by it: said, not refused.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { Phase, PlanItem } from "../phases/phase.ts";
import type { CVBinding } from "./cv_binding.ts";

/**
 * Finds phases that train, and scalers that are fitted, on splits that hold samples of every fold.
 *
 * @param experiment the FeatureSets there are
 * @param of bindings, and what every fold runs
 * @returns a sentence for each
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import type { CVBinding } from "./cv_binding.ts";
 * import { leaksOf } from "./leaks.ts";
 * const warn = (experiment: Experiment, binding: CVBinding) =>
 *   leaksOf(experiment, { bindings: [binding], phases: experiment.plan.items });
 * ```
 */
export function leaksOf(
  { data }: { readonly data: readonly FeatureSet[] },
  { bindings, phases }: {
    readonly bindings: readonly CVBinding[];
    readonly phases: readonly PlanItem[];
  },
): readonly string[] {
  return bindings.flatMap((binding) => {
    const set = data.find(({ label }) => label === binding.featureSet);
    if (set === undefined) return [];
    const leaks = (split: string | null): boolean => holdsPool(set, binding, split);
    return [...scalerLeaks(set, leaks), ...phaseLeaks(phases, binding, leaks)];
  });
}

type Leaks = (split: string | null) => boolean;

/** Splits of the fold, and what is made of its training samples again, are as they should be. */
function holdsPool(
  set: FeatureSet,
  { sourceSplits, trainSplit, valSplit }: CVBinding,
  split: string | null,
): boolean {
  if (split === null) return true;
  let at: string | null = split;
  while (at !== null) {
    if (at === trainSplit || at === valSplit) return at === valSplit;
    at = set.splitRecords.find(({ produced }) => produced.includes(at ?? ""))?.of ?? null;
  }
  if (!set.splitNames.includes(split)) return false;
  const pool = new Set(sourceSplits.flatMap((name) => [...set.getSplit(name).rows]));
  return set.getSplit(split).rows.some((row) => pool.has(row));
}

function scalerLeaks(set: FeatureSet, leaks: Leaks): readonly string[] {
  return set.scalerRecords.filter(({ fitTo }) => leaks(fitTo)).map(({ scaler, keys, fitTo }) =>
    `The scaler ${scaler.name} of ${keys.map(quote).join(", ")} in ${quote(set.label)} is fitted ` +
    `to ${named(fitTo)}, where samples are that folds are judged by; fit it to the training split`
  );
}

function phaseLeaks(
  phases: readonly PlanItem[],
  { featureSet }: CVBinding,
  leaks: Leaks,
): readonly string[] {
  return phases.flatMap(phasesOf).flatMap((phase) => {
    if (phase.kind === "eval") return [];
    const splits = phase.inputSources.flatMap(({ splits }) =>
      featureSet in splits ? [splits[featureSet] ?? null] : []
    );
    return splits.filter(leaks).map((split) =>
      `The phase ${quote(phase.label)} learns from ${named(split)} of ${
        quote(featureSet)
      }, where ` +
      "samples are that folds are judged by; bind it to the training split"
    );
  });
}

function phasesOf(item: PlanItem): readonly Phase[] {
  return item.kind === "group" ? item.flatten().map(({ phase }) => phase) : [item];
}

function named(split: string | null): string {
  return split === null ? "all samples" : `the split ${quote(split)}`;
}
