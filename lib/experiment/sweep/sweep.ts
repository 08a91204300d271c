/**
 * THE WALK of a sweep: trials are chosen, run, compared, and the best of them go on.
 *
 * @module
 */

import { cellSignal } from "../../core/cell_signal.ts";
import type { Json } from "../../core/json.ts";
import { checkLabel, quote, UnknownNameError } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import { SeedStream } from "../../core/seed.ts";
import { ExperimentContext } from "../context.ts";
import {
  CrossValidation,
  type CrossValidationOptions,
} from "../cross_validation/cross_validation.ts";
import type { Experiment } from "../experiment.ts";
import { editPlan, type PlanDraft } from "../phases/edit_plan.ts";
import { showAs } from "../../core/show_as.ts";
import type { ExperimentRun } from "../run/experiment_run.ts";
import type { LiveState } from "../run/live.ts";
import { apartFrom, type Start } from "../travel/apart.ts";
import {
  checkRunOptions,
  type ExperimentTask,
  runExperiments,
  type RunManyOptions,
} from "../travel/run_experiments.ts";
import { betterFirst, checkObjective, readObjective, type SweepObjective } from "./objective.ts";
import {
  checkRange,
  type ParameterRange,
  type ParameterRanges,
  type ParameterValue,
  type ParameterValues,
} from "./parameters.ts";
import { checkPaths, patchExperiment } from "./patch_experiment.ts";
import { gridSearch, type Rung, type SweepStrategy } from "./strategies.ts";
import { sweepBundle } from "./sweep_display.ts";
import { SweepResults, type SweepTrial } from "./sweep_results.ts";

/** What a sweep is made of: an experiment and paths into its config, or a function of the values. */
export interface SweepOptions<P extends ParameterRanges> {
  /** What is tried, by the names of the parameters. */
  readonly parameters: P;
  /** What the trials are made of; it stays as it is. */
  readonly experiment?: Experiment;
  /** Where in its config the values go, by name; a parameter without one is a path itself. */
  readonly paths?: { readonly [N in keyof P]?: string | readonly string[] };
  /** Makes the experiment of a trial, where paths are not enough. */
  readonly make?: (parameters: ParameterValues<P>) => Experiment;
  /** What is looked for. */
  readonly objective: SweepObjective;
  /** Which trials there are, and which go on; default all combinations. */
  readonly strategy?: SweepStrategy;
  /** Folds that each trial is judged by: its value is their mean. */
  readonly validate?: Omit<CrossValidationOptions, "experiment" | "label">;
  /** With which weights each trial begins; default those that the experiment has. */
  readonly start?: Start;
  /** Where chance starts; default 13. */
  readonly seed?: number | string;
  /** What to call it; default `sweep`. */
  readonly label?: string;
}

const OPTIONS = [
  "parameters",
  "experiment",
  "paths",
  "make",
  "objective",
  "strategy",
  "validate",
  "start",
  "seed",
  "label",
] as const;

/** A trial on its way. */
interface OpenTrial<P extends ParameterRanges> extends SweepTrial<P> {
  /** What each of its runs has learned. */
  readonly lives: readonly LiveState[];
}

/**
 * Tries values of parameters. A trial that fails does not end the sweep, and the experiment stays as it is.
 *
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { logUniform } from "./parameters.ts";
 * import { randomSearch } from "./strategies.ts";
 * import { Sweep } from "./sweep.ts";
 * async function tune(experiment: Experiment): Promise<number> {
 *   const sweep = new Sweep({
 *     experiment,
 *     parameters: { rate: logUniform([1e-4, 1e-1]), hidden: [16, 32] },
 *     paths: { rate: "plan.train.optimizer.learningRate", hidden: "graph.nodes.Head.model.hidden" },
 *     objective: { metric: "val_loss" },
 *     strategy: randomSearch({ trials: 20 }),
 *   });
 *   return (await sweep.run()).best().parameters.rate;
 * }
 * ```
 */
export class Sweep<const P extends ParameterRanges> {
  readonly label: string;
  readonly objective: SweepObjective;
  /** What each trial tries. */
  readonly trials: readonly ParameterValues<P>[];
  readonly rungs: readonly Rung[];
  readonly #options: SweepOptions<P>;

