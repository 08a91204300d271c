/**
 * The programs of a training step, one for each form of batch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { encode, type Encoded, record, type Recorded } from "./build.ts";
import type { GroupSettings } from "./group_settings.ts";
import { hostOf, typeOf } from "./host_tensor.ts";
import { splitLoops, type SplitProgram, writtenInPlace } from "./program/fused_loop.ts";
import { runPasses } from "./program/pass.ts";
import { invertDivisors } from "./program/passes/invert_divisors.ts";
import { drawInputs } from "./run/draw.ts";
import type { HostTensors } from "./run/onnx_runtime.ts";
import type { LossScale } from "./loss_scale.ts";
import type { Precision } from "./lower/precision.ts";
import type { StepCall } from "./step_runner.ts";
import { fitsOneMemory, type HeldState } from "./step_buffers.ts";
import { keepValues } from "./step_state.ts";
import { takeStep, type TrainingStep } from "./training_step.ts";
import { type Leaf, leavesOf, type TensorTree, withLeaves } from "./tree.ts";

/** A recorded step. */
export interface StepProgram extends Recorded {
  /** The model without the loops that run after it. */
  readonly body: Encoded;
  readonly split: SplitProgram;
  /** Names of the variables that loops change where they are. */
  readonly inPlace: readonly string[];
  /** Names of the variables that it changes; their new values are the outputs `new NAME`. */
  readonly changed: readonly string[];
  /** Names of what else it tells, which are outputs `result NAME`. */
  readonly results: readonly string[];
}

/** What is recorded; its variables are all that the step may change. */
export interface StepParts extends HeldState {
  readonly step: TrainingStep;
  readonly settings: GroupSettings;
  /** What keeps slopes in range where products have 16 bits; absent where they have 32. */
  readonly lossScale?: LossScale | undefined;
}

/** What a program takes and tells besides, where losses are scaled. */
const SCALE = { name: "loss scale", value: { dtype: "float32", shape: [] } } as const;
/** The output by which a step is judged. */
export const MAGNITUDE = "magnitude of slopes";

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
   * @param batch tensors, of which only names, types and shapes matter
   * @param updates whether weights move, or slopes are only gathered
   * @returns the program for batches of this form
   */
  for(batch: TensorTree, updates: boolean = true): StepProgram {
    const leaves = batchLeaves(batch);
    const types = leaves.map(({ name, tensor }) => `${name}:${tensor.dtype}[${tensor.shape}]`);
    const signature = `${types.join(" ")} ${this.#parts.settings.signature} ${updates}`;
    const program = this.#programs.get(signature) ??
      recordStep(this.#parts, { batch, leaves, updates });
    this.#programs.set(signature, program);
    return program;
  }
}

function recordStep(
  { step, variables, settings, memoryLimit, lossScale }: StepParts,
  { batch, leaves, updates }: {
    readonly batch: TensorTree;
    readonly leaves: readonly Leaf[];
    readonly updates: boolean;
  },
): StepProgram {
  using _kept = keepValues(variables.map(({ tensor }) => tensor));
  using _marked = settings.mark();
  const before = variables.map(({ tensor }) => tensor.dataId);
  const results: string[] = [];
  const kept: tf.Tensor[] = [];
  const recorded = record({
    inputs: [
      ...leaves.map(({ name, tensor }) => ({ name, value: typeOf(tensor) })),
      ...(lossScale ? [SCALE] : []),
    ],
    captured: variables,
    body: (tensors) => {
      const scale = tensors[leaves.length];
      const told = takeStep(step, withLeaves(batch, tensors.slice(0, leaves.length)), {
        updates,
        ...(scale && { scale }),
      });
      const changed = variables.filter(({ tensor }, index) => tensor.dataId !== before[index]);
      results.push(...Object.keys(told.results));
      kept.push(...Object.values(told.results));
      return [
        { name: "loss", tensor: told.loss },
        ...Object.entries(told.results).map(([name, tensor]) => ({
          name: `result ${name}`,
          tensor,
        })),
        ...(told.magnitude ? [{ name: MAGNITUDE, tensor: told.magnitude }] : []),
        ...changed.map(({ name, tensor }) => ({ name: `new ${name}`, tensor })),
      ];
    },
  }, settings.passes);
  tf.dispose(kept);
  const changed = recorded.program.outputs.filter(({ name }) => name.startsWith("new "))
    .map(({ name }) => name.slice("new ".length));
  const outputs = new Set(changed.map((name) => `new ${name}`));
  const program = runPasses(recorded.program, [invertDivisors(outputs)]);
  const fuses = fitsOneMemory({ variables, memoryLimit });
  const split = splitLoops(program, {
    inputs: new Set(fuses ? variables.map(({ name }) => name) : []),
    outputs: fuses ? outputs : new Set(),
  });
  const inPlace = writtenInPlace(split, (name) => `new ${name}`);
  return {
    ...recorded,
    program,
    body: encode(split.body, precisionOf(lossScale)),
    split,
    inPlace,
    changed,
    results,
  };
}

/**
 * In how many bits a step multiplies.
 *
 * @param lossScale what keeps its slopes in range, if anything does
 * @returns `"mixed"` where something does
 * @example
 * ```ts
 * import { precisionOf } from "./step_programs.ts";
 * precisionOf(undefined); // "float32"
 * ```
 */
export function precisionOf(lossScale: LossScale | undefined): Precision {
  return lossScale ? "mixed" : "float32";
}

function batchLeaves(batch: TensorTree): readonly Leaf[] {
  return leavesOf(batch, "batch").map(({ name, tensor }) => {
    return { name: name.slice("batch.".length), tensor };
  });
}

/** What a step is fed with. */
export interface StepFeeds extends StepCall {
  readonly batch: TensorTree;
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
  { settings: optimizer, lossScale }: StepParts,
  { program, batch, state, settings, seeds }: StepFeeds & { readonly program: StepProgram },
): HostTensors {
  return {
    ...state,
    ...optimizer.feeds(settings),
    ...drawInputs(program.draws, seeds),
    ...(lossScale && {
      [SCALE.name]: { ...SCALE.value, data: Float32Array.of(lossScale.current) },
    }),
    ...Object.fromEntries(batchLeaves(batch).map(({ name, tensor }) => [name, hostOf(tensor)])),
  };
}
