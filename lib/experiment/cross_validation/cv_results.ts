/**
 * What cross-validation has given: results of every fold, and how they spread.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { Fold } from "../../data/split/folds.ts";
import {
  columnsOf,
  ComparisonTable,
  parameterCells,
  tableBundle,
} from "../collection/comparison_table.ts";
import { epochValues, finalValues, ofPhase, phaseAt, phaseOf } from "../collection/final_values.ts";
import { joinedSeries, type WithAxis } from "../collection/joined_series.ts";
import { showAs } from "../../core/show_as.ts";
import { type Chart, shortNumber } from "../metrics/chart.ts";
import { AxisSeries } from "../results/axis_series.ts";
import type { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { EpochAxes, LossAxes } from "../results/phase_source.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import type { LiveState } from "../run/live.ts";

/** A fold that has run. */
export interface CVFold<L extends string = string> {
  /** `fold_0`, `fold_1`, … */
  readonly label: string;
  readonly index: number;
  /** Rows of each FeatureSet by its label: what it learned from, and what it was judged by. */
  readonly rows: Readonly<Record<string, Fold<Int32Array>>>;
  /** The FeatureSets as the fold saw them. */
  readonly data: readonly FeatureSet[];
  readonly run: ExperimentRun;
  readonly results: PhaseGroupResults<L>;
  /** Weights, and what training had gathered, at the end. */
  readonly live: LiveState;
  /** What was chosen for it by folds within it. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** How a number spreads over folds. */
export interface FoldSpread {
  readonly phase: string;
  readonly name: string;
  readonly mean: number;
  /** The standard deviation over folds, with one degree of freedom less; NaN for one fold. */
  readonly std: number;
  /** By fold, in order. */
  readonly values: readonly number[];
}

/** What cross-validation is known by. */
export interface CVResultsParts<L extends string = string> {
  readonly label: string;
  readonly folds: readonly CVFold<L>[];
  /** How many folds there were to be. */
  readonly count: number;
  /** Whether all folds have run, or it was interrupted before. */
  readonly status: "completed" | "interrupted" | "failed";
  readonly notices: readonly string[];
}

/**
 * What cross-validation has given.
 *
 * @example
 * ```ts
 * import type { CVResults } from "./cv_results.ts";
 * function report(results: CVResults): void {
 *   const { mean, std } = results.spread("val_loss", "train");
 *   console.log(`${mean} ± ${std}`, `${results.table()}`);
 * }
 * ```
 */
export class CVResults<L extends string = string> {
  readonly label: string;
  /** Folds that have run, in order. */
  readonly folds: readonly CVFold<L>[];
  /** How many folds there were to be. */
  readonly count: number;
  readonly status: "completed" | "interrupted" | "failed";
  /** What people should know, such as samples that are seen in training and judged by. */
  readonly notices: readonly string[];

  /** @param parts all that is known */
  constructor({ label, folds, count, status, notices }: CVResultsParts<L>) {
    this.label = label;
    this.folds = Object.freeze(folds.toSorted((one, other) => one.index - other.index));
    this.count = count;
    this.status = status;
    this.notices = Object.freeze([...notices]);
    Object.freeze(this);
  }

  /** Labels of the folds that have run. */
  get labels(): readonly string[] {
    return this.folds.map(({ label }) => label);
  }

  /**
   * Finds a fold.
   *
   * @param at its number from 0, or its label
   * @returns the fold
   * @throws {UnknownNameError} when there is none
   */
  fold(at: number | string): CVFold<L> {
    const found = this.folds.find(({ label, index }) => at === label || at === index);
    if (found) return found;
    throw new UnknownNameError("fold", String(at), { known: this.labels });
  }

  /**
   * Losses of a node, by fold, epoch, batch and label.
   *
   * @param node its label
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a number for each fold, batch and loss
   * @throws {UnknownNameError} when there is no such phase, or no loss on that node
   */
  losses(node: L, phase: string): AxisSeries<WithAxis<"fold", LossAxes>, number> {
    return this.#joined((results) => phaseAt(results, phase).losses(node));
  }

