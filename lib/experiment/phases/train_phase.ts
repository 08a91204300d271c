/**
 * A phase that trains.
 *
 * @module
 */

import { checkLabel, UnknownNameError } from "../../core/names.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { TrainerOptions } from "../../training/trainer_options.ts";
import type { Callback } from "../callbacks/callback.ts";
import type { Checkpointing } from "../checkpoints/checkpointing.ts";
import { checkBindings, InputBinding, type SampleSource } from "./input_binding.ts";
import { checkLosses, type Compute, type Recording, sortCallbacks } from "./phase.ts";
import { BATCH_SCHEDULES, type BatchSchedule } from "./batch_schedule.ts";
import type { Sampler } from "../../data/sample/sampler.ts";

/** How weights are moved: what a `Trainer` takes. */
type Moves<L extends string> = Pick<
  TrainerOptions<L>,
  "optimizer" | "stages" | "clip" | "weightDecay" | "microBatches" | "accumulate" | "average"
>;

/** What a phase of training is made of. */
export interface TrainPhaseOptions<L extends string = string> extends Moves<L> {
  /** Where samples come from: one split of each FeatureSet. */
  readonly inputSources: readonly InputBinding[];
  /** What is minimised: the weighted sum. */
  readonly losses: readonly AppliedLoss<L>[];
  /** How often all samples are dealt out; default 1. */
  readonly epochs?: number;
  /** Nodes that may move; all that are not frozen when left out. */
  readonly activeNodes?: readonly L[];
  /** How batches of several bindings go together; default `zipStrict`. */
  readonly batchSchedule?: BatchSchedule;
  /** Whose outputs are kept of each batch; the tails of the graph when left out. */
  readonly recordNodes?: readonly L[];
  /** Of which epochs samples and outputs are kept; default `none`. */
  readonly resultRecording?: Recording;
  /** What follows the phase and may steer it. */
  readonly callbacks?: readonly Callback[];
  /** When checkpoints of this phase are taken; none when left out. */
  readonly checkpointing?: Checkpointing;
  /** Who computes; what the experiment says when left out. */
  readonly compute?: Compute;
}

/** What `TrainPhase.fromSplit` takes. */
export type TrainFromSplitOptions<L extends string = string> =
  & Omit<TrainPhaseOptions<L>, "inputSources">
  & SampleSource
  & { readonly sampler: Sampler };

/**
 * Trains for some epochs. A value: it says what is to be done, and an experiment does it.
 *
 * @example
 * ```ts
 * import { SimpleSampler } from "../../data/sample/simple_sampler.ts";
 * import { AppliedLoss } from "../../training/applied_loss.ts";
 * import { TrainPhase } from "./train_phase.ts";
 * TrainPhase.fromSplit("train", {
 *   featureSet: "pulses",
 *   split: "train",
 *   sampler: new SimpleSampler({ batchSize: 32, shuffle: true }),
 *   losses: [new AppliedLoss({ loss: "mse", on: "Head" })],
 *   epochs: 20,
 * });
 * ```
 */
export class TrainPhase<N extends string = string, L extends string = string> {
  readonly kind = "train";
  /** What it is called in its group. */
  readonly label: N;
  readonly inputSources: readonly InputBinding[];
  readonly losses: readonly AppliedLoss<L>[];
  readonly epochs: number;
  readonly activeNodes: readonly L[] | undefined;
  readonly batchSchedule: BatchSchedule;
  readonly recordNodes: readonly L[] | undefined;
  readonly resultRecording: Recording;
  /** In the order in which they run. */
  readonly callbacks: readonly Callback[];
  /** When checkpoints of this phase are taken. */
  readonly checkpointing: Checkpointing | undefined;
  readonly compute: Compute | undefined;
  /** How weights are moved. */
  readonly moves: Moves<L>;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, epochs, and how weights are moved
   * @throws RangeError when there are no samples, no losses, or the number of epochs is none
   */
  constructor(label: N, options: TrainPhaseOptions<L>) {
    const { inputSources, losses, epochs = 1, batchSchedule = "zipStrict", ...others } = options;
    const { activeNodes, recordNodes, resultRecording = "none", callbacks = [], ...rest } = others;
    const { compute, checkpointing, ...moves } = rest;
    this.label = checkLabel(label, { kind: "phase" }) as N;
    this.inputSources = checkBindings(label, inputSources);
    if (losses.length === 0) {
      throw new RangeError(
        `Cannot train in the phase "${label}" without losses: give losses, such as ` +
          '[new AppliedLoss({ loss: "mse", on: "Head" })]',
      );
    }
    if (!Number.isInteger(epochs) || epochs < 1) {
      throw new RangeError(
        `Cannot train "${label}" for ${epochs} epochs: give a whole number from 1`,
      );
    }
    if (!BATCH_SCHEDULES.includes(batchSchedule)) {
      throw new UnknownNameError("batch schedule", batchSchedule, { known: BATCH_SCHEDULES });
    }
    this.losses = checkLosses(label, losses);
    this.epochs = epochs;
    this.activeNodes = activeNodes && Object.freeze([...activeNodes]);
    this.batchSchedule = batchSchedule;
    this.recordNodes = recordNodes && Object.freeze([...recordNodes]);
    this.resultRecording = resultRecording;
    this.callbacks = sortCallbacks(label, callbacks);
    this.checkpointing = checkpointing;
    this.compute = compute;
    this.moves = Object.freeze(moves);
    Object.freeze(this);
  }

  /**
   * Trains on one split of one FeatureSet.
   *
   * @param label what it is called in its group
   * @param options FeatureSet, split, sampler, losses, epochs
   * @returns the phase
   */
  static fromSplit<const N extends string, L extends string>(
    label: N,
    { featureSet, split, sampler, ...options }: TrainFromSplitOptions<L>,
  ): TrainPhase<N, L> {
    const inputSources = [InputBinding.forTraining({ featureSet, split, sampler })];
    return new TrainPhase<N, L>(label, { ...options, inputSources });
  }
}
