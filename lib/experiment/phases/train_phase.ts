/**
 * A phase that trains.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import type { AppliedLoss } from "../../training/applied_loss.ts";
import type { TrainerOptions } from "../../training/trainer_options.ts";
import { checkCheckpointing, type Checkpointing } from "../checkpoints/checkpointing.ts";
import { dealerOf, InputBinding, type SampleSource } from "./input_binding.ts";
import { type Recording, RECORDINGS } from "./phase.ts";
import { PHASE_OPTIONS, PhaseParts, type PhasePartsOptions } from "./phase_parts.ts";
import { BATCH_SCHEDULES, type BatchSchedule } from "./batch_schedule.ts";
import type { Sampler } from "../../data/sample/sampler.ts";

/** Names of the options that say how weights are moved: what a `Trainer` takes. */
const MOVES = [
  "optimizer",
  "stages",
  "clip",
  "weightDecay",
  "microBatches",
  "accumulate",
  "average",
] as const;

/** How weights are moved. */
type Moves<L extends string> = Pick<TrainerOptions<L>, typeof MOVES[number]>;

/** What a phase of training is made of. */
export interface TrainPhaseOptions<L extends string = string>
  extends Moves<L>, PhasePartsOptions<L> {
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
  /** When checkpoints of this phase are taken; none when left out. */
  readonly checkpointing?: Checkpointing;
}

/** Names of the options that only phases of training have, and that are plain data. */
export const TRAIN_VALUES: readonly (keyof TrainPhaseOptions)[] = [
  "epochs",
  "batchSchedule",
  "recordNodes",
  "resultRecording",
  ...MOVES.filter((name) => name !== "optimizer"),
];

const OPTIONS = [...PHASE_OPTIONS, ...TRAIN_VALUES, "optimizer", "checkpointing"] as const;

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
export class TrainPhase<N extends string = string, L extends string = string>
  extends PhaseParts<N, L> {
  readonly kind = "train";
  readonly epochs: number;
  readonly batchSchedule: BatchSchedule;
  readonly recordNodes: readonly L[] | undefined;
  readonly resultRecording: Recording;
  /** When checkpoints of this phase are taken. */
  readonly checkpointing: Checkpointing | undefined;
  /** How weights are moved. */
  readonly moves: Moves<L>;

  /**
   * @param label what it is called in its group
   * @param options samples, losses, epochs, and how weights are moved
   * @throws UnknownNameError when there is no such option, schedule or recording
   * @throws RangeError when there are no samples, no losses or no sampler, or the number of epochs is none
   */
  constructor(label: N, options: TrainPhaseOptions<L>) {
    const choices = { batchSchedule: BATCH_SCHEDULES, resultRecording: RECORDINGS };
    checkOptions(options, {
      of: `the phase "${label}"`,
      known: OPTIONS,
      choices,
      required: ["inputSources", "losses"],
    });
    super(label, options);
    this.inputSources.forEach(dealerOf);
    const { epochs = 1, batchSchedule = "zipStrict", recordNodes, checkpointing } = options;
    if (this.losses.length === 0) {
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
    this.epochs = epochs;
    this.batchSchedule = batchSchedule;
    this.recordNodes = recordNodes && Object.freeze([...recordNodes]);
    this.resultRecording = options.resultRecording ?? "none";
    checkCheckpointing(`the phase "${label}"`, checkpointing);
    this.checkpointing = checkpointing;
    this.moves = movesOf(options);
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

function movesOf<L extends string>(options: TrainPhaseOptions<L>): Moves<L> {
  const given = MOVES.filter((name) => options[name] !== undefined);
  return Object.freeze(Object.fromEntries(given.map((name) => [name, options[name]])));
}
