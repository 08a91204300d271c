/**
 * THE WALK of training: a batch is read, flows through the graph, is compared by the losses, and
 * moves the weights, as one compiled step.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { checkOptions } from "../core/options.ts";
import type { Accumulation } from "../engine/accumulation.ts";
import type { Explanation } from "../engine/build.ts";
import type { ObjectiveStep } from "../engine/compile_objective.ts";
import { LossScale } from "../engine/loss_scale.ts";
import type { TensorTree } from "../engine/tree.ts";
import { type BuiltGraph, weightsOf } from "../graph/built_graph.ts";
import { WeightAverages } from "./averages.ts";
import { hasBarriers, withBarriers } from "./barriers.ts";
import { accumulationOf, compileTraining } from "./compile_training.ts";
import { BatchReader, type BatchTensors, disposeBatch, type SamplesBySet } from "./feed.ts";
import { engineOptions } from "./engine_options.ts";
import {
  type EpochData,
  type EpochReport,
  fitEpochs,
  type FitEpochsOptions,
} from "./fit_epochs.ts";
import { type Groups, groupsOf } from "./groups.ts";
import { HeldWeights } from "./held_weights.ts";
import { checkRate, LearningRates } from "./learning_rates.ts";
import { Predictor } from "./predictor.ts";
import { type Preparation, prepare } from "./prepare.ts";
import type { Progress } from "./schedule.ts";
import { readTold } from "./step_objective.ts";
import { type StepResult, type TrainerOptions } from "./trainer_options.ts";
import {
  type Beside,
  checkState,
  fitOf,
  optimizerNames,
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
  readonly #options: TrainerOptions<L>;
  readonly #part: Preparation<L>;
  readonly #reader: BatchReader;
  /** Predicts what gradients cannot pass; nothing when there is no such model. */
  readonly #predictor: Predictor | undefined;
  readonly #averages: WeightAverages | undefined;
  readonly #accumulation: Accumulation | undefined;
  readonly #lossScale: LossScale | undefined;
  readonly #held: HeldWeights;
  /** Made anew when a state has nodes that start afresh beside others that go on. */
  #groups: Groups;
  #rates: LearningRates;
  #step: ObjectiveStep<TensorTree>;
  #batches = 0;
  #observed: readonly number[] = [];
  /** What the batches fed whose slopes are gathered now. */
  #feeding = "";
  #isDisposed = false;

  /**
   * @param built a graph with weights
   * @param options losses, optimizers, mode
   * @throws GraphError when losses have problems, gradients are cut off, or nothing can be trained
   * @throws RangeError for numbers that mean nothing
   */
  constructor(built: BuiltGraph<L>, options: TrainerOptions<NoInfer<L>>) {
    const part = prepare(built, options);
    this.#part = part;
    this.#options = options;
    this.#reader = new BatchReader(part.sources, part);
    this.#predictor = hasBarriers(part.built)
      ? new Predictor(part.built, engineOptions(options))
      : undefined;
    this.#groups = groupsOf(part.built, { ...options, ...part });
    this.#rates = new LearningRates(this.#groups);
    const trained = this.#groups.flatMap(({ variables }) => variables);
    this.#held = new HeldWeights(weightsOf(part.built));
    const { average, accumulate = 1 } = options;
    if (average !== undefined) this.#averages = new WeightAverages(trained, average);
    if (accumulate > 1) this.#accumulation = accumulationOf(trained, accumulate);
    if (options.precision === "mixed") this.#lossScale = new LossScale();
    this.#step = this.#compile();
    this.#held.follow(this.#step);
  }

  /** Labels of the nodes whose weights are trained. */
  get trained(): readonly L[] {
    const trained = this.#groups.flatMap(({ nodes }) => nodes.map(({ label }) => label as L));
    return this.#part.built.graph.labels.filter((label) => trained.includes(label));
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
   * @param options numbers of the optimizers for this step only, such as `{ learningRate: 0.01 }`;
   *   they go before schedules
   * @returns losses before the update
   * @throws RangeError when slopes are gathered of batches that feed different FeatureSets, numbers are
   *   missing, or the rate is no number from 0
   */
  async step(
    samples: SamplesBySet,
    options: { readonly learningRate?: number } = {},
  ): Promise<StepResult> {
    const { accumulate = 1 } = this.#options;
    const { learningRate } = checkOptions(options, { of: "step()", known: ["learningRate"] });
    checkRate(learningRate);
    this.#held.begin();
    const index = this.#batches++;
    let batch: BatchTensors | undefined;
    try {
      if (accumulate > 1) this.#checkFeeding(samples, index % accumulate);
      batch = await this.#read(samples);
      const progress = { updates: Math.floor(index / accumulate), observed: this.#observed };
      const { settings, byName } = this.#rates.at(progress, learningRate);
      const updated = (index + 1) % accumulate === 0;
      // Plain records of tensors are trees.
      const tree = batch as unknown as TensorTree;
      const outcome = await this.#step(tree, settings, { updates: updated, index });
      const { losses, outputs } = readTold(outcome, this.#part);
      return { loss: outcome.loss, losses, outputs, rates: byName, updated };
    } catch (error) {
      this.#batches--;
      throw error;
    } finally {
      this.#held.end();
      if (batch) disposeBatch(batch);
    }
  }

  /**
   * Trains for some epochs.
   *
   * @param data a FeatureSet, a view, or a view of each FeatureSet by its label
   * @param options how many epochs, what deals samples out, who hears of it, what stops it
   * @returns a report of each epoch
   */
  fit(data: EpochData, options: FitEpochsOptions = {}): Promise<readonly EpochReport[]> {
    return fitEpochs(this, data, options);
  }

  /**
   * Tells schedules that wait for a plateau how well training goes, as after each epoch.
   *
   * @param value such as a validation loss
   * @throws RangeError for a number that is not finite, which nothing could be better than
   */
  observe(value: number): void {
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot observe ${value}: a schedule compares finite numbers`);
    }
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
    return {
      tensors: stateTensors(this.#groups, this.#beside()),
      values: {
        batches: this.#batches,
        feeding: this.#feeding,
        observed: this.#observed,
        optimizers: optimizerNames(this.#groups),
        ...(this.#lossScale && { lossScale: { ...this.#lossScale.getState() } }),
      },
    };
  }

  /**
   * Goes on where another training was. Nodes that it does not know, or not of these shapes and
   * optimizers, start afresh. Weights are the graph's own: see `setState` of the graph.
   *
   * @param state what `getState()` gave
   * @returns which nodes go on, and which start
   * @throws StateError when it is no such state
   */
  setState(state: TrainerState): Resumed<L> {
    checkState(state);
    this.#held.expectChange();
    const beside = this.#beside();
    const fit = fitOf(this.#groups, state, { beside });
    this.#keepApart((label) => fit.get(label) ?? "");
    const resumed = this.trained.filter((label) => fit.get(label) !== undefined);
    restoreTensors(this.#groups, state.tensors, { resumed: new Set(resumed), beside });
    this.#batches = state.values.batches;
    this.#feeding = state.values.feeding;
    this.#lossScale?.setState(state.values.lossScale);
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
      disposeBatch(batch);
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
  #keepApart(apart: (label: string) => string): void {
    const mixed = this.#groups.some(({ nodes }) =>
      new Set(nodes.map(({ label }) => apart(label))).size > 1
    );
    if (!mixed) return;
    this.#step.load();
    this.#step[Symbol.dispose]();
    for (const { optimizer } of this.#groups) optimizer.dispose();
    this.#groups = groupsOf(this.#part.built, { ...this.#options, ...this.#part, apart });
    this.#rates = new LearningRates(this.#groups);
    this.#step = this.#compile();
    this.#held.follow(this.#step);
  }

  #compile(): ObjectiveStep<TensorTree> {
    const built: BuiltGraph = this.#part.built;
    return compileTraining({ ...this.#part, built }, {
      options: this.#options,
      groups: this.#groups,
      averages: this.#averages,
      accumulation: this.#accumulation,
      lossScale: this.#lossScale,
    });
  }

  /** Without waiting, where nothing has to be predicted first. */
  #read(samples: SamplesBySet): BatchTensors | Promise<BatchTensors> {
    const batch = this.#reader.read(samples);
    const predictor = this.#predictor;
    if (predictor === undefined) return batch;
    const built: BuiltGraph = this.#part.built;
    return withBarriers(batch, { built, predictor, samples, needed: this.#part.needed });
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
