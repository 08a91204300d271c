/**
 * An experiment: a plan as a value, and a log of what was run.
 *
 * @module
 */

import type { Patch } from "immer";
import { checkLabel, quote } from "../core/names.ts";
import { SeedStream } from "../core/seed.ts";
import { showAs } from "../core/show_as.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import type { ModelGraph } from "../graph/model_graph.ts";
import { rebuilt } from "../graph/rebuild.ts";
import type { Callback } from "./callbacks/callback.ts";
import type { CheckpointStore } from "./checkpoints/checkpoint_store.ts";
import type { Checkpointing } from "./checkpoints/checkpointing.ts";
import { findCheckpoint, partOfCheckpoint, storeOf } from "./checkpoints/find_checkpoint.ts";
import { type Outlined, outlineOf } from "./checkpoints/outline.ts";
import { ExperimentContext } from "./context.ts";
import { displayExperiment } from "./display/experiment_display.ts";
import {
  builtOf,
  checkData,
  checkExperimentOptions,
  type ExperimentOptions,
} from "./experiment_options.ts";
import { editPlan, patchPlan, type PlanDraft } from "./phases/edit_plan.ts";
import {
  type Compute,
  type Phase,
  type PlanItem,
  type PlanPath,
  sortCallbacks,
} from "./phases/phase.ts";
import { PhaseGroup } from "./phases/phase_group.ts";
import { groupAlone, phaseAlone, type PlanPart } from "./phases/plan_part.ts";
import type { PhaseResults } from "./results/phase_results.ts";
import { ExperimentRun, type PhaseRun } from "./run/experiment_run.ts";
import { checkKeptWeights } from "./run/kept_weights.ts";
import { snapshotOf } from "./run/checkpointer.ts";
import { Live, type LiveState } from "./run/live.ts";
import { runExperiment, type RunnableExperiment, type RunOptions } from "./run/run_experiment.ts";
import type { ResumePoint } from "./run/run_plan.ts";

export type { ExperimentOptions } from "./experiment_options.ts";
export type { RunOptions } from "./run/run_experiment.ts";

