/**
 * Which steps' samples and outputs are kept: of all epochs, of the newest, or none.
 *
 * @module
 */

import type { FeatureSet } from "../../data/feature_set.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { Ports } from "../../models/interface.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import type { KeptStep, ResultRecording } from "./phase_source.ts";
import { rolesOf, viewOf } from "./recorded_samples.ts";
import { readSamples, type SamplesState, writeSamples } from "./samples_state.ts";

/** A step as plain data and typed arrays. */
export interface StepState {
  readonly epoch: number;
  readonly batch: number;
  readonly samples: SamplesState;
  readonly outputs: Readonly<Record<string, Ports<HostTensor>>> | undefined;
}

/** Keeps steps. */
export interface StepKeeper {
  /** What is kept, in order. */
  readonly all: readonly KeptStep[];
  /** Adds a step, if any are kept. */
  add(step: KeptStep): void;
  /** Keeps an epoch besides the newest one, until another is kept. */
  pin(epoch: number): void;
  /** The epoch that is kept besides the newest. */
  readonly pinned: number | undefined;
  /** Takes steps that were written down, before others come. */
  restore(states: readonly StepState[], pinned: number | undefined): void;
}

/**
 * Steps with their samples and outputs, in memory.
 *
 * @example
 * ```ts
 * import { KeptSteps } from "./kept_steps.ts";
 * const steps = new KeptSteps("last");
 * steps.add({ epoch: 0, batch: 0, samples: {}, outputs: undefined });
 * steps.add({ epoch: 1, batch: 0, samples: {}, outputs: undefined });
 * console.log(steps.all.length); // 1
 * ```
 */
export class KeptSteps implements StepKeeper {
  readonly #recording: ResultRecording;
  /** FeatureSets by label, for steps that are known by rows only. */
  readonly #sets: Map<string, FeatureSet>;
  #kept: KeptStep[] = [];
  #epoch = -1;
  #pinned: number | undefined;

  /**
   * @param recording what is kept
   * @param data FeatureSets that restored steps may be of; those of steps that come later are known
   */
  constructor(recording: ResultRecording, data: readonly FeatureSet[] = []) {
    this.#recording = recording;
    this.#sets = new Map(data.map((set) => [set.label, set]));
  }

  /** What is kept, in order. */
  get all(): readonly KeptStep[] {
    return this.#kept;
  }

  /** Adds a step, if any are kept. */
  add({ epoch, batch, samples, outputs }: KeptStep): void {
    if (this.#recording === "none") return;
    if (epoch !== this.#epoch) this.#begin(epoch);
    for (const label in samples) if (!this.#sets.has(label)) this.#learn(label, samples);
    this.#kept.push({ epoch, batch, samples, outputs });
  }

  /** Keeps an epoch besides the newest one, until another is kept. */
  pin(epoch: number): void {
    this.#pinned = epoch;
  }

  /** Takes steps that were written down, before others come. */
  restore(states: readonly StepState[], pinned: number | undefined): void {
    this.#kept = states.map((state) => new RestoredStep(state, this.#sets));
    this.#epoch = states.at(-1)?.epoch ?? -1;
    this.#pinned = pinned;
  }

  /** Which epoch is kept besides the newest. */
  get pinned(): number | undefined {
    return this.#pinned;
  }

  #learn(label: string, samples: SamplesBySet): void {
    const own = samples[label];
    if (own) this.#sets.set(label, viewOf(own, { role: rolesOf(own)[0] }).source);
  }

  #begin(epoch: number): void {
    this.#epoch = epoch;
    if (this.#recording === "all") return;
    this.#kept = this.#kept.filter((step) => step.epoch === this.#pinned);
  }
}

/**
 * Writes a step down.
 *
 * @param step with its samples
 * @returns plain data and typed arrays
 * @example
 * ```ts
 * import { stateOfStep } from "./kept_steps.ts";
 * stateOfStep({ epoch: 0, batch: 3, samples: {}, outputs: undefined }).batch; // 3
 * ```
 */
export function stateOfStep(step: KeptStep): StepState {
  if ("state" in step) return step.state as StepState;
  const { epoch, batch, samples, outputs } = step;
  return { epoch, batch, samples: writeSamples(samples), outputs };
}

/**
 * A step whose samples are known by their rows.
 *
 * @example
 * ```ts
 * import { RestoredStep } from "./kept_steps.ts";
 * const state = { epoch: 0, batch: 3, samples: {}, outputs: undefined };
 * new RestoredStep(state, new Map()).batch; // 3
 * ```
 */
export class RestoredStep implements KeptStep {
  readonly state: StepState;
  readonly #sets: ReadonlyMap<string, FeatureSet>;

  /**
   * @param state of the step
   * @param sets FeatureSets by label, in which its samples are found when they are asked for
   */
  constructor(state: StepState, sets: ReadonlyMap<string, FeatureSet>) {
    this.state = state;
    this.#sets = sets;
  }

  get epoch(): number {
    return this.state.epoch;
  }

  get batch(): number {
    return this.state.batch;
  }

  get outputs(): KeptStep["outputs"] {
    return this.state.outputs;
  }

  get samples(): SamplesBySet {
    return readSamples(this.state.samples, this.#sets, this);
  }
}
