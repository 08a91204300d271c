/**
 * THE WALK of training: a batch is read, flows through the graph, is compared by the losses, and
 * moves the weights, as one compiled step.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { quote } from "../core/names.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import type { Accumulation } from "../engine/accumulation.ts";
import type { Explanation } from "../engine/build.ts";
import { compileObjective, type ObjectiveStep } from "../engine/compile_objective.ts";
import type { Slopes } from "../engine/training_step.ts";
import type { TensorTree } from "../engine/tree.ts";
import { type BuiltGraph, weightsOf } from "../graph/built_graph.ts";
import { GraphError } from "../graph/problems.ts";
import { WeightAverages } from "./averages.ts";
import { withBarriers } from "./barriers.ts";
import { type BatchTensors, feedOf, type SamplesBySet, sourcesOf } from "./feed.ts";
import { type Stages, trainingProblems } from "./gradient_check.ts";
import { type Groups, groupsOf } from "./groups.ts";
import { HeldWeights } from "./held_weights.ts";
import { Predictor } from "./predictor.ts";
import type { Progress } from "./schedule.ts";
import { adjusted } from "./slopes.ts";
import { stagesOf } from "./stages.ts";
import { objectiveOf, readTold } from "./step_objective.ts";
import { checkTraining, compileOptions, type StepResult } from "./trainer_options.ts";
import type { TrainerOptions } from "./trainer_options.ts";
import {
  type Beside,
  fitOf,
  restoreTensors,
  type Resumed,
  stateTensors,
  type TrainerState,
} from "./trainer_state.ts";

export type { StepResult, TrainerOptions } from "./trainer_options.ts";

/**
 * Trains a built graph, step by step.
 *
 * Weights leave their graph for the time of training, but whoever reads them there finds those of now,
 * and what `setState` of the graph puts there is what the next step begins with. Several trainers of one
 * graph may take turns. Frozen nodes compute as when they predict, and stay as they are; so do nodes
 * that a batch does not feed, optimizer state included.
 *
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import type { Batch } from "../data/sample/batch.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { Trainer } from "./trainer.ts";
 * async function train(built: BuiltGraph, batches: Iterable<Batch>): Promise<void> {
 *   using trainer = new Trainer(built, { losses: [new AppliedLoss({ loss: "mse", on: "Head" })] });
 *   for (const pulses of batches) console.log((await trainer.step({ pulses })).loss);
 * }
 * ```
 */
export class Trainer<L extends string = string> implements Disposable {
  readonly #built: BuiltGraph<L>;
  readonly #options: TrainerOptions<L>;
  readonly #sources: readonly FeatureSetReference[];
  readonly #stages: Stages;
  readonly #predictor: Predictor;
  readonly #averages: WeightAverages | undefined;
  readonly #accumulation: Accumulation | undefined;
  readonly #held: HeldWeights;
  /** Made anew when a state has nodes that start afresh beside others that go on. */
  #groups: Groups;
  #step: ObjectiveStep<TensorTree>;
  #batches = 0;
  #isDisposed = false;
  #observed: readonly number[] = [];
  /** What the batches fed whose slopes are gathered now. */
  #feeding = "";

  /**
   * @param built a graph with weights
   * @param options losses, optimizers, mode
   * @throws GraphError when losses have problems, gradients are cut off, or nothing can be trained
   * @throws RangeError for numbers that mean nothing
   */
  constructor(built: BuiltGraph<L>, options: TrainerOptions<L>) {
    checkTraining(options);
    const stages = stagesOf(built.graph.labels, options.stages);
    const problems = trainingProblems(built, { losses: options.losses, stages });
    if (problems.length > 0) {
      throw new GraphError(`Cannot train the graph ${quote(built.graph.label)}`, problems);
    }
    this.#built = built;
    this.#options = options;
    this.#sources = sourcesOf(built.graph, options.losses);
    this.#stages = stages;
    this.#predictor = new Predictor(built, compileOptions(options));
    this.#groups = groupsOf(built, { ...options, stages });
    this.#held = new HeldWeights(weightsOf(built));
    const trained = this.#groups.flatMap(({ variables }) => variables);
    const { average, accumulate = 1 } = options;
    if (average !== undefined) this.#averages = new WeightAverages(trained, average);
    if (accumulate > 1) this.#accumulation = accumulationOf(trained, accumulate);
    this.#step = this.#compile(trained);
    this.#held.follow(this.#step);
  }

