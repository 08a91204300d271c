/**
 * A training step as one model and the loops after it, with its state in memory that both read and
 * write.
 *
 * @module
 */

import { encode, explain, type Explanation, load } from "./build.ts";
import { requireFinite } from "./require_finite.ts";
import type { HostTensors, RunOptions } from "./run/onnx_runtime.ts";
import { withLoops } from "./run/profile.ts";
import { StepBuffers } from "./step_buffers.ts";
import {
  MAGNITUDE,
  precisionOf,
  stepFeeds,
  type StepParts,
  type StepProgram,
  type StepPrograms,
} from "./step_programs.ts";
import type { StepCall, StepOutcome, StepRunner } from "./step_runner.ts";
import { StepUpdates } from "./step_updates.ts";
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
  readonly #updates: StepUpdates;

  /** @param options what runs, and how */
  constructor(options: RecordedStepOptions) {
    this.#options = options;
    this.#buffers = new StepBuffers(options.parts);
    this.#updates = new StepUpdates(this.#buffers, { undoable: options.checkFinite });
  }

  async run(batch: TensorTree, call: StepCall): Promise<StepOutcome> {
    const { programs, run, checkFinite } = this.#options;
    const program = programs.for(batch, call.updates);
    const { feeds, results } = await this.#computeInRange(program, { batch, call });
    this.#updates.run(program, { feeds, results });
    if (checkFinite) {
      const checked = only(program, { ...results, ...this.#updates.written(program) });
      await requireFinite(checked, { program: program.program, feeds, ...run });
    }
    this.#updates.advance(program);
    const told = program.results.flatMap((name) => {
      const result = results[`result ${name}`];
      return result ? [[name, result]] : [];
    });
    return { loss: results.loss?.data[0] ?? NaN, results: Object.fromEntries(told) };
  }

  /** What a step would run, and where its time goes; where steps can be undone, it trains nothing. */
  async explain(batch: TensorTree, call: StepCall): Promise<Explanation> {
    const program = this.#options.programs.for(batch, call.updates);
    const feeds = this.#feeds(program, { batch, call });
    const results = await this.#compute(program, feeds);
    const { body: { bytes, processorNodes } } = program;
    const precision = precisionOf(this.#options.parts.lossScale);
    const told = await explain({ program: program.program, bytes, processorNodes }, {
      ...this.#options.run,
      feeds,
    });
    return {
      ...told,
      modelBytes: encode(program.program, precision).bytes.length,
      profile: withLoops(told.profile, {
        loops: program.split.loops.length,
        run: () => this.#updates.run(program, { feeds, results }),
      }),
    };
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

  #feeds(
    program: StepProgram,
    { batch, call }: { readonly batch: TensorTree; readonly call: StepCall },
  ): HostTensors {
    // Loops may need more memory, which moves the state, so they are made ready first.
    this.#updates.prepare(program);
    const { parts } = this.#options;
    return stepFeeds(parts, { program, batch, state: this.#buffers.current, ...call });
  }

  /** Runs the model, again with a smaller scale of the loss as long as slopes do not fit. */
  async #computeInRange(
    program: StepProgram,
    call: { readonly batch: TensorTree; readonly call: StepCall },
  ): Promise<{ readonly feeds: HostTensors; readonly results: HostTensors }> {
    const { lossScale } = this.#options.parts;
    for (;;) {
      const feeds = this.#feeds(program, call);
      const results = await this.#compute(program, feeds);
      if (lossScale === undefined) return { feeds, results };
      const [loss, magnitude] = [results.loss, results[MAGNITUDE]].map((told) => told?.data[0]);
      if (lossScale.accepts({ loss, magnitude })) return { feeds, results };
    }
  }

  /** Runs the model; what it writes does not count yet. */
  async #compute(program: StepProgram, feeds: HostTensors): Promise<HostTensors> {
    const model = await load(program.body, this.#options.run);
    return await model.run(feeds, this.#updates.into(program));
  }
}

/** The outputs of the whole program: its body also has some that only loops read. */
function only({ program }: StepProgram, results: HostTensors): HostTensors {
  return Object.fromEntries(program.outputs.flatMap(({ name }) => {
    const result = results[name];
    return result ? [[name, result]] : [];
  }));
}
