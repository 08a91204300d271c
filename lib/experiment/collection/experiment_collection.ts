/**
 * Experiments, runs and folds side by side: changed, run, evaluated and compared in one go.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import { list, UnknownNameError } from "../../core/names.ts";
import { ExperimentContext } from "../context.ts";
import { Experiment } from "../experiment.ts";
import { showAs } from "../../core/show_as.ts";
import type { Chart } from "../metrics/chart.ts";
import type { EvalPhase } from "../phases/eval_phase.ts";
import { shownHere } from "../progress/shown_here.ts";
import { AxisSeries } from "../results/axis_series.ts";
import type { Axes } from "../results/coordinates.ts";
import { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { EpochAxes, LossAxes } from "../results/phase_source.ts";
import { ExperimentRun } from "../run/experiment_run.ts";
import { ManyProgress } from "../travel/many_progress.ts";
import type { RunManyOptions } from "../travel/run_experiments.ts";
import { barsOf } from "./bar_chart.ts";
import { columnsOf, ComparisonTable, tableBundle } from "./comparison_table.ts";
import { epochValues, finalValues, ofPhase, phaseAt, phaseOf } from "./final_values.ts";
import {
  byLabel,
  checkEntries,
  checkOwnWeights,
  type Compared,
  isList,
  meanSeries,
  meanValues,
  resultsOf,
} from "./compared.ts";
import { joinedSeries, type WithAxis } from "./joined_series.ts";
import { runCollection, type RunCollectionOptions } from "./run_collection.ts";

/** Where series of several experiments have the label of each. */
type OfExperiment<A extends Axes> = WithAxis<"experiment", A>;

/**
 * Experiments, runs and folds side by side. A value: what changes it gives another.
 *
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import type { EvalPhase } from "../phases/eval_phase.ts";
 * import { ExperimentCollection } from "./experiment_collection.ts";
 * async function compare(small: Experiment, large: Experiment, test: EvalPhase): Promise<void> {
 *   const both = new ExperimentCollection({ small, large });
 *   await both.run();
 *   console.log(`${(await both.evaluate(test)).table()}`);
 * }
 * ```
 */
export class ExperimentCollection<N extends string = string> {
  /** What is compared, by label. */
  readonly entries: Readonly<Record<N, Compared>>;

  /**
   * @param entries by label; experiments in a list have their own labels
   * @throws {RangeError} when two experiments of a list have one label, or two share weights and log
   * @throws {TypeError} when an entry is nothing that can be compared
   */
  constructor(entries: Readonly<Record<N, Compared>> | readonly Experiment[]) {
    const own = isList(entries) ? byLabel(entries) : checkEntries(entries);
    this.entries = Object.freeze({ ...checkOwnWeights(own) }) as Record<N, Compared>;
    Object.freeze(this);
  }

  /**
   * The experiments that the active context knows.
   *
   * @param labels of those wanted; all when left out
   * @returns the newest version of each
   * @throws {UnknownNameError} when there is none of that label
   */
  static active(labels?: readonly string[]): ExperimentCollection {
    const { experiments } = ExperimentContext.active;
    const known = [...experiments.keys()];
    return new ExperimentCollection((labels ?? known).map((label) => {
      const found = experiments.get(label);
      if (found) return found;
      throw new UnknownNameError("experiment", label, { known });
    }));
  }

  /** Labels, in order. */
  get labels(): readonly N[] {
    return Object.keys(this.entries) as N[];
  }

  /**
   * Finds an experiment.
   *
   * @param label its label
   * @returns the experiment
   * @throws {UnknownNameError} when there is none of that label
   * @throws {TypeError} when results stand there, not an experiment
   */
  experiment(label: N): Experiment {
    const found = this.#entry(label);
    if (found instanceof Experiment) return found;
    throw new TypeError(`Cannot take "${label}" as an experiment: only its results are here`);
  }

