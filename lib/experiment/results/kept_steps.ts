/**
 * Which steps' samples and outputs are kept: of all epochs, of the newest, or none.
 *
 * @module
 */

import type { KeptStep, ResultRecording } from "./phase_source.ts";

/**
 * Steps with their samples and outputs.
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
export class KeptSteps {
  readonly #recording: ResultRecording;
  #kept: KeptStep[] = [];
  #epoch = -1;
  #pinned: number | undefined;

  /** @param recording what is kept */
  constructor(recording: ResultRecording) {
    this.#recording = recording;
  }

  /** What is kept, in order. */
  get all(): readonly KeptStep[] {
    return this.#kept;
  }

  /** Adds a step, if any are kept. */
  add({ epoch, batch, samples, outputs }: KeptStep): void {
    if (this.#recording === "none") return;
    if (epoch !== this.#epoch) this.#begin(epoch);
    this.#kept.push({ epoch, batch, samples, outputs });
  }

  /** Keeps an epoch besides the newest one, until another is kept. */
  pin(epoch: number): void {
    this.#pinned = epoch;
  }

  #begin(epoch: number): void {
    this.#epoch = epoch;
    if (this.#recording === "all") return;
    this.#kept = this.#kept.filter((step) => step.epoch === this.#pinned);
  }
}
