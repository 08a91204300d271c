/**
 * What every engine does with a training step.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";
import type { Settings } from "./optimizer_settings.ts";
import type { StepBatch } from "./training_step.ts";

/** What belongs to one step only. */
export interface StepCall {
  /** A number for each input of the optimizer. */
  readonly settings: Settings;
  /** Stream of this step's random inputs. */
  readonly seeds: SeedStream;
}

/** Runs steps and keeps what they change. */
export interface StepRunner extends Disposable {
  /**
   * Runs a step; when it fails, weights and optimizer state stay what they were.
   *
   * @returns the loss before the update
   */
  run(batch: StepBatch, call: StepCall): Promise<number>;
  /** Writes weights and optimizer state back into their variables. */
  store(): void;
}