  /**
   * Finds results.
   *
   * @param label of an entry
   * @returns those of its run; of every fold for cross-validation
   * @throws {UnknownNameError} when there is no such entry
   * @throws {RangeError} when it is an experiment that has not run
   */
  results(label: N): readonly PhaseGroupResults[] {
    return resultsOf(label, this.#entry(label));
  }

  /**
   * Changes all experiments: another graph, other data, another plan.
   *
   * @param change makes an experiment of each
   * @returns a collection of those, under the same labels
   * @throws {TypeError} when it holds results, not experiments
   */
  map(change: (experiment: Experiment, label: N) => Experiment): ExperimentCollection<N> {
    const entries = this.labels.map((label) => [label, change(this.experiment(label), label)]);
    return new ExperimentCollection<N>(Object.fromEntries(entries) as Record<N, Compared>);
  }

  /** The collection with one more entry, or with another in the place of one. */
  with<M extends string>(label: M, entry: Compared): ExperimentCollection<N | M> {
    return new ExperimentCollection<N | M>(
      { ...this.entries, [label]: entry } as Record<N | M, Compared>,
    );
  }

  /** The collection without an entry. */
  without<M extends N>(label: M): ExperimentCollection<Exclude<N, M>> {
    this.#entry(label);
    const { [label]: _, ...rest } = this.entries;
    return new ExperimentCollection(rest as Record<Exclude<N, M>, Compared>);
  }

  /**
   * Runs the plans of all experiments: here, one after the other, or where a runner takes them. Each
   * keeps its run in its log, and what it has learned.
   *
   * @param options who runs them, how many at once, signal, progress
   * @returns the runs, by label; those that an aborted signal has kept from ending are left out, but
   *   for one that was interrupted here
   * @throws {CollectionRunError} when some fail; the others have run to their end
   * @throws {TypeError} when it holds results, not experiments
   */
  async run(
    options: RunCollectionOptions = {},
  ): Promise<Readonly<Partial<Record<N, ExperimentRun>>>> {
    const experiments = this.labels.map((label) => [label, this.experiment(label)] as const);
    return await runCollection(Object.fromEntries(experiments), options) as Partial<
      Record<N, ExperimentRun>
    >;
  }

  /**
   * Evaluates all experiments by one phase, which changes none of them.
   *
   * @param phase what is evaluated
   * @param options signal, progress
   * @returns a collection of the results
   * @throws {PlanError} when the phase does not fit an experiment
   * @throws the reason of `signal`, when it is aborted
   */
  async evaluate(
    phase: EvalPhase,
    options: Pick<RunManyOptions, "signal" | "progress"> = {},
  ): Promise<ExperimentCollection<N>> {
    const { signal = cellSignal(), progress = shownHere() } = options;
    const count = this.labels.length;
    const shown = new ManyProgress(progress || undefined, { title: "experiment", count });
    const found: [N, Compared][] = [];
    try {
      for (const label of this.labels) {
        signal.throwIfAborted();
        const own = { signal, progress: shown.begin(label) };
        const results = await this.experiment(label).previewPhase(phase, own);
        shown.done(label);
        found.push([label, new PhaseGroupResults("evaluation", [results])]);
      }
      signal.throwIfAborted();
    } finally {
      const isOver = found.length === count;
      shown.end(signal.aborted ? "interrupted" : isOver ? "completed" : "failed");
    }
    return new ExperimentCollection<N>(Object.fromEntries(found) as Record<N, Compared>);
  }

  /**
   * Losses of a node, by experiment, epoch, batch and label.
   *
   * @param node its label
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a number for each experiment, batch and loss
   */
  losses(node: string, phase: string): AxisSeries<OfExperiment<LossAxes>, number> {
    return this.#joined((results) => phaseAt(results, phase).losses(node));
  }

  /**
   * Numbers of a metric, by experiment, epoch and batch (`null`: of the whole epoch).
   *
   * @param name of the metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a number for each experiment and place
   */
  metric(name: string, phase: string): AxisSeries<OfExperiment<EpochAxes>, number> {
    return this.#joined((results) => phaseAt(results, phase).metric(name));
  }

  /**
   * Asks all entries the same.
   *
   * @param ask what is wanted of results; of every fold for cross-validation
   * @returns an answer for each entry, or for each fold of it
   */
  collect<V>(
    ask: (results: PhaseGroupResults, label: N) => V,
  ): AxisSeries<{ readonly experiment: string; readonly fold: number }, V> {
    const entries = this.labels.flatMap((label) =>
      this.results(label).map((results, fold) =>
        [{ experiment: label as string, fold }, ask(results, label)] as const
      )
    );
    return AxisSeries.from("value", entries, { axes: ["experiment", "fold"] });
  }

  /** A row for each entry, a column for each loss and metric that a phase ended with. */
  table(): ComparisonTable {
    const rows = this.labels.map((label) => ({
      label,
      values: columnsOf(meanValues(this.results(label).map(finalValues))),
    }));
    return new ComparisonTable("experiment", rows);
  }

  /**
   * Draws what a phase ended with: a bar for each entry; for cross-validation the mean, and a point for
   * each fold.
   *
   * @param name the label of a loss, or the name of a metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a Vega-Lite specification that shows itself in a notebook
   * @throws {UnknownNameError} when no phase ended with such a number
   * @throws {RangeError} when several phases of that label did
   */
  plotFinal(name: string, phase: string): Chart {
    const found = this.labels.flatMap((label) =>
      this.results(label).flatMap((results) => {
        const named = finalValues(results).filter((one) => one.name === name);
        return ofPhase(named, phase).map((one) => ({ label, ...one }));
      })
    );
    const path = phaseOf(found, { name, phase });
    if (path === undefined) {
      const { columns } = this.table();
      throw new UnknownNameError("final value", `${phase} ${name}`, { known: columns });
    }
    return barsOf(found, { of: "experiment", title: `${path} ${name}` });
  }

  /**
   * Draws learning curves: a metric by epoch, a line for each entry.
   *
   * @param name of the metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a Vega-Lite specification that shows itself in a notebook
   */
  plot(name: string, phase: string): Chart {
    return this.#joined((results) => epochValues(phaseAt(results, phase).metric(name)).named(name))
      .plot({ x: "epoch", lines: ["experiment"] });
  }

  #entry(label: N): Compared {
    if (Object.hasOwn(this.entries, label)) return this.entries[label];
    throw new UnknownNameError("experiment", label, { known: this.labels });
  }

  /** Means over folds, where there are some. */
  #joined<A extends Axes>(
    ask: (results: PhaseGroupResults) => AxisSeries<A, number>,
  ): AxisSeries<OfExperiment<A>, number> {
    return joinedSeries(
      "experiment",
      this.labels.map((label) => [label, meanSeries(this.results(label).map(ask))] as const),
    );
  }
}

showAs(ExperimentCollection.prototype, (collection: ExperimentCollection) => {
  const ran = collection.labels.filter((label) => {
    const entry = collection.entries[label];
    return !(entry instanceof Experiment) || entry.lastRun !== undefined;
  });
  const entries = ran.map((label) => [label, collection.entries[label]]);
  const shown = new ExperimentCollection(Object.fromEntries(entries) as Record<string, Compared>);
  const waiting = collection.labels.filter((label) => !ran.includes(label));
  const said = waiting.length === 0 ? "" : ` · not run yet: ${list(waiting)}`;
  return tableBundle(shown.table(), `${collection.labels.length} experiments${said}`);
});
