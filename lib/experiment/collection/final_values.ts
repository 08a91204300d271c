/**
 * The numbers that a run comes down to: one for each loss and metric of each phase.
 *
 * @module
 */

import { list, quote } from "../../core/names.ts";
import { EvalResults } from "../results/eval_results.ts";
import { FitResults } from "../results/fit_results.ts";
import type { AxisSeries } from "../results/axis_series.ts";
import { PhaseGroupResults, type ResultItem } from "../results/phase_group_results.ts";
import type { PhaseResults } from "../results/phase_results.ts";
import type { EpochAxes } from "../results/phase_source.ts";

/** A number that a phase ended with. */
export interface FinalValue {
  /** Labels of groups and phase, such as `tuning/train`. */
  readonly phase: string;
  /** The label of a loss, or the name of a metric. */
  readonly name: string;
  readonly value: number;
}

/**
 * Finds the numbers that a run ended with: of evaluations the losses over all samples, and of every
 * metric the value of its last epoch. A value for the whole epoch counts, else the mean of its batches.
 *
 * @param results of a run
 * @returns numbers in the order of phases
 * @example
 * ```ts
 * import { PhaseGroupResults } from "../results/phase_group_results.ts";
 * import { finalValues } from "./final_values.ts";
 * finalValues(new PhaseGroupResults("plan", [])); // []
 * ```
 */
export function finalValues(results: PhaseGroupResults): readonly FinalValue[] {
  return results.items.flatMap((item) => valuesOf(item, []));
}

/**
 * Chooses what is of a phase, as people name it.
 *
 * @param values each with labels of groups and phase, such as `tuning/train`
 * @param phase that, or the label of the phase alone, which means one in no group before those in groups
 * @returns those of the phase; of several phases, where several are of that label
 * @example
 * ```ts
 * import { ofPhase } from "./final_values.ts";
 * ofPhase([{ phase: "tuning/train" }, { phase: "test" }], "train"); // [{ phase: "tuning/train" }]
 * ```
 */
export function ofPhase<T extends Pick<FinalValue, "phase">>(
  values: readonly T[],
  phase: string,
): readonly T[] {
  const own = values.filter((one) => one.phase === phase);
  return own.length > 0 ? own : values.filter((one) => one.phase.endsWith(`/${phase}`));
}

/**
 * Says of which phase values are.
 *
 * @param values what `ofPhase` has chosen
 * @param asked their name, and the phase as people named it
 * @returns labels of groups and phase; nothing when there are no values
 * @throws {RangeError} when they are of several phases
 * @example
 * ```ts
 * import { phaseOf } from "./final_values.ts";
 * phaseOf([{ phase: "tuning/train" }], { name: "mse", phase: "train" }); // "tuning/train"
 * ```
 */
export function phaseOf(
  values: readonly Pick<FinalValue, "phase">[],
  { name, phase }: Pick<FinalValue, "name" | "phase">,
): string | undefined {
  const [path, ...others] = new Set(values.map((one) => one.phase));
  if (path === undefined || others.length === 0) return path;
  throw new RangeError(
    `Cannot tell which ${quote(phase)} is meant: ${list([path, ...others])} end with ` +
      `${quote(name)}; name one of them`,
  );
}

/**
 * Finds results of a phase, also within groups.
 *
 * @param results of a run
 * @param phase its label, or `group/phase` where several have one
 * @returns its results
 * @throws {UnknownNameError} when there is no such phase
 * @example
 * ```ts
 * import type { PhaseGroupResults } from "../results/phase_group_results.ts";
 * import { phaseAt } from "./final_values.ts";
 * const tuned = (results: PhaseGroupResults) => phaseAt(results, "tuning/train");
 * ```
 */
export function phaseAt<L extends string>(
  results: PhaseGroupResults<L>,
  phase: string,
): PhaseResults<L> {
  const labels = phase.split("/");
  const group = labels.slice(0, -1).reduce((at, label) => at.group(label), results);
  return group.phase(labels.at(-1) ?? phase);
}

function valuesOf(item: ResultItem, path: readonly string[]): readonly FinalValue[] {
  const here = [...path, item.label];
  if (item instanceof PhaseGroupResults) {
    return item.items.flatMap((inner) => valuesOf(inner, here));
  }
  const phase = here.join("/");
  return [...lossesOf(item), ...metricsOf(item)].map(([name, value]) => ({ phase, name, value }));
}

type Named = readonly [name: string, value: number];

function lossesOf(results: PhaseResults): readonly Named[] {
  if (!(results instanceof EvalResults || results instanceof FitResults)) return [];
  const nodes = [...new Set(results.lossInfos.map(({ node }) => node))];
  return nodes.flatMap((node) =>
    results.aggregatedLosses(node).items().map(([{ label }, value]): Named => [label, value])
  );
}

function metricsOf(results: PhaseResults): readonly Named[] {
  return results.metricNames.flatMap((name): readonly Named[] => {
    const epochs = epochValues(results.metric(name));
    return epochs.length === 0 ? [] : [[name, epochs.last("epoch")]];
  });
}

/**
 * One number for each epoch of a metric.
 *
 * @param metric by epoch and batch
 * @returns the values of whole epochs, or the means of batches where there are none
 * @example
 * ```ts
 * import { PhaseRecorder } from "../results/phase_recorder.ts";
 * import { epochValues } from "./final_values.ts";
 * const { results } = new PhaseRecorder({ label: "train", kind: "train", losses: [] });
 * epochValues(results.metric("train_loss")).length; // 0, as nothing has run
 * ```
 */
export function epochValues(
  metric: AxisSeries<EpochAxes, number>,
): AxisSeries<{ readonly epoch: number }, number> {
  const whole = metric.where({ batch: null });
  const chosen = whole.length > 0 ? whole : metric;
  return chosen.collapse("batch", "mean");
}
