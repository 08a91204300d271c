/**
 * How batches of several bindings go together.
 *
 * @module
 */

import type { FeatureSet } from "../../data/feature_set.ts";
import type { FeatureSetView } from "../../data/feature_set_view.ts";
import { AlignedSampler } from "../../data/sample/aligned_sampler.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { dealerOf, type InputBinding } from "./input_binding.ts";

/**
 * `zipStrict`: one batch of each side by side, as many as the shortest has. `zipCycle`: as many as the
 * longest has; shorter ones begin again. `alternateStrict`, `alternateCycle`: the same, but one after
 * the other; nodes that only the others feed do not move.
 */
export type BatchSchedule = "zipStrict" | "zipCycle" | "alternateStrict" | "alternateCycle";

/** All of them. */
export const BATCH_SCHEDULES: readonly BatchSchedule[] = [
  "zipStrict",
  "zipCycle",
  "alternateStrict",
  "alternateCycle",
];

/** A binding whose samples have been found. */
export interface BoundInput {
  /** Labels of its FeatureSets. */
  readonly featureSets: readonly string[];
  /** How many batches an epoch has. */
  readonly count: number;
  /** Deals out one epoch, from some batch on. */
  batches(place: { readonly epoch: number; readonly from: number }): Iterable<SamplesBySet>;
}

/**
 * Finds the samples of a binding.
 *
 * @param binding splits of FeatureSets, and a sampler
 * @param data the FeatureSets there are
 * @returns what deals its batches out
 * @throws UnknownNameError when there is no such FeatureSet or split
 * @throws RangeError when the binding has no sampler
 */
export function boundInput(binding: InputBinding, data: readonly FeatureSet[]): BoundInput {
  const views = binding.views(data);
  const { featureSets } = binding;
  const sampler = dealerOf(binding);
  if (sampler instanceof AlignedSampler) {
    return {
      featureSets,
      count: sampler.countBatches(views),
      *batches(place) {
        for (const { streams } of sampler.batches(views, place)) yield streams as SamplesBySet;
      },
    };
  }
  const [label, view] = Object.entries(views)[0] as [string, FeatureSetView];
  return {
    featureSets,
    count: sampler.countBatches(view),
    *batches(place) {
      for (const batch of sampler.batches(view, place)) yield { [label]: batch };
    },
  };
}

/**
 * Counts the steps of an epoch.
 *
 * @param inputs bindings with their samples
 * @param schedule how their batches go together
 * @returns how many steps, and which FeatureSets have batches that are dropped, with how many
 * @throws RangeError when one has no batches at all
 */
export function countSteps(
  inputs: readonly BoundInput[],
  schedule: BatchSchedule,
): { readonly steps: number; readonly dropped: Readonly<Record<string, number>> } {
  const empty = inputs.find(({ count }) => count === 0);
  if (empty) {
    throw new RangeError(
      `Cannot take batches of ${
        empty.featureSets.join(", ")
      }: the sampler gives none; is the split ` +
        "smaller than a batch, with dropLast?",
    );
  }
  const counts = inputs.map(({ count }) => count);
  const rounds = isStrict(schedule) ? Math.min(...counts) : Math.max(...counts);
  const dropped = inputs.filter(({ count }) => count > rounds)
    .map(({ featureSets, count }) => [featureSets.join("+"), count - rounds]);
  return {
    steps: isAlternate(schedule) ? rounds * inputs.length : rounds,
    dropped: Object.fromEntries(dropped),
  };
}

/**
 * Deals out the steps of an epoch.
 *
 * @param inputs bindings with their samples, none without batches
 * @param options how their batches go together, the epoch, and the first step wanted
 * @returns samples by label of the FeatureSet for each step
 */
export function* scheduledSteps(
  inputs: readonly BoundInput[],
  { schedule, epoch, from = 0 }: {
    readonly schedule: BatchSchedule;
    readonly epoch: number;
    readonly from?: number;
  },
): Generator<SamplesBySet> {
  const { steps } = countSteps(inputs, schedule);
  const [only, ...others] = inputs;
  if (only && others.length === 0) {
    yield* only.batches({ epoch, from });
    return;
  }
  const cursors = inputs.map((input) => new Cursor(input, epoch));
  for (let step = from; step < steps; step++) {
    if (isAlternate(schedule)) {
      const turn = step % inputs.length;
      yield (cursors[turn] as Cursor).at(Math.floor(step / inputs.length));
    } else {
      yield Object.assign({}, ...cursors.map((cursor) => cursor.at(step))) as SamplesBySet;
    }
  }
}

function isStrict(schedule: BatchSchedule): boolean {
  return schedule === "zipStrict" || schedule === "alternateStrict";
}

function isAlternate(schedule: BatchSchedule): boolean {
  return schedule === "alternateStrict" || schedule === "alternateCycle";
}

/** Reads batches of an epoch by number, in order, and from the beginning again when there are no more. */
class Cursor {
  readonly #input: BoundInput;
  readonly #epoch: number;
  #next = -1;
  #batches: Iterator<SamplesBySet, undefined> | undefined;

  constructor(input: BoundInput, epoch: number) {
    this.#input = input;
    this.#epoch = epoch;
  }

  at(round: number): SamplesBySet {
    const from = round % this.#input.count;
    if (from !== this.#next || this.#batches === undefined) {
      this.#batches = this.#input.batches({ epoch: this.#epoch, from })[Symbol.iterator]();
    }
    this.#next = from + 1;
    const { done, value } = this.#batches.next();
    return done ? this.#first() : value;
  }

  /** Samplers that draw partners anew may have fewer batches in this epoch than in the one counted. */
  #first(): SamplesBySet {
    this.#next = -1;
    const [first] = this.#input.batches({ epoch: this.#epoch, from: 0 });
    return first as SamplesBySet;
  }
}
