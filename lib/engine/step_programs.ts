/**
 * The programs of a training step, one for each form of batch.
 *
 * @module
 */

import { build, type Built } from "./build.ts";
import { hostOf, typeOf } from "./host_tensor.ts";
import type { OptimizerSettings } from "./optimizer_settings.ts";
import { drawInputs } from "./run/draw.ts";
import type { HostTensors } from "./run/onnx_runtime.ts";
import type { StepCall } from "./step_runner.ts";
import { keepValues, type NamedVariable } from "./step_state.ts";
import { type StepBatch, takeStep, type TrainingStep } from "./training_step.ts";

/** A recorded step. */
export interface StepProgram {
  readonly built: Built;
  /** Names of the variables that it changes; their new values are the outputs `new NAME`. */
  readonly changed: readonly string[];
}

/** What is recorded. */
export interface StepParts {
  readonly step: TrainingStep;
  /** All that the step may change. */
  readonly variables: readonly NamedVariable[];
  readonly settings: OptimizerSettings;
}

/** Records a step once for each type and shape of batch. */
export class StepPrograms {
  readonly #parts: StepParts;
  readonly #programs = new Map<string, StepProgram>();

  /** @param parts what is recorded */
  constructor(parts: StepParts) {
    this.#parts = parts;
  }

  /**
   * Finds or records a program.
   *
   * @param batch samples and targets, of which only types and shapes matter
   * @returns the program for batches of this form
   */
  for(batch: StepBatch): StepProgram {
    const { x, y } = batch;
    const types = `${x.dtype}[${x.shape}] ${y.dtype}[${y.shape}]`;
    const signature = `${types} ${this.#parts.settings.signature}`;
    const program = this.#programs.get(signature) ?? record(this.#parts, batch);
    this.#programs.set(signature, program);
    return program;
  }
}

function record({ step, variables, settings }: StepParts, { x, y }: StepBatch): StepProgram {
  using _kept = keepValues(variables.map(({ tensor }) => tensor));
  using _marked = settings.mark();
  const before = variables.map(({ tensor }) => tensor.dataId);
  const built = build({
    inputs: [{ name: "x", value: typeOf(x) }, { name: "y", value: typeOf(y) }],
    captured: variables,
    body: ([x, y]) => {
      if (!x || !y) throw new RangeError("Cannot record a step without a batch");
      const loss = takeStep(step, { x, y });
      const changed = variables.filter(({ tensor }, index) => tensor.dataId !== before[index]);
      return [
        { name: "loss", tensor: loss },
        ...changed.map(({ name, tensor }) => ({ name: `new ${name}`, tensor })),
      ];
    },
  }, [settings.pass]);
  const changed = built.program.outputs.slice(1).map(({ name }) => name.slice("new ".length));
  return { built, changed };
}

/** What a step is fed with. */
export interface StepFeeds extends StepCall {
  readonly batch: StepBatch;
  /** Values of all variables by name. */
  readonly state: HostTensors;
}

/**
 * Gathers the inputs of a recorded step.
 *
 * @param parts what was recorded
 * @param options the program, the batch, the state, numbers and seeds of this step
 * @returns elements by name of input; those of batch and state are not copied
 * @example
 * ```ts
 * import type { StepFeeds, StepParts, StepProgram } from "./step_programs.ts";
 * import { stepFeeds } from "./step_programs.ts";
 * const inputsOf = (parts: StepParts, program: StepProgram, feeds: StepFeeds) =>
 *   Object.keys(stepFeeds(parts, { program, ...feeds }));
 * ```
 */
export function stepFeeds(
  { settings: optimizer }: StepParts,
  { program, batch, state, settings, seeds }: StepFeeds & { readonly program: StepProgram },
): HostTensors {
  return {
    ...state,
    ...optimizer.feeds(settings),
    ...drawInputs(program.built.draws, seeds),
    x: hostOf(batch.x),
    y: hostOf(batch.y),
  };
}
