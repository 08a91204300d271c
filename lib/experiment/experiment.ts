/**
 * An experiment: a plan as a value, and a log of what was run.
 *
 * @module
 */

import { cellSignal } from "../core/cell_signal.ts";
import { type Clock, machineClock } from "../core/clock.ts";
import { checkLabel, quote } from "../core/names.ts";
import { SeedStream } from "../core/seed.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import { BuiltGraph } from "../graph/built_graph.ts";
import type { ModelGraph } from "../graph/model_graph.ts";
import type { Callback } from "./callbacks/callback.ts";
import { ExperimentContext } from "./context.ts";
import { checkPlan } from "./phases/check_plan.ts";
import type { EvalPhase } from "./phases/eval_phase.ts";
import { type Compute, type Phase, type PlanItem, sortCallbacks } from "./phases/phase.ts";
import { PhaseGroup } from "./phases/phase_group.ts";
import type { EvalResults } from "./results/eval_results.ts";
import type { PhaseResults } from "./results/phase_results.ts";
import type { Checkpointer } from "./run/checkpointer.ts";
import { ExperimentRun } from "./run/experiment_run.ts";
import { Followers } from "./run/followers.ts";
import { Live, type LiveState } from "./run/live.ts";
import type { Progress } from "./progress/progress.ts";
import { shownHere } from "./progress/shown_here.ts";
import { runEvalPhase } from "./run/run_eval.ts";
import { type PlanOutcome, type ResumePoint, runPlan } from "./run/run_plan.ts";
import type { RunScope } from "./run/scope.ts";
import { StopRequest } from "./run/status.ts";

/** What an experiment is made of. */
export interface ExperimentOptions<L extends string = string> {
  /** The models. A graph without weights gets its first ones from the seed. */
  readonly graph: ModelGraph<L> | BuiltGraph<L>;
  /** The FeatureSets that nodes, losses and phases refer to; those of the context when left out. */
  readonly data?: readonly FeatureSet[];
  /** Phases and groups, in order; none at first when left out. */
  readonly phases?: readonly PlanItem[];
  /** The root of all chance; default 13. */
  readonly seed?: number | string;
  /** What follows every run. */
  readonly callbacks?: readonly Callback[];
  /** Who computes, where a phase does not say so. */
  readonly compute?: Compute;
  /** Weights and log that another experiment has too; its own when left out. */
  readonly live?: Live;
}

/** How something is run. */
export interface RunOptions {
  /** Interrupts the run before the next batch. Default: that of the running cell. */
  readonly signal?: AbortSignal;
  /** Hears how far the run is; `false` for nobody. Default: what shows it here. */
  readonly progress?: Progress | false;
  /** Keeps checkpoints of the run. */
  readonly checkpointer?: Checkpointer | undefined;
  /** Goes on where a run was broken off. */
  readonly from?: ResumePoint | undefined;
  /** Tells the time; default that of the machine. */
  readonly clock?: Clock;
}

/**
 * A plan of phases over a graph and its data. The plan is a value: `with…` gives another experiment,
 * which shares weights and log with this one. Runs change weights, and are kept in `history`.
 *
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import type { ModelGraph } from "../graph/model_graph.ts";
 * import { SimpleSampler } from "../data/sample/simple_sampler.ts";
 * import { AppliedLoss } from "../training/applied_loss.ts";
 * import { Experiment } from "./experiment.ts";
 * import { EvalPhase } from "./phases/eval_phase.ts";
 * import { TrainPhase } from "./phases/train_phase.ts";
 * async function study(graph: ModelGraph<"Head">, pulses: FeatureSet): Promise<number> {
 *   const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
 *   const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
 *   const source = { featureSet: pulses, losses };
 *   const experiment = new Experiment("soh", {
 *     graph,
 *     data: [pulses],
 *     phases: [
 *       TrainPhase.fromSplit("train", { ...source, split: "train", sampler, epochs: 20 }),
 *       EvalPhase.fromSplit("test", { ...source, split: "test" }),
 *     ],
 *   });
 *   return (await experiment.run()).durationSeconds;
 * }
 * ```
 */
export class Experiment<L extends string = string> {
  /** What it is called. */
  readonly label: string;
  readonly data: readonly FeatureSet[];
  /** Phases and groups, in order. */
  readonly plan: PhaseGroup;
  readonly seed: number | string;
  /** What follows every run, in the order in which they are called. */
  readonly callbacks: readonly Callback[];
  readonly compute: Compute;
  readonly #live: Live;

