/**
 * `compileStep`: forward pass, loss, gradients and the optimizer's update as one model.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { cellSignal } from "../core/cell_signal.ts";
import { SeedStream } from "../core/seed.ts";
import { explain, type Explanation } from "./build.ts";
import { type CompileOptions, runOptions } from "./compile.ts";
import { EagerStep } from "./engines/eager_step.ts";
import { engineInUse, isEager } from "./engines/engine.ts";
import {
  type OptimizerSetting,
  OptimizerSettings,
  type SettingOf,
  type Settings,
} from "./optimizer_settings.ts";
import { RecordedStep } from "./recorded_step.ts";
import { type StepModel, stepModel } from "./step_model.ts";
import { stepFeeds, type StepParts, StepPrograms } from "./step_programs.ts";
import type { StepRunner } from "./step_runner.ts";
import { type NamedVariable, optimizerVariables, StepBuffers } from "./step_state.ts";
import type { StepBatch, StepLoss } from "./training_step.ts";

/** How a step is compiled. */
export interface StepOptions<O extends tf.Optimizer = tf.Optimizer> extends CompileOptions {
  /** What changes the weights; its numbers can differ from step to step. */
  readonly optimizer: O;
  /** Cut each batch into so many parts and average their gradients. Default: 1. */
  readonly microBatches?: number;
}

/** A training step that is ready to run. */
export interface Step<S extends string = OptimizerSetting> extends Disposable {
  /**
   * Trains on a batch and returns its loss before the update.
   *
   * `settings` are numbers of the optimizer for this step only, such as `{ learningRate: 0.01 }`.
   */
  (x: tf.Tensor, y: tf.Tensor, settings?: Settings<S>): Promise<number>;
  /** Writes weights and optimizer state back into their variables. */
  store(): void;
  /** What this batch would run, and where the time of a step goes; it trains nothing. */
  explain(x: tf.Tensor, y: tf.Tensor): Promise<Explanation>;
  /** The step for this batch, as the content of an `.onnx` file. */
  toOnnx(x: tf.Tensor, y: tf.Tensor): Uint8Array<ArrayBuffer>;
}

/**
 * Compiles a training step.
 *
 * Weights and optimizer state leave their variables until `store()`: the step keeps them in buffers
 * that ONNX Runtime reads and writes in turn. Disposing the step stores them.
 *
 * @param model a model of tf.layers, or a function with its variables
 * @param loss from targets and predictions to a scalar
 * @param options optimizer, micro-batches, threads, seeds, checks
 * @returns the step
 * @throws TracedReadError, UnrecordableError and MissingRuleError on the first batch of a shape
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compileStep } from "./compile_step.ts";
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * const optimizer = tf.train.adam(0.01);
 * using step = compileStep(model, tf.losses.meanSquaredError, { optimizer });
 * await step(tf.ones([4, 2]), tf.zeros([4, 1])); // loss
 * await step(tf.ones([4, 2]), tf.zeros([4, 1]), { learningRate: 0.005 });
 * ```
 */
export function compileStep<O extends tf.Optimizer>(
  model: LayersModel | StepModel,
  loss: StepLoss,
  options: StepOptions<O>,
): Step<SettingOf<O>> {
  const parts = partsOf(stepModel(model), { ...options, loss });
  const programs = new StepPrograms(parts);
  const runner = runnerOf(parts, { programs, options });
  const seeds = options.seeds ?? SeedStream.from(0);
  let count = 0;

  async function take({ x, y }: StepBatch, given: Settings): Promise<number> {
    (options.signal ?? cellSignal()).throwIfAborted();
    const call = { settings: parts.settings.merged(given), seeds: seeds.split(count) };
    const loss = await runner.run({ x, y }, call);
    count++;
    return loss;
  }

  /** Steps that are taken at once wait for each other: each begins where the last one ended. */
  let last: Promise<unknown> = Promise.resolve();
  function step(x: tf.Tensor, y: tf.Tensor, given: Settings = {}): Promise<number> {
    const taken = last.then(() => take({ x, y }, given));
    last = taken.catch(() => {});
    return taken;
  }

  return Object.assign(step, {
    store: () => runner.store(),
    explain: (x: tf.Tensor, y: tf.Tensor) => {
      const batch = { x, y };
      const program = programs.for(batch);
      const call = { settings: parts.settings.merged({}), seeds: seeds.split(count) };
      const state = new StepBuffers(parts.variables).current;
      const feeds = stepFeeds(parts, { program, batch, state, ...call });
      return explain(program.built, { ...runOptions(options), feeds });
    },
    toOnnx: (x: tf.Tensor, y: tf.Tensor) => programs.for({ x, y }).built.bytes.slice(),
    [Symbol.dispose]: () => runner[Symbol.dispose](),
  });
}

function runnerOf(
  parts: StepParts,
  { programs, options }: { readonly programs: StepPrograms; readonly options: CompileOptions },
): StepRunner {
  const { engine = engineInUse(), checkFinite = false } = options;
  return isEager(engine)
    ? new EagerStep(parts, { engine, checkFinite })
    : new RecordedStep({ programs, parts, run: runOptions(options), checkFinite });
}

function partsOf(
  model: StepModel,
  { optimizer, loss, microBatches = 1 }: StepOptions & { readonly loss: StepLoss },
): StepParts {
  if (!Number.isInteger(microBatches) || microBatches < 1) {
    throw new RangeError(
      `Cannot cut batches into ${microBatches} parts: microBatches is a whole number from 1`,
    );
  }
  const { trainable, others = [] } = model;
  const variables = [
    ...named("weights", [...trainable, ...others]),
    ...optimizerVariables(optimizer, trainable),
  ];
  const settings = new OptimizerSettings(optimizer);
  return { step: { model, loss, optimizer, microBatches }, variables, settings };
}

function named(kind: string, variables: readonly tf.Variable[]): readonly NamedVariable[] {
  return variables.map((tensor, index) => ({ name: `${kind}.${index} ${tensor.name}`, tensor }));
}
