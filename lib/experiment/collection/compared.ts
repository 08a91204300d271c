/**
 * What a collection compares, and the numbers of it.
 *
 * @module
 */

import { list } from "../../core/names.ts";
import { Experiment } from "../experiment.ts";
import type { AxisSeries } from "../results/axis_series.ts";
import type { Axes } from "../results/coordinates.ts";
import { PhaseGroupResults } from "../results/phase_group_results.ts";
import { ExperimentRun } from "../run/experiment_run.ts";
import type { FinalValue } from "./final_values.ts";
import { joinedSeries } from "./joined_series.ts";

/**
 * What can be compared: an experiment (by its last run), a run, results, or cross-validation, whose
 * numbers are means over folds.
 */
export type Compared = Experiment | ExperimentRun | PhaseGroupResults | {
  readonly folds: readonly { readonly results: PhaseGroupResults }[];
};

/**
 * Finds results.
 *
 * @param label of the entry, for errors
 * @param entry what is compared
 * @returns those of its run; of every fold for cross-validation
 * @throws {RangeError} when it is an experiment that has not run
 * @example
 * ```ts
 * import { PhaseGroupResults } from "../results/phase_group_results.ts";
 * import { resultsOf } from "./compared.ts";
 * resultsOf("mine", new PhaseGroupResults("plan", [])).length; // 1
 * ```
 */
export function resultsOf(label: string, entry: Compared): readonly PhaseGroupResults[] {
  if (entry instanceof PhaseGroupResults) return [entry];
  if (entry instanceof ExperimentRun) return [entry.results];
  if (!(entry instanceof Experiment)) return entry.folds.map(({ results }) => results);
  if (entry.lastRun) return [entry.lastRun.results];
  throw new RangeError(`Cannot compare "${label}" before it has run: run() it first`);
}

/**
 * Tells a list from a record.
 *
 * @param entries experiments in a list, or anything by label
 * @returns whether they are a list
 * @example
 * ```ts
 * import { isList } from "./compared.ts";
 * isList({}); // false
 * ```
 */
export function isList(entries: object): entries is readonly Experiment[] {
  return Array.isArray(entries);
}

/**
 * Puts experiments under their own labels.
 *
 * @param experiments of different labels
 * @returns them by label
 * @throws {RangeError} when two have one label
 * @example
 * ```ts
 * import { byLabel } from "./compared.ts";
 * byLabel([]); // {}
 * ```
 */
export function byLabel(experiments: readonly Experiment[]): Record<string, Compared> {
  const labels = experiments.map(({ label }) => label);
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  if (twice.length > 0) {
    throw new RangeError(
      `Cannot tell experiments apart: ${list(twice)} is there twice; give them by label, as in ` +
        "{ before: …, after: … }",
    );
  }
  return Object.fromEntries(experiments.map((one) => [one.label, one]));
}

/**
 * Refuses what cannot be compared.
 *
 * @param entries by label, as people write them
 * @returns the same
 * @throws {TypeError} when they are no record, or one of them has no results
 * @example
 * ```ts
 * import { PhaseGroupResults } from "../results/phase_group_results.ts";
 * import { checkEntries } from "./compared.ts";
 * checkEntries({ mine: new PhaseGroupResults("plan", []) });
 * ```
 */
export function checkEntries(
  entries: Readonly<Record<string, Compared>>,
): Readonly<Record<string, Compared>> {
  if (typeof entries !== "object" || entries === null) {
    throw new TypeError(
      "Cannot compare nothing: give experiments by label, as in { small, large }",
    );
  }
  for (const [label, entry] of Object.entries(entries)) {
    const isKnown = entry instanceof Experiment || entry instanceof ExperimentRun ||
      entry instanceof PhaseGroupResults || Array.isArray(entry?.folds);
    if (!isKnown) {
      throw new TypeError(
        `Cannot compare "${label}": give an experiment, a run, its results, or results of ` +
          "cross-validation",
      );
    }
  }
  return entries;
}

/**
 * Refuses plans over the same weights: their one log tells only what ran last.
 *
 * @param entries by label
 * @returns the same
 * @throws {RangeError} when two share weights and log
 * @example
 * ```ts
 * import { checkOwnWeights } from "./compared.ts";
 * checkOwnWeights({});
 * ```
 */
export function checkOwnWeights(
  entries: Readonly<Record<string, Compared>>,
): Readonly<Record<string, Compared>> {
  const owners = new Map<unknown, string>();
  for (const [label, entry] of Object.entries(entries)) {
    if (!(entry instanceof Experiment)) continue;
    const owner = owners.get(entry.graph);
    if (owner !== undefined) {
      throw new RangeError(
        `Cannot compare ${
          list([owner, label])
        }: they are plans over the same weights, with one log ` +
          "of runs; give one of them as copy(), or give the runs",
      );
    }
    owners.set(entry.graph, label);
  }
  return entries;
}

/**
 * Brings series of folds together.
 *
 * @param series of each fold
 * @returns their means, entry by entry; the only one as it is
 * @example
 * ```ts
 * import { AxisSeries } from "../results/axis_series.ts";
 * import { meanSeries } from "./compared.ts";
 * const loss = (value: number) => AxisSeries.from("loss", [[{ epoch: 0 }, value]]);
 * meanSeries([loss(3), loss(1)]).one(); // 2
 * ```
 */
export function meanSeries<A extends Axes>(
  series: readonly AxisSeries<A, number>[],
): AxisSeries<A, number> {
  const [only, ...others] = series;
  if (only !== undefined && others.length === 0) return only;
  const all = joinedSeries("fold", series.map((one, fold) => [`fold_${fold}`, one] as const));
  return all.collapse("fold", "mean") as unknown as AxisSeries<A, number>;
}

/**
 * Brings final values of folds together.
 *
 * @param all of each fold
 * @returns their means, phase by phase and name by name
 * @example
 * ```ts
 * import { meanValues } from "./compared.ts";
 * const ended = (value: number) => [{ phase: "test", name: "mse", value }];
 * meanValues([ended(3), ended(1)]); // [{ phase: "test", name: "mse", value: 2 }]
 * ```
 */
export function meanValues(all: readonly (readonly FinalValue[])[]): readonly FinalValue[] {
  const byName = Map.groupBy(all.flat(), ({ phase, name }) => `${phase} ${name}`);
  return [...byName.values()].flatMap((found) => {
    const [first] = found;
    const sum = found.reduce((total, { value }) => total + value, 0);
    return first === undefined ? [] : [{ ...first, value: sum / found.length }];
  });
}
