/**
 * Looks for a good learning rate: raises it batch by batch until the loss runs away (Smith, 2017,
 * "Cyclical learning rates for training neural networks").
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import type { Experiment } from "../experiment.ts";
import { TrainPhase } from "../phases/train_phase.ts";
import { defineCallback } from "./define_callback.ts";
import { LearningRates } from "./learning_rates.ts";

/** How a learning rate is looked for. */
export interface FindLearningRateOptions {
  /** The first rate; default 1e-6. */
  readonly from?: number;
  /** The last rate; default 10. */
  readonly to?: number;
  /** How many batches; default 100. */
  readonly steps?: number;
  /** Stops when the smoothed loss is so many times the least one; default 4. */
  readonly diverged?: number;
  /** Interrupts the search. */
  readonly signal?: AbortSignal;
}

/** How much of the smoothed loss stays with each batch. */
const SMOOTHING = 0.9;

/**
 * Tries rates, and leaves the experiment as it was.
 *
 * @param experiment whose weights are tried; they come back
 * @param phase of training; its epochs, callbacks and rate are not used
 * @param options which rates
 * @returns rates, losses and a suggestion, which a notebook shows as a chart
 * @throws RangeError for rates that do not rise
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import type { TrainPhase } from "../phases/train_phase.ts";
 * import { findLearningRate } from "./find_learning_rate.ts";
 * async function rate(experiment: Experiment, phase: TrainPhase): Promise<number> {
 *   return (await findLearningRate(experiment, phase, { steps: 50 })).suggestion;
 * }
 * ```
 */
export async function findLearningRate<L extends string>(
  experiment: Experiment<L>,
  phase: TrainPhase<string, L>,
  options: FindLearningRateOptions = {},
): Promise<LearningRates> {
  const known = ["from", "to", "steps", "diverged", "signal"] as const;
  checkOptions(options, { of: "findLearningRate()", known });
  const { from = 1e-6, to = 10, steps = 100, diverged = 4, signal } = options;
  if (!(from > 0 && to > from) || !(Number.isInteger(steps) && steps >= 3)) {
    throw new RangeError(
      `Cannot try rates from ${from} to ${to} in ${steps} steps: give 0 < from < to, and 3 steps or more`,
    );
  }
  const rateAt = (step: number): number => from * (to / from) ** (step / (steps - 1));
  const losses: number[] = [];
  let average = 0;
  const sweep = defineCallback({ label: "rates" }, {
    onBatchStart: ({ training }) => training?.setLearningRate(rateAt(losses.length)),
    onBatchEnd: ({ step, stopRun }) => {
      average = SMOOTHING * average + (1 - SMOOTHING) * (step?.loss ?? NaN);
      const smoothed = average / (1 - SMOOTHING ** (losses.length + 1));
      losses.push(smoothed);
      if (losses.length >= steps || !(smoothed <= diverged * Math.min(...losses))) {
        stopRun();
        throw new Enough();
      }
    },
  });
  const { inputSources, batchSchedule, moves, activeNodes, compute } = phase;
  const trial = new TrainPhase<string, L>(phase.label, {
    ...moves,
    inputSources,
    losses: phase.losses,
    batchSchedule,
    epochs: steps,
    callbacks: [sweep],
    ...(activeNodes && { activeNodes }),
    ...(compute && { compute }),
  });
  await experiment.previewPhase(trial, { progress: false, ...(signal && { signal }) })
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.cause instanceof Enough)) throw error;
    });
  return new LearningRates(losses.map((_, step) => rateAt(step)), losses);
}

/** Ends the trial in the middle of an epoch. */
class Enough extends Error {}