  /**
   * @param label what it is called
   * @param options graph, data, phases, seed
   * @throws GraphError when the graph cannot be built for the data
   * @throws RangeError when labels of phases are not unique
   */
  constructor(label: string, options: ExperimentOptions<L>) {
    const { graph, phases = [], seed = 13, callbacks = [], compute = {}, live } = options;
    const context = ExperimentContext.active;
    const { data = [...context.featureSets.values()] } = options;
    checkLabel(label, { kind: "experiment" });
    this.label = context.claim(label, (other) => other.#live === live);
    this.data = Object.freeze([...data]);
    this.plan = new PhaseGroup(this.label, phases);
    this.seed = seed;
    this.callbacks = sortCallbacks(label, callbacks);
    this.compute = Object.freeze({ ...compute });
    this.#live = live ?? new Live(builtOf(graph, { data, seed }));
    Object.freeze(this);
    context.keep(this as unknown as Experiment);
  }

  /** The graph with the weights that it has now. */
  get graph(): BuiltGraph<L> {
    return this.#live.graph as BuiltGraph<L>;
  }

  /** All runs that have ended, first to last; previews are not among them. */
  get history(): readonly ExperimentRun[] {
    return this.#live.history;
  }

  /** The run that ended last. */
  get lastRun(): ExperimentRun | undefined {
    return this.#live.history.at(-1);
  }

  /**
   * Runs the plan.
   *
   * @param options signal, progress, checkpoints
   * @returns the run, whose status says how it ended: `completed`, `stopped` or `interrupted`
   * @throws whatever a phase or callback threw; the run stands in `history` with status `failed` and
   *   with the results that there were
   */
  run(options: RunOptions = {}): Promise<ExperimentRun> {
    return this.#runLogged(this.plan, options);
  }

  /**
   * Runs one phase, which need not be a part of the plan.
   *
   * @param phase it, or its label in the plan (`group/phase` for one in a group)
   * @param options signal, progress, checkpoints
   * @returns the run
   */
  runPhase(phase: Phase | string, options: RunOptions = {}): Promise<ExperimentRun> {
    const found = typeof phase === "string" ? this.#find(phase) : phase;
    return this.#runLogged(new PhaseGroup(this.#labelFor([found]), [found]), options);
  }

  /**
   * Runs one group, which need not be a part of the plan.
   *
   * @param group it, or its label in the plan
   * @param options signal, progress, checkpoints
   * @returns the run
   */
  runGroup(group: PhaseGroup | string, options: RunOptions = {}): Promise<ExperimentRun> {
    const found = typeof group === "string" ? this.#find(group) : group;
    return this.#runLogged(new PhaseGroup(this.#labelFor([found]), [found]), options);
  }

  /**
   * Runs the plan and leaves nothing changed: weights, optimizers, chance and log are as before, also
   * when it throws.
   *
   * @param options signal, progress
   * @returns the run as it would have been
   */
  previewRun(options: RunOptions = {}): Promise<ExperimentRun> {
    return this.#preview(this.plan, options);
  }

  /**
   * Runs one phase and leaves nothing changed, also when it throws.
   *
   * @param phase it, or its label in the plan
   * @param options signal, progress
   * @returns its results
   */
  async previewPhase(phase: Phase | string, options: RunOptions = {}): Promise<PhaseResults> {
    const found = typeof phase === "string" ? this.#find(phase) : phase;
    const plan = new PhaseGroup(this.#labelFor([found]), [found]);
    return (await this.#preview(plan, options)).results.phase(found.label);
  }

  /** Stops the run that is on its way after its current epoch; nothing happens without one. */
  stop(reason?: string): void {
    this.#live.askToStop(reason);
  }

  /** Copies weights, optimizers and how far chance has come. */
  getState(): LiveState {
    return this.#live.getState();
  }

  /** Puts back what `getState` gave. */
  setState(state: LiveState): void {
    this.#live.setState(state);
  }

  /**
   * The experiment with another plan.
   *
   * @param edit makes a plan of this one
   * @returns one that shares weights and log
   * @example
   * ```ts
   * import type { Experiment } from "./experiment.ts";
   * const untested = (one: Experiment) => one.withPlan((plan) => plan.withoutItem("test"));
   * ```
   */
  withPlan(edit: (plan: PhaseGroup) => PhaseGroup): Experiment<L> {
    return this.#with({ phases: edit(this.plan).items });
  }

  /** The experiment with one more phase or group at the end. */
  withItem(item: PlanItem, place: { readonly before?: string | number } = {}): Experiment<L> {
    return this.withPlan((plan) => plan.withItem(item, place));
  }

  /** The experiment with other callbacks. */
  withCallbacks(callbacks: readonly Callback[]): Experiment<L> {
    return this.#with({ callbacks });
  }

  /**
   * The experiment on other data, with a copy of the weights: what it learns is its own.
   *
   * @param data FeatureSets under the labels that nodes and phases refer to
   * @returns an experiment with a log of its own
   * @throws GraphError when the data has other shapes
   */
  withData(data: readonly FeatureSet[]): Experiment<L> {
    const graph = this.graph.graph.build(data, { from: this.graph as BuiltGraph });
    return this.#apart({ graph, data });
  }

  /**
   * The experiment with another graph: nodes that are the same keep weights and optimizers.
   *
   * @param graph nodes and wires
   * @returns an experiment with a log of its own
   * @throws GraphError when the graph cannot be built for the data
   */
  withGraph<M extends string>(graph: ModelGraph<M>): Experiment<M> {
    const seeds = SeedStream.from(this.seed).split("weights");
    const built = graph.build(this.data, {
      from: this.graph as BuiltGraph,
      seeds,
      replacements: "free",
    });
    return this.#apart<M>({ graph: built });
  }

  /** The experiment with a copy of its weights, and a log of its own. */
  copy(label: string = this.label): Experiment<L> {
    const graph = this.graph.graph.build(this.data, { from: this.graph as BuiltGraph });
    const { data, plan: { items: phases }, seed, callbacks, compute } = this;
    const copy = new Experiment<L>(label, { graph, data, phases, seed, callbacks, compute });
    copy.setState(this.getState());
    return copy;
  }

  #with(changes: Partial<ExperimentOptions<L>>): Experiment<L> {
    const { graph, data, plan: { items: phases }, seed, callbacks, compute } = this;
    const same = { graph, data, phases, seed, callbacks, compute, live: this.#live };
    return new Experiment<L>(this.label, { ...same, ...changes });
  }

  #apart<M extends string = L>(
    changes: { readonly graph: BuiltGraph<M>; readonly data?: readonly FeatureSet[] },
  ): Experiment<M> {
    const { data, plan: { items: phases }, seed, callbacks, compute } = this;
    const other = new Experiment<M>(this.label, {
      data,
      phases,
      seed,
      callbacks,
      compute,
      ...changes,
    });
    const { training, counts, fitted } = this.getState();
    const graph = changes.graph.getState();
    other.setState({ graph, training, counts, fitted });
    return other;
  }

  async #preview(plan: PhaseGroup, options: RunOptions): Promise<ExperimentRun> {
    const state = this.getState();
    try {
      const run = await this.#run(plan, options);
      if (run.status === "failed") throw run.error;
      return run;
    } finally {
      this.setState(state);
    }
  }

  async #runLogged(plan: PhaseGroup, options: RunOptions): Promise<ExperimentRun> {
    const run = await this.#run(plan, options);
    this.#live.log(run);
    if (run.status === "failed") throw run.error;
    return run;
  }

