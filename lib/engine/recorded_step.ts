/**
 * A training step as one model, with its state in buffers that ONNX Runtime reads and writes.
 *
 * @module
 */

import { load } from "./build.ts";
import { hostOf } from "./host_tensor.ts";
import { checkFinite } from "./run/check_finite.ts";
import { drawInputs } from "./run/draw.ts";
import type { HostTensors, RunOptions } from "./run/onnx_runtime.ts";
import { StepBuffers } from "./step_state.ts";
import type { StepParts, StepPrograms } from "./step_programs.ts";
import type { StepCall, StepRunner } from "./step_runner.ts";
import type { StepBatch } from "./training_step.ts";

/** How a recorded step runs. */
export interface RecordedStepOptions extends RunOptions {
  readonly checkFinite: boolean;
}

/** Runs the programs of a step with ONNX Runtime. */
export class RecordedStep implements StepRunner {
  readonly #programs: StepPrograms;
  readonly #parts: StepParts;
  readonly #options: RecordedStepOptions;
  readonly #buffers: StepBuffers;

  /** @param programs what runs, with the parts and the options for it */
  constructor(
    { programs, parts, options }: {
      readonly programs: StepPrograms;
      readonly parts: StepParts;
      readonly options: RecordedStepOptions;
    },
  ) {
    this.#programs = programs;
    this.#parts = parts;
    this.#options = options;
    this.#buffers = new StepBuffers(parts.variables);
  }

  async run(batch: StepBatch, { settings, seeds }: StepCall): Promise<number> {
    const { built, changed } = this.#programs.for(batch);
    const model = await load(built, this.#options);
    const feeds: HostTensors = {
      ...this.#buffers.current,
      ...this.#parts.settings.feeds(settings),
      ...drawInputs(built.draws, seeds),
      x: hostOf(batch.x),
      y: hostOf(batch.y),
    };
    const results = await model.run(feeds, this.#buffers.next(changed));
    if (this.#options.checkFinite) checkFinite(results);
    this.#buffers.advance(changed);
    return results.loss?.data[0] ?? NaN;
  }

  store(): void {
    this.#buffers.store();
  }

  [Symbol.dispose](): void {
    this.store();
  }
}