  /**
   * Numbers of a metric, by fold, epoch and batch (`null`: of the whole epoch).
   *
   * @param name of the metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a number for each fold and place
   * @throws {UnknownNameError} when there is no such phase or metric
   */
  metric(name: string, phase: string): AxisSeries<WithAxis<"fold", EpochAxes>, number> {
    return this.#joined((results) => phaseAt(results, phase).metric(name));
  }

  /**
   * Asks all folds the same.
   *
   * @param ask what is wanted of the results of a fold
   * @returns an answer for each fold
   */
  collect<V>(
    ask: (results: PhaseGroupResults<L>, fold: CVFold<L>) => V,
  ): AxisSeries<{ readonly fold: string }, V> {
    const entries = this.folds.map((fold) =>
      [{ fold: fold.label }, ask(fold.results, fold)] as const
    );
    return AxisSeries.from("value", entries, { axes: ["fold"] });
  }

  /** Mean and standard deviation of all that phases ended with. */
  summary(): readonly FoldSpread[] {
    const all = this.folds.flatMap(({ results }) => finalValues(results));
    const byName = Map.groupBy(all, ({ phase, name }) => `${phase} ${name}`);
    return [...byName.values()].flatMap((found) => {
      const [first] = found;
      if (first === undefined) return [];
      const values = found.map(({ value }) => value);
      return [{ phase: first.phase, name: first.name, ...spreadOf(values), values }];
    });
  }

  /**
   * How one number spreads over folds.
   *
   * @param name the label of a loss, or the name of a metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns mean, standard deviation and the value of each fold
   * @throws {UnknownNameError} when no phase ended with such a number
   * @throws {RangeError} when several phases of that label did
   */
  spread(name: string, phase: string): FoldSpread {
    const all = this.summary();
    const named = all.filter((one) => one.name === name);
    const path = phaseOf(ofPhase(named, phase), { name, phase });
    const found = named.find((one) => one.phase === path);
    if (found) return found;
    const known = all.map((one) => `${one.phase} ${one.name}`);
    throw new UnknownNameError("final value", `${phase} ${name}`, { known });
  }

  /** A row for each fold, with parameters that it has chosen, and their mean and standard deviation. */
  table(): ComparisonTable {
    const spreads = this.summary();
    const row = (label: string, of: "mean" | "std") => ({
      label,
      values: columnsOf(spreads.map((one) => ({ ...one, value: one[of] }))),
    });
    return new ComparisonTable("fold", [
      ...this.folds.map(({ label, results, parameters = {} }) => ({
        label,
        values: { ...parameterCells(parameters), ...columnsOf(finalValues(results)) },
      })),
      row("mean", "mean"),
      row("std", "std"),
    ]);
  }

  /**
   * Draws a metric by epoch, a line for each fold.
   *
   * @param name of the metric
   * @param phase the label of the phase, `group/phase` where several have one
   * @returns a Vega-Lite specification that shows itself in a notebook
   */
  plot(name: string, phase: string): Chart {
    return this.#joined((results) => epochValues(phaseAt(results, phase).metric(name)).named(name))
      .plot({ x: "epoch", lines: ["fold"] });
  }

  #joined<A extends Readonly<Record<string, number | string | null>>, V>(
    ask: (results: PhaseGroupResults<L>) => AxisSeries<A, V>,
  ): AxisSeries<WithAxis<"fold", A>, V> {
    return joinedSeries("fold", this.folds.map(({ label, results }) => [label, ask(results)]));
  }
}

showAs(CVResults.prototype, (results: CVResults) => {
  const { label, folds, count } = results;
  const spreads = results.summary().map(({ phase, name, mean, std }) =>
    `${phase} ${name} ${shortNumber(mean)} ± ${shortNumber(std)}`
  );
  const title = `${label}: ${folds.length} of ${count} folds`;
  return tableBundle(results.table(), [title, ...spreads].join(" · "));
});

/** Two passes, so that large means cost no digits. */
function spreadOf(values: readonly number[]): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}
