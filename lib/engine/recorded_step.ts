/**
 * A training step as one model, with its state in buffers that ONNX Runtime reads and writes.
 *
 * @module
 */

import { load } from "./build.ts";
import { requireFinite } from "./require_finite.ts";
import type { RunOptions } from "./run/onnx_runtime.ts";
import { stepFeeds, type StepParts, type StepPrograms } from "./step_programs.ts";
import type { StepCall, StepOutcome, StepRunner } from "./step_runner.ts";
import { StepBuffers } from "./step_state.ts";
import type { TensorTree } from "./tree.ts";

/** How a recorded step runs. */
export interface RecordedStepOptions {
  readonly programs: StepPrograms;
  readonly parts: StepParts;
  /** Threads and place of execution. */
  readonly run: RunOptions;
  readonly checkFinite: boolean;
}

/** Runs the programs of a step with ONNX Runtime. */
export class RecordedStep implements StepRunner {
  readonly #options: RecordedStepOptions;
  readonly #buffers: StepBuffers;

  /** @param options what runs, and how */
  constructor(options: RecordedStepOptions) {
    this.#options = options;
    this.#buffers = new StepBuffers(options.parts.variables);
  }

  async run(batch: TensorTree, call: StepCall): Promise<StepOutcome> {
    const { programs, parts, run, checkFinite } = this.#options;
    const program = programs.for(batch, call.updates);
    const { built, changed } = program;
    const model = await load(built, run);
    const feeds = stepFeeds(parts, { program, batch, state: this.#buffers.current, ...call });
    const results = await model.run(feeds, this.#buffers.next(changed));
    if (checkFinite) await requireFinite(results, { program: built.program, feeds, ...run });
    this.#buffers.advance(changed);
    const told = program.results.flatMap((name) => {
      const result = results[`result ${name}`];
      return result ? [[name, result]] : [];
    });
    return { loss: results.loss?.data[0] ?? NaN, results: Object.fromEntries(told) };
  }

  store(): void {
    this.#buffers.store();
  }

  load(): void {
    this.#buffers.load();
  }

  [Symbol.dispose](): void {
    this.store();
  }
}