  async #run(plan: PhaseGroup, options: RunOptions): Promise<ExperimentRun> {
    checkPlan(plan, { graph: this.graph as BuiltGraph, data: this.data });
    const { clock = machineClock } = options;
    const notices: string[] = [];
    const scope = this.#scope(options, notices);
    using _running = this.#live.begin(`the experiment ${quote(this.label)}`, scope.stop);
    const startedAt = clock.now();
    scope.progress?.begin?.(plan.label);
    const outcome: PlanOutcome = await runPlan(plan, scope, { clock, from: options.from });
    scope.progress?.end?.(outcome.status);
    return new ExperimentRun({
      ...outcome,
      label: plan.label,
      index: this.history.length,
      startedAt,
      endedAt: clock.now(),
      notices,
      resumed: options.from !== undefined,
    });
  }

  #scope(options: RunOptions, notices: string[]): RunScope {
    const { signal = cellSignal(), progress = shownHere(), checkpointer, from } = options;
    const scope: RunScope = {
      experiment: this.label,
      data: this.data,
      live: this.#live,
      seeds: SeedStream.from(this.seed),
      compute: this.compute,
      signal,
      stop: new StopRequest(),
      progress: withNotices(progress === false ? undefined : progress, notices),
      followers: new Followers(this.callbacks),
      checkpointer,
      finished: [...from?.finished ?? []],
      evaluate: (phase) => evaluate(phase, scope),
    };
    return scope;
  }

  #find(path: string): Phase & PhaseGroup {
    const labels = path.split("/");
    const group = labels.slice(0, -1).reduce((at, label) => at.group(label), this.plan);
    return group.item(labels.at(-1) ?? "") as Phase & PhaseGroup;
  }

  /** What is run alone runs in a group of its own, whose label is another than its own. */
  #labelFor([item]: readonly [PlanItem]): string {
    return item.label === this.label ? `${this.label}_run` : this.label;
  }
}

function builtOf<L extends string>(
  graph: ModelGraph<L> | BuiltGraph<L>,
  { data, seed }: { readonly data: readonly FeatureSet[]; readonly seed: number | string },
): BuiltGraph {
  if (graph instanceof BuiltGraph) return graph as BuiltGraph;
  return graph.build(data, { seeds: SeedStream.from(seed).split("weights") }) as BuiltGraph;
}

async function evaluate(phase: EvalPhase, scope: RunScope): Promise<EvalResults> {
  const { results, status, error } = await runEvalPhase(
    { ...scope, phase, path: [phase.label] },
    { quiet: true },
  );
  if (status !== "completed") throw error;
  return results;
}

function withNotices(progress: Progress | undefined, notices: string[]): Progress {
  return {
    ...progress && {
      begin: (title) => progress.begin?.(title),
      phase: (phase) => progress.phase?.(phase),
      step: (at) => progress.step?.(at),
      metric: (name, value) => progress.metric?.(name, value),
      end: (status) => progress.end?.(status),
    },
    notice: (message) => {
      notices.push(message);
      progress?.notice?.(message);
    },
  };
}
