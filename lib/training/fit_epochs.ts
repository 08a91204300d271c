/**
 * THE WALK of epochs: batches are dealt out and trained on, one epoch after the other.
 *
 * @module
 */

import { cellSignal } from "../core/cell_signal.ts";
import { checkOptions } from "../core/options.ts";
import { FeatureSet } from "../data/feature_set.ts";
import { FeatureSetView } from "../data/feature_set_view.ts";
import { AlignedSampler, type StreamViews } from "../data/sample/aligned_sampler.ts";
import type { Sampler } from "../data/sample/sampler.ts";
import { SimpleSampler } from "../data/sample/simple_sampler.ts";
import type { SamplesBySet } from "./feed.ts";
import type { StepResult } from "./trainer_options.ts";

/** What an epoch came to. */
export interface EpochReport {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** How many steps it had. */
  readonly steps: number;
  /** The mean of the losses of its steps. */
  readonly loss: number;
  /** The mean of each loss by its label, over the steps that had it. */
  readonly losses: Readonly<Record<string, number>>;
  /** Learning rates of its last step. */
  readonly rates: Readonly<Record<string, number>>;
}

/** Where a step stands in its epoch. */
export interface StepPlace {
  readonly epoch: number;
  /** From 0. */
  readonly step: number;
}

/** How epochs are trained. */
export interface FitEpochsOptions {
  /** How many epochs; default 1. */
  readonly epochs?: number;
  /**
   * Deals samples out; an `AlignedSampler` for views of several FeatureSets. Default: batches of 32,
   * shuffled.
   */
  readonly sampler?: Sampler | AlignedSampler;
  /** The number of the first epoch, which says how samples are shuffled; default 0. */
  readonly firstEpoch?: number;
  /** Stops before the next batch once it aborts. Default: that of the running cell. */
  readonly signal?: AbortSignal;
  /** Hears of each epoch when it ends, and may wait; training ends when it gives false. */
  readonly onEpoch?: (report: EpochReport) => unknown;
  /** Hears of each step. */
  readonly onStep?: (result: StepResult, place: StepPlace) => void;
}

/** What is dealt out: samples of one FeatureSet, or a view of each by its label. */
export type EpochData = FeatureSet | FeatureSetView | StreamViews;

/** What takes steps, such as a `Trainer`. */
export interface Steps {
  step(samples: SamplesBySet): Promise<StepResult>;
}

/**
 * Trains for some epochs.
 *
 * @param trainer takes the steps
 * @param data a FeatureSet, a view, or a view of each FeatureSet by its label
 * @param options how many epochs, what deals samples out, who hears of it
 * @returns a report of each epoch
 * @throws RangeError when there is nothing to deal out; TypeError for several views without an
 *   `AlignedSampler`
 * @throws what the signal was aborted with
 * @example
 * ```ts
 * import type { FeatureSet } from "../data/feature_set.ts";
 * import { fitEpochs } from "./fit_epochs.ts";
 * import type { Trainer } from "./trainer.ts";
 * const fit = (trainer: Trainer, pulses: FeatureSet) =>
 *   fitEpochs(trainer, pulses.toView(), { epochs: 20, onEpoch: ({ loss }) => console.log(loss) });
 * ```
 */
export async function fitEpochs(
  trainer: Steps,
  data: EpochData,
  options: FitEpochsOptions = {},
): Promise<readonly EpochReport[]> {
  checkOptions(options, { of: "fit()", known: KNOWN });
  const { epochs = 1, firstEpoch = 0, signal = cellSignal(), onEpoch } = options;
  if (!Number.isInteger(epochs) || epochs < 0) {
    throw new RangeError(`Cannot train for ${epochs} epochs: give a whole number from 0`);
  }
  const reports: EpochReport[] = [];
  for (let epoch = firstEpoch; epoch < firstEpoch + epochs; epoch++) {
    const report = await runEpoch(trainer, { ...options, data, epoch, signal });
    reports.push(report);
    if (await onEpoch?.(report) === false) break;
  }
  return reports;
}

const KNOWN: readonly (keyof FitEpochsOptions)[] = [
  "epochs",
  "sampler",
  "firstEpoch",
  "signal",
  "onEpoch",
  "onStep",
];

async function runEpoch(
  trainer: Steps,
  { data, sampler, epoch, signal, onStep }: FitEpochsOptions & {
    readonly data: EpochData;
    readonly epoch: number;
    readonly signal: AbortSignal;
  },
): Promise<EpochReport> {
  const sums = new Map<string, { sum: number; count: number }>();
  let [loss, step] = [0, 0];
  let last: StepResult | undefined;
  for (const samples of batchesOf(data, { sampler, epoch })) {
    signal.throwIfAborted();
    last = await trainer.step(samples);
    loss += last.loss;
    for (const [label, value] of Object.entries(last.losses)) {
      const { sum, count } = sums.get(label) ?? { sum: 0, count: 0 };
      sums.set(label, { sum: sum + value, count: count + 1 });
    }
    onStep?.(last, { epoch, step });
    step++;
  }
  if (last === undefined) {
    throw new RangeError("Cannot train for an epoch: the sampler gives no batch of these samples");
  }
  const losses = [...sums].map(([label, { sum, count }]) => [label, sum / count]);
  const mean = loss / step;
  return { epoch, steps: step, loss: mean, losses: Object.fromEntries(losses), rates: last.rates };
}

function* batchesOf(
  data: EpochData,
  { sampler = new SimpleSampler({ batchSize: 32, shuffle: true }), epoch }: {
    readonly sampler: FitEpochsOptions["sampler"];
    readonly epoch: number;
  },
): Generator<SamplesBySet> {
  const only = data instanceof FeatureSet ? data.toView() : data;
  const views = only instanceof FeatureSetView ? { [only.source.label]: only } : only;
  if (sampler instanceof AlignedSampler) {
    for (const { streams } of sampler.batches(views, { epoch })) yield streams as SamplesBySet;
    return;
  }
  const [[label, view] = [], ...others] = Object.entries(views);
  if (label === undefined || view === undefined || others.length > 0) {
    throw new TypeError(
      `Cannot deal out samples of ${
        Object.keys(views).join(", ") || "nothing"
      } at once: give one ` +
        "view, or an AlignedSampler, which says what belongs together",
    );
  }
  for (const batch of sampler.batches(view, { epoch })) yield { [label]: batch };
}
