/**
 * What a sweep has found: its trials, from the best to the worst.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import {
  type ComparedRow,
  ComparisonTable,
  parameterCells,
  tableBundle,
} from "../collection/comparison_table.ts";
import { showAs } from "../../core/show_as.ts";
import { type Chart, shortNumber } from "../metrics/chart.ts";
import type { PhaseGroupResults } from "../results/phase_group_results.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import type { LiveState } from "../run/live.ts";
import { betterFirst, type SweepObjective } from "./objective.ts";
import type { ParameterRanges, ParameterValues } from "./parameters.ts";
import { chartOfTrials } from "./sweep_chart.ts";

/** What a trial came to after a part of the sweep. */
export interface RungValue {
  /** Epochs that it had had; `null` when those of the plan. */
  readonly epochs: number | null;
  /** Of the objective: the mean over folds where there were some. */
  readonly value: number;
}

/** One choice of values. */
export interface SweepTrial<P extends ParameterRanges = ParameterRanges> {
  /** `trial_0`, `trial_1`, … */
  readonly label: string;
  readonly index: number;
  readonly parameters: ParameterValues<P>;
  /** `stopped`: others were better. `open`: the sweep was interrupted before. */
  readonly status: "completed" | "stopped" | "failed" | "open";
  /** Of the objective at the end; NaN when there is none. */
  readonly value: number;
  readonly rungs: readonly RungValue[];
  /** Its last run; one for each fold where there were some. */
  readonly runs: readonly ExperimentRun[];
  /** Why it failed. */
  readonly error?: Error;
  /** Weights, and what training had gathered: of the best trial, where there were no folds. */
  readonly live?: LiveState;
}

/** What a sweep is known by. */
export interface SweepResultsParts<P extends ParameterRanges> {
  readonly label: string;
  readonly objective: SweepObjective;
  readonly ranges: P;
  readonly trials: readonly SweepTrial<P>[];
  readonly status: "completed" | "interrupted";
}

/**
 * What a sweep has found.
 *
 * @example
 * ```ts
 * import type { SweepResults } from "./sweep_results.ts";
 * const show = (results: SweepResults) => `${results.best().label}\n${results.table()}`;
 * ```
 */
export class SweepResults<P extends ParameterRanges = ParameterRanges> {
  readonly label: string;
  readonly objective: SweepObjective;
  /** What was tried, by name. */
  readonly ranges: P;
  /** All trials, in order. */
  readonly trials: readonly SweepTrial<P>[];
  readonly status: "completed" | "interrupted";

  /** @param parts all that is known */
  constructor({ label, objective, ranges, trials, status }: SweepResultsParts<P>) {
    this.label = label;
    this.objective = objective;
    this.ranges = ranges;
    this.trials = Object.freeze([...trials]);
    this.status = status;
    Object.freeze(this);
  }

  /**
   * Finds a trial.
   *
   * @param at its number from 0, or its label
   * @returns the trial
   * @throws {UnknownNameError} when there is none
   */
  trial(at: number | string): SweepTrial<P> {
    const found = this.trials.find(({ label, index }) => at === label || at === index);
    if (found) return found;
    const known = this.trials.map(({ label }) => label);
    throw new UnknownNameError("trial", String(at), { known });
  }

  /** Trials from the best to the worst: those that had more epochs first, those that failed last. */
  get ranked(): readonly SweepTrial<P>[] {
    const better = betterFirst(this.objective);
    return this.trials.toSorted((one, other) =>
      other.rungs.length - one.rungs.length || better(one.value, other.value) ||
      one.index - other.index
    );
  }

  /**
   * The best trial of those that went to the end.
   *
   * @returns the trial
   * @throws {RangeError} when none has a number, with the error of the first one that failed
   */
  best(): SweepTrial<P> {
    const found = this.ranked.find(({ status, value }) =>
      status === "completed" && !Number.isNaN(value)
    );
    if (found) return found;
    const failed = this.trials.find(({ error }) => error !== undefined);
    const reason = failed === undefined
      ? `${this.objective.metric} is no number in any of them`
      : `${failed.label} failed: ${failed.error?.message}`;
    throw new RangeError(
      `Cannot tell the best of ${this.trials.length} trials of ${this.label}: ${reason}`,
      { cause: failed?.error },
    );
  }

  /** Results of the last run of each trial that has one, by label; of the first fold where there are some. */
  get results(): Readonly<Record<string, PhaseGroupResults>> {
    const entries = this.trials.flatMap(({ label, runs: [run] }) =>
      run === undefined ? [] : [[label, run.results] as const]
    );
    return Object.fromEntries(entries);
  }

  /** A row for each trial, from the best to the worst. */
  table(): ComparisonTable {
    return new ComparisonTable(
      "trial",
      this.ranked.map((trial): ComparedRow => ({
        label: trial.label,
        values: {
          ...parameterCells(trial.parameters),
          [this.objective.metric]: Number.isNaN(trial.value) ? null : trial.value,
          epochs: trial.rungs.at(-1)?.epochs ?? null,
          status: trial.status,
        },
      })),
    );
  }

  /**
   * Draws trials: values against the objective for one parameter, a line through all of them for more.
   *
   * @returns a Vega-Lite specification that shows itself in a notebook
   */
  plot(): Chart {
    return chartOfTrials(this as unknown as SweepResults);
  }
}

showAs(SweepResults.prototype, (results: SweepResults) => {
  const { label, trials, objective: { metric } } = results;
  const [first] = results.ranked;
  const best = first === undefined || Number.isNaN(first.value)
    ? "none has a value"
    : `best ${metric} ${shortNumber(first.value)} by ${first.label}`;
  return tableBundle(results.table(), `${label}: ${trials.length} trials · ${best}`);
});