/**
 * A plan of phases over a graph and its data. The plan is a value: `with…` gives another experiment,
 * which shares weights and log with this one. Runs change weights, and are kept in `history`. `L` are the
 * labels of nodes, `P` those of phases and groups.
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
 *   const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
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
export class Experiment<L extends string = string, P extends string = string> {
  /** What it is called. */
  readonly label: string;
  readonly data: readonly FeatureSet[];
  /** Phases and groups, in order. */
  readonly plan: PhaseGroup<P>;
  readonly seed: number | string;
  /** What follows every run, in the order in which they are called. */
  readonly callbacks: readonly Callback[];
  /** When checkpoints of every run are taken. */
  readonly checkpointing: Checkpointing | undefined;
  readonly compute: Compute;
  readonly #live: Live;

  /**
   * @param label what it is called
   * @param options graph, data, phases, seed
   * @throws UnknownNameError when there is no such option
   * @throws GraphError when the graph cannot be built for the data
   * @throws RangeError when labels of phases, or those of FeatureSets, are not unique
   */
  constructor(label: string, options: ExperimentOptions<L, P>) {
    checkExperimentOptions(label, options);
    const { graph, phases = [], seed = 13, callbacks = [], compute = {}, live } = options;
    const context = ExperimentContext.active;
    const { data = [...context.featureSets.values()] } = options;
    checkLabel(label, { kind: "experiment" });
    this.label = context.claim(label, (other) => other.#live === live);
    this.data = checkData(label, data);
    this.plan = new PhaseGroup<P>(this.label as P, phases);
    this.seed = seed;
    this.callbacks = sortCallbacks(label, callbacks);
    this.checkpointing = options.checkpointing;
    this.compute = Object.freeze({ ...compute });
    this.#live = live ?? new Live(builtOf(graph, { data, seed }));
    Object.freeze(this);
    context.keep(this as unknown as Experiment);
  }

  /** The graph with the weights that it has now. */
  get graph(): BuiltGraph<L> {
    return this.#live.graph as BuiltGraph<L>;
  }

  /** All runs that have ended, first to last, also of other plans; previews are not among them. */
  get history(): readonly ExperimentRun<L>[] {
    return this.#live.history;
  }

  /** All phases that have run, first to last: what ModularML calls the history. */
  get phaseHistory(): readonly PhaseRun<L>[] {
    return this.history.flatMap(({ phases }) => phases);
  }

  /** The run that ended last. */
  get lastRun(): ExperimentRun<L> | undefined {
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
  run(options: RunOptions = {}): Promise<ExperimentRun<L, P>> {
    return this.#runLogged<P>(this.#whole, options);
  }

  /**
   * Runs one phase, which need not be a part of the plan. One of the plan counts where it stands: it
   * goes on with the epochs and the chance of the runs before, whether these were of all or of it alone.
   *
   * @param phase it, or its label in the plan (`group/phase` for one in a group)
   * @param options signal, progress, checkpoints
   * @returns the run
   */
  async runPhase<Q extends string = P>(
    phase: Phase<Q> | PlanPath<P>,
    options: RunOptions = {},
  ): Promise<ExperimentRun<L, Q>> {
    return await this.#runLogged<Q>(phaseAlone(this.plan, phase), options);
  }

  /**
   * Runs one group, which need not be a part of the plan.
   *
   * @param group it, or its label in the plan
   * @param options signal, progress, checkpoints
   * @returns the run
   */
  async runGroup<Q extends string = P>(
    group: PhaseGroup<Q> | PlanPath<P>,
    options: RunOptions = {},
  ): Promise<ExperimentRun<L, Q>> {
    return await this.#runLogged<Q>(groupAlone(this.plan, group), options);
  }

  /**
   * Runs the plan and leaves nothing changed: weights, optimizers, chance and log are as before, also
   * when it throws.
   *
   * @param options signal, progress
   * @returns the run as it would have been
   */
  previewRun(options: RunOptions = {}): Promise<ExperimentRun<L, P>> {
    return this.#preview<P>(this.#whole, options);
  }

  /**
   * Runs one phase and leaves nothing changed, also when it throws.
   *
   * @param phase it, or its label in the plan
   * @param options signal, progress
   * @returns its results
   */
  async previewPhase(
    phase: Phase | PlanPath<P>,
    options: RunOptions = {},
  ): Promise<PhaseResults<L>> {
    const part = phaseAlone(this.plan, phase);
    return (await this.#preview(part, options)).results.phase(part.phase.label);
  }

  /**
   * Goes on where a run was broken off, as if nothing had happened: with one thread, weights,
   * optimizers, batches and chance are the same to the bit.
   *
   * @param store the folder of its checkpoints, or what keeps them
   * @param options which checkpoint, the newest when left out; signal, progress, checkpoints
   * @returns the run, from its beginning
   * @throws RangeError when there is no checkpoint, or it is of a run of another graph, data, plan or seed
   * @throws CheckpointError when its file is damaged or was changed
   */
  async resume(
    store: string | CheckpointStore,
    { key, ...options }: RunOptions & { readonly key?: string } = {},
  ): Promise<ExperimentRun<L, P>> {
    const checkpoint = await findCheckpoint(store, { key, ...this.#outlined });
    const part = partOfCheckpoint(checkpoint, this.plan, this.#outlined);
    const { place, snapshot } = checkpoint;
    this.setState(snapshot.live);
    const { phase, ...others } = snapshot;
    const at = phase && { path: place.path, phase };
    return await this.#runLogged(part, options, { ...others, at });
  }

  /**
   * Puts weights, optimizers and chance back to where a checkpoint was taken.
   *
   * @param store the folder of the checkpoints, or what keeps them
   * @param key which one, the newest when left out
   * @throws CheckpointError when its file is damaged or was changed
   */
  async restoreCheckpoint(store: string | CheckpointStore, key?: string): Promise<void> {
    const { snapshot } = await findCheckpoint(store, { key, ...this.#outlined });
    this.setState(snapshot.live);
  }

  /**
   * Keeps weights, optimizers and chance as they are now.
   *
   * @param store the folder of the checkpoints, or what keeps them
   * @param key what to call it, with letters that names of files can have
   * @param meta what is to be remembered with it, as plain data
   */
  async saveCheckpoint(
    store: string | CheckpointStore,
    key: string,
    { meta = {} }: { readonly meta?: Readonly<Record<string, unknown>> } = {},
  ): Promise<void> {
    await storeOf(store).write(key, {
      outline: outlineOf(this.#whole, this.#outlined),
      place: { hook: "experimentEnd", path: [] },
      snapshot: snapshotOf(this.getState()),
      meta,
    });
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
   * Takes over what a copy of it has learned in a run elsewhere, such as in a worker process.
   *
   * @param run of the copy
   * @param state of the copy at its end
   * @returns the run as it stands in the log
   * @throws Error while something runs
   */
  takeOver(run: ExperimentRun, state: LiveState): ExperimentRun<L> {
    this.setState(state);
    const own = new ExperimentRun<L>({ ...run as ExperimentRun<L>, index: this.history.length });
    this.#live.log(own);
    return own;
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
  withPlan<Q extends string>(edit: (plan: PhaseGroup<P>) => PhaseGroup<Q>): Experiment<L, Q> {
    return this.#with<Q>({ phases: edit(this.plan).items });
  }

  /**
   * The experiment with a plan that is edited as if it could be changed.
   *
   * @param recipe changes a draft of the plan: `(draft) => { draft.items[0].epochs = 50; }`
   * @returns one that shares weights and log, and what was changed as patches
   */
  edit(recipe: (draft: PlanDraft) => void): {
    readonly experiment: Experiment<L>;
    readonly patches: readonly Patch[];
    readonly inverse: readonly Patch[];
  } {
    const { plan, patches, inverse } = editPlan(this.plan, recipe);
    return { experiment: this.withPlan(() => plan), patches, inverse };
  }

  /** The experiment with patches applied to its plan, such as the inverse ones of an edit. */
  withPatches(patches: readonly Patch[]): Experiment<L> {
    return this.withPlan((plan) => patchPlan(plan, patches));
  }

  /** The experiment with one more phase or group at the end. */
  withItem<Q extends string>(
    item: PlanItem<Q>,
    place: { readonly before?: P | number } = {},
  ): Experiment<L, P | Q> {
    return this.withPlan((plan) => plan.withItem(item, place));
  }

  /** The experiment with other callbacks. */
  withCallbacks(callbacks: readonly Callback[]): Experiment<L, P> {
    return this.#with<P>({ callbacks, phases: this.plan.items });
  }

  /**
   * The experiment on other data, with a copy of the weights: what it learns is its own.
   *
   * @param data FeatureSets under the labels that nodes and phases refer to
   * @returns an experiment with a log of its own
   * @throws GraphError when the data has other shapes
   */
  withData(data: readonly FeatureSet[]): Experiment<L, P> {
    const graph = rebuilt(this.graph, data);
    checkKeptWeights(this.graph.getState(), graph.getState());
    return this.#apart({ graph, data });
  }

  /**
   * The experiment with another graph: nodes that are the same keep weights and optimizers.
   *
   * @param graph nodes and wires
   * @returns an experiment with a log of its own
   * @throws GraphError when the graph cannot be built for the data
   */
  withGraph<M extends string>(graph: ModelGraph<M>): Experiment<M, P> {
    const seeds = SeedStream.from(this.seed).split("weights");
    const built = graph.build(this.data, {
      from: this.graph as BuiltGraph,
      seeds,
      replacements: "free",
    });
    return this.#apart<M>({ graph: built });
  }

  /** The experiment with a copy of its weights, and a log of its own. */
  copy(label: string = this.label): Experiment<L, P> {
    const graph = this.graph.copy();
    const { data, plan: { items: phases } } = this;
    const copy = new Experiment<L, P>(label, { ...this.#settings, graph, data, phases });
    copy.setState(this.getState());
    return copy;
  }

  get #settings(): Pick<ExperimentOptions, "seed" | "callbacks" | "compute" | "checkpointing"> {
    const { seed, callbacks, compute, checkpointing } = this;
    return { seed, callbacks, compute, ...(checkpointing && { checkpointing }) };
  }

  #with<Q extends string>(
    changes: Pick<ExperimentOptions<L, Q>, "phases" | "callbacks">,
  ): Experiment<L, Q> {
    const { graph, data } = this;
    const same = { ...this.#settings, graph, data, live: this.#live };
    return new Experiment<L, Q>(this.label, { ...same, ...changes });
  }

  #apart<M extends string = L>(
    changes: { readonly graph: BuiltGraph<M>; readonly data?: readonly FeatureSet[] },
  ): Experiment<M, P> {
    const { data, plan: { items: phases } } = this;
    const same = { ...this.#settings, data, phases };
    const other = new Experiment<M, P>(this.label, { ...same, ...changes });
    const { training, counts, fitted } = this.getState();
    const graph = changes.graph.getState();
    other.setState({ graph, training, counts, fitted });
    return other;
  }

  async #preview<Q extends string>(
    part: PlanPart,
    options: RunOptions,
  ): Promise<ExperimentRun<L, Q>> {
    this.#live.checkIdle(`preview ${quote(part.plan.label)}`);
    const state = this.getState();
    try {
      const how = { checkpointing: false, ...options, isLogged: false } as const;
      const run = await runExperiment(this.#runnable, part, how);
      if (run.status === "failed") throw run.error;
      return run as ExperimentRun<L, Q>;
    } finally {
      this.setState(state);
    }
  }

  async #runLogged<Q extends string>(
    part: PlanPart,
    options: RunOptions,
    from?: ResumePoint,
  ): Promise<ExperimentRun<L, Q>> {
    const run = await runExperiment(this.#runnable, part, { ...options, from });
    if (run.status === "failed") throw run.error;
    return run as ExperimentRun<L, Q>;
  }

  get #runnable(): RunnableExperiment {
    const { label, data, seed, callbacks, compute, checkpointing } = this;
    return { label, data, live: this.#live, seed, callbacks, compute, checkpointing };
  }

  get #whole(): PlanPart {
    return { plan: this.plan, within: [] };
  }

  get #outlined(): Outlined & { readonly label: string } {
    const { label, data, seed } = this;
    return { label, graph: this.#live.graph, data, seed };
  }
}

showAs(Experiment.prototype, (experiment: Experiment) => displayExperiment(experiment));