  /**
   * @param options parameters, an experiment or what makes one, objective, strategy
   * @throws {UnknownNameError} when a path leads nowhere
   * @throws {RangeError} when a grid of a range without steps is wanted, or values are none
   * @throws {TypeError} when a part is missing, or is of another kind
   */
  constructor(options: SweepOptions<P>) {
    checkOptions<SweepOptions<P>>(options, {
      of: "Sweep",
      known: OPTIONS,
      required: ["parameters", "objective"],
      choices: { start: ["weights", "fresh"] },
    });
    const { parameters, experiment, make, paths = {}, strategy = gridSearch(), seed = 13 } =
      options;
    this.label = checkLabel(options.label ?? "sweep", { kind: "sweep" });
    if ((experiment === undefined) === (make === undefined)) {
      throw new TypeError(
        `Cannot make the trials of ${quote(this.label)}: give either an experiment, or make`,
      );
    }
    for (const [name, range] of Object.entries<ParameterRange>(parameters)) checkRange(name, range);
    if (typeof strategy?.trials !== "function") {
      throw new TypeError(
        `Cannot choose trials by ${
          JSON.stringify(strategy)
        }: give gridSearch(), randomSearch(…) or ` +
          "successiveHalving(…)",
      );
    }
    const strange = Object.keys(paths).find((name) => !(name in parameters));
    if (strange !== undefined) {
      throw new UnknownNameError("parameter", strange, { known: Object.keys(parameters) });
    }
    this.#options = options;
    this.objective = checkObjective(options.objective);
    const chosen = strategy.trials(parameters, SeedStream.from(seed).split("sweep"));
    this.trials = Object.freeze(chosen) as readonly ParameterValues<P>[];
    const [first] = this.trials;
    if (first !== undefined && experiment) checkPaths(experiment, this.#patches(first));
    this.rungs = strategy.rungs(chosen.length);
    Object.freeze(this);
  }

  /** What is tried, by name. */
  get ranges(): P {
    return this.#options.parameters;
  }

  /**
   * The experiment of a trial, ready to run; of a trial that has weights, as it was at its end.
   *
   * @param trial values of all parameters
   * @returns an experiment with weights and a log of its own
   * @throws whatever the parts of the experiment refuse
   */
  experimentOf(
    { parameters, live }: Pick<SweepTrial<P>, "parameters" | "live">,
  ): Experiment {
    const { experiment, make, start } = this.#options;
    const made = experiment
      ? patchExperiment(experiment, this.#patches(parameters), { start })
      : apartFrom(ExperimentContext.active.temporary(() => make?.(parameters) as Experiment), {
        start,
      });
    if (live) made.setState(live);
    return made;
  }

  /**
   * Runs all trials.
   *
   * @param options who runs them, how many at once, where finished ones are kept
   * @returns all trials; when the signal aborted, those that had not ended are `open`
   */
  async run(options: RunManyOptions = {}): Promise<SweepResults<P>> {
    checkRunOptions(options, { of: "Sweep.run()" });
    const signal = options.signal ?? cellSignal();
    let trials: readonly OpenTrial<P>[] = this.trials.map((parameters, index) => ({
      label: `trial_${index}`,
      index,
      parameters,
      status: "open",
      value: NaN,
      rungs: [],
      runs: [],
      lives: [],
    }));
    for (const [at, rung] of this.rungs.entries()) {
      trials = this.#stopWorst(trials, rung);
      trials = await this.#runRung(trials, at, { ...options, signal });
      if (signal.aborted) break;
    }
    const isOver = trials.every(({ status }) => status !== "open");
    return this.#results(trials, isOver ? "completed" : "interrupted");
  }

  #patches(parameters: ParameterValues<P>): Readonly<Record<string, Json>> {
    const { paths = {} } = this.#options;
    const values = parameters as Readonly<Record<string, ParameterValue>>;
    const entries = Object.entries(values).flatMap(([name, value]) =>
      [paths[name as keyof typeof paths] ?? name].flat().map((path) => [path, value] as const)
    );
    return Object.fromEntries(entries);
  }

  #stopWorst(trials: readonly OpenTrial<P>[], { trials: count }: Rung): readonly OpenTrial<P>[] {
    const better = betterFirst(this.objective);
    const open = trials.filter(({ status }) => status === "open")
      .toSorted((one, other) => better(one.value, other.value) || one.index - other.index);
    const stopped = new Set(open.slice(count));
    return trials.map((one) =>
      stopped.has(one) ? { ...one, status: "stopped" as const, lives: [] } : one
    );
  }

