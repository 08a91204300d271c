/**
 * What every engine does with a training step.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";
import type { Settings } from "./optimizer_settings.ts";
import type { HostTensor } from "./run/onnx_runtime.ts";
import type { TensorTree } from "./tree.ts";

/** What belongs to one step only. */
export interface StepCall {
  /** A number for each input of the optimizers, by group. */
  readonly settings: readonly Settings[];
  /** Stream of this step's random inputs. */
  readonly seeds: SeedStream;
  /** Whether weights move, or slopes are only gathered. */
  readonly updates: boolean;
}

/** What a step tells of its batch. */
export interface StepOutcome {
  /** What was minimised, before the update. */
  readonly loss: number;
  /** What else the objective tells, by name. */
  readonly results: Readonly<Record<string, HostTensor>>;
}

/** Runs steps and keeps what they change. */
export interface StepRunner extends Disposable {
  /**
   * Runs a step; when it fails, weights and optimizer state stay what they were.
   *
   * @returns the loss before the update, and what else the objective tells
   */
  run(batch: TensorTree, call: StepCall): Promise<StepOutcome>;
  /** Writes weights and optimizer state back into their variables. */
  store(): void;
  /** Takes weights and optimizer state from their variables again. */
  load(): void;
}
