/**
 * THE WALK of cross-validation: folds are assigned, each runs the plan on its own data with weights of
 * its own, and their results come together.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import { checkLabel, quote } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { Experiment } from "../experiment.ts";
import { showAs } from "../../core/show_as.ts";
import type { PlanItem } from "../phases/phase.ts";
import { itemAt } from "../phases/plan_part.ts";
import { apartFrom, type Start } from "../travel/apart.ts";
import {
  checkRunOptions,
  type ExperimentOutcome,
  runExperiments,
  type RunManyOptions,
} from "../travel/run_experiments.ts";
import { assignFolds, type FoldAlignment, type FoldAssignment } from "./assign_folds.ts";
import type { CVBinding } from "./cv_binding.ts";
import { type CVFold, CVResults } from "./cv_results.ts";
import { foldData } from "./fold_data.ts";
import { foldsBundle } from "./folds_display.ts";
import type { FoldMethod } from "./fold_rows.ts";
import { leaksOf } from "./leaks.ts";

/** What cross-validation is made of. */
export interface CrossValidationOptions<L extends string = string> {
  /** What is run; it stays as it is. */
  readonly experiment: Experiment<L>;
  /** Whose samples are dealt into folds. */
  readonly bindings: readonly CVBinding[];
  /** How folds are made; default 5 folds. */
  readonly folds?: FoldMethod;
  /** How folds of several FeatureSets go together. */
  readonly align?: FoldAlignment;
  /** A phase or a group that is run in place of the plan, or its label there. */
  readonly phase?: string | PlanItem;
  /** With which weights each fold begins; default those that the experiment has. */
  readonly start?: Start;
  /** What to call it; default `cv`. */
  readonly label?: string;
}

/** A fold could not be run. The results of those that were are kept. */
export class FoldError extends Error {
  override readonly name = "FoldError";
  /** The label of the fold. */
  readonly fold: string;
  /** Folds that had run before. */
  readonly results: CVResults;

  /**
   * @param fold its label
   * @param results of folds that had run before
   * @param options what was thrown
   */
  constructor(fold: string, results: CVResults, { cause }: { readonly cause: Error }) {
    super(`The fold ${quote(fold)} failed: ${cause.message}`, { cause });
    this.fold = fold;
    this.results = results;
  }
}

/**
 * Runs an experiment on several folds of its data. Each fold has data, scalers, weights, optimizers and
 * a log of its own: the experiment stays as it is.
 *
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { CrossValidation } from "./cross_validation.ts";
 * import { CVBinding } from "./cv_binding.ts";
 * async function spreadOf(experiment: Experiment): Promise<string> {
 *   const binding = new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] });
 *   const cv = new CrossValidation({ experiment, bindings: [binding], folds: 5 });
 *   const { mean, std } = (await cv.run()).spread("mse", "test");
 *   return `${mean} ± ${std}`;
 * }
 * ```
 */
export class CrossValidation<L extends string = string> {
  readonly label: string;
  readonly experiment: Experiment<L>;
  readonly bindings: readonly CVBinding[];
  /** Rows of each FeatureSet by its label, fold after fold. */
  readonly folds: readonly FoldAssignment[];
  readonly start: Start;
  /** What every fold runs. */
  readonly phases: readonly PlanItem[];

  /**
   * @param options experiment, bindings, how folds are made
   * @throws {UnknownNameError} for a FeatureSet, split, column or phase that there is not
   * @throws {RangeError} when there are fewer than two folds, too few samples, or folds cannot agree
   */
  constructor(options: CrossValidationOptions<L>) {
    const { experiment, bindings, folds: method = 5, align, phase, start = "weights" } =
      checkOptions(options, {
        of: "CrossValidation",
        known: ["experiment", "bindings", "folds", "align", "phase", "start", "label"],
        required: ["experiment", "bindings"],
        choices: { start: ["weights", "fresh"] },
      });
    this.label = checkLabel(options.label ?? "cv", { kind: "cross-validation" });
    this.experiment = experiment;
    this.bindings = Object.freeze([...bindings]);
    this.folds = assignFolds({ data: experiment.data, bindings, method, align });
    this.start = start;
    const { plan } = experiment;
    this.phases = phase === undefined
      ? plan.items
      : [typeof phase === "string" ? itemAt(plan, phase) : phase];
    Object.freeze(this);
  }