  async #runRung(
    trials: readonly OpenTrial<P>[],
    at: number,
    options: RunManyOptions,
  ): Promise<readonly OpenTrial<P>[]> {
    const open = trials.filter(({ status }) => status === "open");
    const parts = open.flatMap((trial) => this.#partsOf(trial, at));
    const ended = new Map<string, { readonly run: ExperimentRun; readonly live: LiveState }>();
    const failed = new Map<string, Error>();
    const owner = new Map(parts.map(({ id, trial }) => [id, trial]));
    try {
      for await (const one of runExperiments(parts, { ...options, title: "trial" })) {
        if (one.status === "completed") ended.set(one.id, one);
        else failed.set(owner.get(one.id) ?? "", one.error);
      }
    } catch (error) {
      if (!options.signal?.aborted) throw error;
    }
    return trials.map((trial) => {
      if (trial.status !== "open") return trial;
      const error = failed.get(trial.label);
      if (error) return { ...trial, status: "failed", error, value: NaN, lives: [] };
      const own = parts.filter((part) => part.trial === trial.label);
      const done = own.flatMap(({ id }) => ended.get(id) ?? []);
      return done.length < own.length ? trial : this.#judged(trial, done, at);
    });
  }

  #judged(
    trial: OpenTrial<P>,
    ended: readonly { readonly run: ExperimentRun; readonly live: LiveState }[],
    at: number,
  ): OpenTrial<P> {
    const runs = ended.map(({ run }) => run);
    try {
      const values = runs.map(({ results }) => readObjective(this.objective, results));
      const value = values.reduce((sum, one) => sum + one, 0) / values.length;
      const rungs = [...trial.rungs, { epochs: this.rungs[at]?.epochs ?? null, value }];
      const status = at === this.rungs.length - 1 ? "completed" : "open";
      return { ...trial, status, value, rungs, runs, lives: ended.map(({ live }) => live) };
    } catch (error) {
      return { ...trial, status: "failed", runs, lives: [], error: error as Error, value: NaN };
    }
  }

  /** One experiment, or one for each fold. */
  #partsOf(
    trial: OpenTrial<P>,
    at: number,
  ): readonly (ExperimentTask & { readonly trial: string })[] {
    const { validate } = this.#options;
    const epochs = this.#epochsOf(at);
    const lives = this.rungs[at]?.restart ? [] : trial.lives;
    const part = (id: string, make: () => Experiment, live: LiveState | undefined) => ({
      id,
      trial: trial.label,
      make: () => {
        const made = epochs === undefined ? make() : withEpochs(make(), epochs);
        if (live) made.setState(live);
        return made;
      },
    });
    if (validate === undefined) {
      return [part(trial.label, () => this.experimentOf(trial), lives[0])];
    }
    return this.#folds(trial).map((make, fold) =>
      part(`${trial.label}/fold_${fold}`, make, lives[fold])
    );
  }

  #folds(trial: OpenTrial<P>): readonly (() => Experiment)[] {
    const { validate, experiment } = this.#options;
    const foldsOf = (of: Experiment): CrossValidation =>
      new CrossValidation({ ...validate, bindings: validate?.bindings ?? [], experiment: of });
    let count: number;
    try {
      // Folds depend on data only, which all trials of one experiment share.
      const counted = experiment ?? this.experimentOf(trial);
      count = foldsOf(counted).folds.length;
      if (experiment === undefined) counted.graph[Symbol.dispose]();
    } catch (error) {
      return [() => {
        throw error;
      }];
    }
    return Array.from({ length: count }, (_, fold) => () => {
      const whole = this.experimentOf(trial);
      try {
        return foldsOf(whole).experimentOf(fold);
      } finally {
        whole.graph[Symbol.dispose]();
      }
    });
  }

  /** Epochs to run in a rung: those that trials have not had yet, or all when they begin again. */
  #epochsOf(at: number): number | undefined {
    const { epochs, restart = false } = this.rungs[at] ?? {};
    if (epochs === undefined || restart) return epochs;
    return epochs - (this.rungs[at - 1]?.epochs ?? 0);
  }

  #results(
    trials: readonly OpenTrial<P>[],
    status: SweepResults["status"],
  ): SweepResults<P> {
    const { label, objective } = this;
    const { parameters: ranges, validate } = this.#options;
    const plain = trials.map(({ lives: _, ...trial }): SweepTrial<P> => trial);
    const parts = { label, objective, ranges, status };
    const found = new SweepResults<P>({ ...parts, trials: plain });
    const [best] = found.ranked;
    const live = trials[best?.index ?? -1]?.lives[0];
    if (validate || best === undefined || live === undefined) return found;
    return new SweepResults<P>({ ...parts, trials: plain.with(best.index, { ...best, live }) });
  }
}

showAs(Sweep.prototype, (sweep: Sweep<ParameterRanges>) => sweepBundle(sweep));

/** The same weights and a plan whose phases of training have so many epochs. */
function withEpochs(experiment: Experiment, epochs: number): Experiment {
  const { plan } = editPlan(experiment.plan, (draft) => lengthen(draft, epochs));
  return new ExperimentContext().run(() => experiment.withPlan(() => plan));
}

function lengthen(draft: PlanDraft, epochs: number): void {
  if (draft.kind === "train") draft.epochs = epochs;
  draft.items?.forEach((item) => lengthen(item, epochs));
}
