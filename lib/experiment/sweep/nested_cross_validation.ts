/**
 * Folds within folds: each fold chooses parameters by folds of what it learns from, and is judged by
 * samples that had no part in the choice.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import { checkOptions } from "../../core/options.ts";
import {
  CrossValidation,
  type CrossValidationOptions,
  FoldError,
} from "../cross_validation/cross_validation.ts";
import { CVBinding } from "../cross_validation/cv_binding.ts";
import { type CVFold, CVResults } from "../cross_validation/cv_results.ts";
import { foldsBundle } from "../cross_validation/folds_display.ts";
import type { FoldMethod } from "../cross_validation/fold_rows.ts";
import type { Experiment } from "../experiment.ts";
import { shownHere } from "../progress/shown_here.ts";
import { partOf } from "../travel/many_progress.ts";
import { checkRunOptions, runExperiments, type RunManyOptions } from "../travel/run_experiments.ts";
import type { ParameterRanges } from "./parameters.ts";
import { showAs } from "../../core/show_as.ts";
import { Sweep, type SweepOptions } from "./sweep.ts";
import type { SweepResults } from "./sweep_results.ts";

/** What nested cross-validation is made of. */
export interface NestedOptions<P extends ParameterRanges>
  extends
    CrossValidationOptions,
    Pick<SweepOptions<P>, "parameters" | "paths" | "objective" | "strategy"> {
  /** How the folds are made that choose; default 3. */
  readonly innerFolds?: FoldMethod;
  /** What those folds run in place of the plan: the label of a phase or group. */
  readonly innerPhase?: string;
}

const OPTIONS = [
  "experiment",
  "bindings",
  "folds",
  "align",
  "phase",
  "start",
  "label",
  "parameters",
  "paths",
  "objective",
  "strategy",
  "innerFolds",
  "innerPhase",
] as const;

/**
 * Cross-validation that tunes: in each fold a sweep with folds of its training samples chooses
 * parameters, with which the fold then learns from all of them (Varma and Simon, 2006).
 *
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { CVBinding } from "../cross_validation/cv_binding.ts";
 * import { NestedCrossValidation } from "./nested_cross_validation.ts";
 * const nested = (experiment: Experiment) =>
 *   new NestedCrossValidation({
 *     experiment,
 *     bindings: [new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] })],
 *     parameters: { "graph.nodes.Head.model.hidden": [8, 32] },
 *     objective: { metric: "val_loss" },
 *     innerPhase: "train",
 *   });
 * ```
 */
export class NestedCrossValidation<const P extends ParameterRanges> {
  /** The folds that are judged. */
  readonly outer: CrossValidation;
  readonly #options: NestedOptions<P>;

  /**
   * @param options as for cross-validation, what is tried, and how the folds are made that choose
   * @throws {UnknownNameError} for an option, FeatureSet, split, column, phase or path that there is not
   * @throws {TypeError} when one is missing that cannot be left out
   * @throws {RangeError} when there are too few samples for folds
   */
  constructor(options: NestedOptions<P>) {
    checkOptions<NestedOptions<P>>(options, {
      of: "NestedCrossValidation",
      known: OPTIONS,
      required: ["experiment", "bindings", "parameters", "objective"],
    });
    const { parameters: _p, paths: _q, objective: _o, strategy: _s, ...rest } = options;
    const { innerFolds: _f, innerPhase: _i, ...outer } = rest;
    this.outer = new CrossValidation({ label: "nested_cv", ...outer });
    this.#options = options;
    Object.freeze(this);
  }

  /** What is tried, by name. */
  get ranges(): P {
    return this.#options.parameters;
  }

  /**
   * The sweep that chooses the parameters of a fold. Folds within it are made of the training samples of
   * the fold only, and its scalers are fitted again for each of them.
   *
   * @param experiment of the fold, as `outer.experimentOf` gives it
   * @returns the sweep
   */
  sweepOf(experiment: Experiment): Sweep<P> {
    const { parameters, paths, objective, strategy, align } = this.#options;
    const { innerFolds = 3, innerPhase } = this.#options;
    const bindings = this.outer.bindings.map((binding) =>
      new CVBinding({ ...binding, sourceSplits: [binding.trainSplit] })
    );
    return new Sweep<P>({
      experiment,
      parameters,
      objective,
      ...(paths && { paths }),
      ...(strategy && { strategy }),
      validate: {
        bindings,
        folds: innerFolds,
        ...(align && { align }),
        ...(innerPhase !== undefined && { phase: innerPhase }),
      },
    });
  }

  /**
   * Runs all folds, one after the other; trials and folds within one side by side.
   *
   * @param options who runs them, how many at once, where finished ones are kept
   * @returns results of all folds, each with the `parameters` that were chosen for it
   * @throws {FoldError} when a fold fails, or none of its trials has a value
   */
  async run(options: RunManyOptions = {}): Promise<CVResults> {
    checkRunOptions(options, { of: "NestedCrossValidation.run()" });
    const { signal = cellSignal(), progress = shownHere() } = options;
    const ended = (results: CVResults): CVResults => {
      if (progress) progress.end?.(results.status);
      return results;
    };
    const folds: CVFold[] = [];
    for (const [at, label] of this.outer.foldLabels.entries()) {
      const title = `${this.outer.label}, fold ${at + 1}/${this.outer.foldLabels.length}`;
      const part = progress ? partOf(progress, title) : false;
      try {
        folds.push(await this.#runFold(at, { ...options, signal, progress: part }));
      } catch (error) {
        if (signal.aborted) return ended(this.#results(folds, "interrupted"));
        const results = ended(this.#results(folds, "failed"));
        throw new FoldError(label, results, { cause: error as Error });
      }
    }
    return ended(this.#results(folds, "completed"));
  }

  async #runFold(
    index: number,
    options: RunManyOptions & { readonly signal: AbortSignal },
  ): Promise<CVFold> {
    const label = this.outer.foldLabels[index] ?? "";
    const data = this.outer.dataOf(index);
    const experiment = this.outer.experimentOf(index, data);
    try {
      const sweep = this.sweepOf(experiment);
      const found: SweepResults<P> = await sweep.run(options);
      options.signal.throwIfAborted();
      const { parameters } = found.best();
      const make = (): Experiment => sweep.experimentOf({ parameters });
      const only = runExperiments([{ id: label, make }], { ...options, title: "fold" });
      const [outcome] = await Array.fromAsync(only);
      if (outcome?.status !== "completed") {
        throw outcome?.error ?? new Error("The fold did not run");
      }
      const { run, live } = outcome;
      const rows = this.outer.folds[index] ?? {};
      return { label, index, rows, data, run, results: run.results, live, parameters };
    } finally {
      experiment.graph[Symbol.dispose]();
    }
  }

  #results(folds: readonly CVFold[], status: CVResults["status"]): CVResults {
    const { label, foldLabels } = this.outer;
    const notices = folds.flatMap((fold) => fold.run.notices.map((one) => `${fold.label}: ${one}`));
    return new CVResults({
      label,
      folds,
      count: foldLabels.length,
      status,
      notices: [...this.outer.leaks, ...notices],
    });
  }
}

showAs(
  NestedCrossValidation.prototype,
  ({ outer, ranges }: NestedCrossValidation<ParameterRanges>) =>
    foldsBundle(outer, `each chooses ${Object.keys(ranges).join(", ")} by folds within it`),
);