  /** Labels of the folds: `fold_0`, `fold_1`, … */
  get foldLabels(): readonly string[] {
    return this.folds.map((_, at) => `fold_${at}`);
  }

  /** What folds learn from although they are judged by it. */
  get leaks(): readonly string[] {
    return leaksOf(this.experiment, { bindings: this.bindings, phases: this.phases });
  }

  /**
   * The FeatureSets as a fold sees them.
   *
   * @param at its number from 0
   * @returns those of the experiment under the same labels; scalers are fitted again
   */
  dataOf(at: number): readonly FeatureSet[] {
    const rows = this.folds[at];
    if (rows === undefined) {
      throw new RangeError(`No fold ${at}: there are ${this.folds.length}, from 0`);
    }
    return this.experiment.data.map((set) => {
      const binding = this.bindings.find(({ featureSet }) => featureSet === set.label);
      const own = rows[set.label];
      return binding && own ? foldData(set, { binding, rows: own }) : set;
    });
  }

  /**
   * The experiment of a fold, ready to run.
   *
   * @param at its number from 0
   * @param data what `dataOf` gave, if it was asked already
   * @returns an experiment with data, weights and a log of its own
   */
  experimentOf(at: number, data: readonly FeatureSet[] = this.dataOf(at)): Experiment<L> {
    const { experiment, start, phases } = this;
    const seed = start === "fresh" ? `${experiment.seed}/${this.label}/fold_${at}` : undefined;
    return apartFrom(experiment, { data, phases, start, ...(seed !== undefined && { seed }) });
  }

  /**
   * Runs all folds.
   *
   * @param options who runs them, how many at once, where finished ones are kept
   * @returns results of all folds; of those that were done when the signal aborted
   * @throws {FoldError} when a fold fails; it holds the results of those that were done
   * @throws {UnknownNameError} for an option that there is not
   */
  async run(options: RunManyOptions = {}): Promise<CVResults<L>> {
    checkRunOptions(options, { of: "CrossValidation.run()" });
    const signal = options.signal ?? cellSignal();
    const data = new Map<string, readonly FeatureSet[]>();
    const tasks = this.foldLabels.map((id, at) => ({
      id,
      make: () => {
        const own = this.dataOf(at);
        data.set(id, own);
        return this.experimentOf(at, own);
      },
    }));
    const folds: CVFold<L>[] = [];
    try {
      for await (const one of runExperiments(tasks, { ...options, signal, title: "fold" })) {
        if (one.status === "failed") {
          throw new FoldError(one.id, this.#results(folds, "failed"), {
            cause: one.error,
          });
        }
        folds.push(this.#fold(one, data.get(one.id) ?? []));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return this.#results(folds, "interrupted");
    }
    return this.#results(folds, "completed");
  }

  #fold(
    { id, run, live }: Extract<ExperimentOutcome, { readonly status: "completed" }>,
    data: readonly FeatureSet[],
  ): CVFold<L> {
    const index = this.foldLabels.indexOf(id);
    return Object.freeze({
      label: id,
      index,
      rows: this.folds[index] ?? {},
      data,
      run,
      results: run.results,
      live,
    });
  }

  #results(folds: readonly CVFold<L>[], status: CVResults["status"]): CVResults<L> {
    const { label, leaks } = this;
    const said = folds.flatMap((fold) => fold.run.notices.map((one) => `${fold.label}: ${one}`));
    return new CVResults<L>({
      label,
      folds,
      count: this.folds.length,
      status,
      notices: [...leaks, ...said],
    });
  }
}

showAs(CrossValidation.prototype, (cv: CrossValidation) => foldsBundle(cv));