  /** Labels of the nodes whose weights are trained. */
  get trained(): readonly L[] {
    const trained = this.#groups.flatMap(({ nodes }) => nodes.map(({ label }) => label as L));
    return this.#built.graph.labels.filter((label) => trained.includes(label));
  }

  /** How many batches there were, and what was observed. */
  get progress(): Progress & { readonly batches: number } {
    const { accumulate = 1 } = this.#options;
    return {
      batches: this.#batches,
      updates: Math.floor(this.#batches / accumulate),
      observed: this.#observed,
    };
  }

  /**
   * Trains on samples.
   *
   * @param samples batches or views by label of the FeatureSet; nodes that are not fed do not move
   * @param settings numbers of the optimizers for this step only, such as `{ learningRate: 0.01 }`;
   *   they go before schedules
   * @returns losses before the update
   * @throws RangeError when slopes are gathered of batches that feed different FeatureSets
   */
  async step(
    samples: SamplesBySet,
    settings: { readonly learningRate?: number } = {},
  ): Promise<StepResult> {
    const { accumulate = 1 } = this.#options;
    this.#held.begin();
    const index = this.#batches++;
    const progress = { updates: Math.floor(index / accumulate), observed: this.#observed };
    const all = this.#groups.map(({ rate }) => ({ learningRate: rate(progress), ...settings }));
    const updates = (index + 1) % accumulate === 0;
    let batch: BatchTensors | undefined;
    try {
      this.#checkFeeding(samples, index % accumulate);
      batch = await this.#read(samples);
      // Plain records of tensors are trees.
      const tree = batch as unknown as TensorTree;
      const { loss, results } = await this.#step(tree, all, { updates, index });
      const rates = this.#groups.flatMap(({ nodes }, at) =>
        nodes.map(({ label }) => [label, all[at]?.learningRate ?? NaN])
      );
      return { loss, ...readTold(results), rates: Object.fromEntries(rates), updated: updates };
    } catch (error) {
      this.#batches--;
      throw error;
    } finally {
      this.#held.end();
      if (batch) tf.dispose(batch as unknown as tf.TensorContainer);
    }
  }

  /**
   * Tells schedules that wait for a plateau how well training goes, as after each epoch.
   *
   * @param value such as a validation loss
   */
  observe(value: number): void {
    this.#observed = Object.freeze([...this.#observed, value]);
  }

  /** Writes weights back into the graph; whoever reads them there has that done by itself. */
  store(): void {
    this.#held.store();
  }

  /** Takes weights from the graph again; the step after `setState` of the graph does by itself. */
  load(): void {
    this.#held.load();
  }

  /**
   * Puts averages of weights into the graph, to predict with, until the result is disposed; then the
   * weights are there again. Training is not touched.
   *
   * @returns puts the weights back
   * @throws RangeError when no averages are kept
   */
  useAverages(): Disposable {
    if (this.#averages === undefined) {
      throw new RangeError("Cannot use averages of weights: give the trainer average: 0.999");
    }
    const averages = this.#averages;
    return this.#held.show(() => averages.put());
  }

  /**
   * Copies what training has gathered besides weights, by node and parameter: state of optimizers,
   * averages, gathered slopes, and how far schedules and seeds have come.
   */
  getState(): TrainerState {
    this.#held.settle();
    const optimizers = this.#groups.flatMap(({ nodes, plan }) =>
      nodes.map(({ label }) => [label, plan.name])
    );
    return {
      tensors: stateTensors(this.#groups, this.#beside()),
      values: {
        batches: this.#batches,
        feeding: this.#feeding,
        observed: this.#observed,
        optimizers: Object.fromEntries(optimizers),
      },
    };
  }

  /**
   * Goes on where another training was. Nodes that it does not know, or not of these shapes and
   * optimizers, start afresh. Weights are the graph's own: see `setState` of the graph.
   *
   * @param state what `getState()` gave
   * @returns which nodes go on, and which start
   */
  setState(state: TrainerState): Resumed<L> {
    this.#held.expectChange();
    const beside = this.#beside();
    const fit = fitOf(this.#groups, state, { beside });
    this.#part((label) => fit.get(label) ?? "");
    const resumed = this.trained.filter((label) => fit.get(label) !== undefined);
    restoreTensors(this.#groups, state.tensors, { resumed: new Set(resumed), beside });
    this.#batches = state.values.batches;
    this.#feeding = state.values.feeding;
    this.#observed = Object.freeze([...state.values.observed]);
    this.load();
    return { resumed, fresh: this.trained.filter((label) => !resumed.includes(label)) };
  }

  /** What a step on such samples would run, and where its time goes; it trains nothing. */
  async explain(samples: SamplesBySet): Promise<Explanation> {
    const batch = await this.#read(samples);
    try {
      return await this.#step.explain(batch as unknown as TensorTree);
    } finally {
      tf.dispose(batch as unknown as tf.TensorContainer);
    }
  }

  /** Writes weights back, and frees the step. */
  [Symbol.dispose](): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#held[Symbol.dispose]();
    for (const { optimizer } of this.#groups) optimizer.dispose();
    this.#averages?.[Symbol.dispose]();
    tf.dispose(Object.values(this.#accumulation?.sums ?? {}));
  }

  /** Gives nodes optimizers of their own where they share one with nodes that are said to differ. */
  #part(apart: (label: string) => string): void {
    const mixed = this.#groups.some(({ nodes }) =>
      new Set(nodes.map(({ label }) => apart(label))).size > 1
    );
    if (!mixed) return;
    this.#step.load();
    this.#step[Symbol.dispose]();
    for (const { optimizer } of this.#groups) optimizer.dispose();
    const { optimizer, losses } = this.#options;
    this.#groups = groupsOf(this.#built, { losses, stages: this.#stages, optimizer, apart });
    this.#step = this.#compile(this.#groups.flatMap(({ variables }) => variables));
    this.#held.follow(this.#step);
  }

  #compile(trained: readonly tf.Variable[]): ObjectiveStep<TensorTree> {
    const { losses, tell = [], clip, weightDecay = 0 } = this.#options;
    const goal = { losses, tell, stages: this.#stages };
    const built: BuiltGraph = this.#built;
    const averages = this.#averages;
    const parts = partsOf(this.#groups, this.#stages);
    return compileObjective(
      (batch) => objectiveOf(built, batch as unknown as BatchTensors, goal),
      {
        ...compileOptions(this.#options),
        groups: this.#groups,
        others: [...othersOf(built, trained), ...averages?.variables ?? []],
        adjust: (slopes) => adjusted(slopes, { parts, weights: trained, decay: weightDecay, clip }),
        ...(averages && { after: (slopes: Slopes) => averages.take(new Set(Object.keys(slopes))) }),
        ...(this.#accumulation && { accumulation: this.#accumulation }),
      },
    );
  }

  async #read(samples: SamplesBySet): Promise<BatchTensors> {
    const batch = feedOf(samples, this.#sources);
    return await withBarriers(batch, { built: this.#built, predictor: this.#predictor, samples });
  }

  /** A node that only some of the batches feed would move by slopes that others did not give. */
  #checkFeeding(samples: SamplesBySet, place: number): void {
    const feeding = Object.keys(samples).sort().join(", ");
    if (place === 0) this.#feeding = feeding;
    if (feeding === this.#feeding) return;
    throw new RangeError(
      `Cannot gather slopes of batches of ${this.#feeding} and of ${feeding}: feed the same ` +
        `FeatureSets ${this.#options.accumulate} times in turn`,
    );
  }

  #beside(): Beside {
    const average = this.#averages?.byName;
    const gathered = this.#accumulation?.sums;
    return { ...(average && { average }), ...(gathered && { gathered }) };
  }
}

function accumulationOf(trained: readonly tf.Variable[], batches: number): Accumulation {
  const sums = tf.tidy(() =>
    trained.map((weight) => [weight.name, tf.variable(tf.zerosLike(weight), false)])
  );
  return { batches, sums: Object.fromEntries(sums) };
}

/** Names of variables by stage. */
function partsOf(groups: Groups, stages: Stages): readonly ReadonlySet<string>[] {
  const nodes = groups.flatMap(({ nodes }) => nodes);
  const byStage = Map.groupBy(nodes, ({ label }) => stages?.get(label));
  return [...byStage.values()].map((part) =>
    new Set(part.flatMap(({ parameters }) => parameters.map(({ variable }) => variable.name)))
  );
}

/** Frozen weights and running means: inputs of the step, so that other values need no other step. */
function othersOf(
  built: BuiltGraph,
  trained: readonly tf.Variable[],
): readonly tf.Variable[] {
  const moved = new Set(trained);
  return weightsOf(built).filter((variable) => !moved.has(variable));
}
