/**
 * The engine for those who may not need it: tensors and ONNX Runtime are loaded by the first call.
 *
 * @module
 */

import type { Optimizer } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Explanation } from "./build.ts";
import type { FunctionOptions } from "./compile.ts";
import type { EngineName } from "./engines/engine.ts";
import type { EngineStatus } from "./engines/engines.ts";
import type { ObjectiveOptions, ObjectiveStep } from "./compile_objective.ts";
import type { Step, StepOptions } from "./compile_step.ts";
import type { SettingOf } from "./optimizer_settings.ts";
import type { StepModel } from "./step_model.ts";
import type { Objective, StepLoss } from "./training_step.ts";
import type { TensorTree } from "./tree.ts";

/** A function that is compiled by its first call. */
export interface CompiledOnUse<A extends readonly TensorTree[], R extends TensorTree> {
  /** Runs; the result's tensors belong to the caller. */
  (...arguments_: A): Promise<R>;
  /** What these arguments would run. */
  explain(...arguments_: A): Promise<Explanation>;
  /** The model for these arguments, as the content of an `.onnx` file. */
  toOnnx(...arguments_: A): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Compiles a pure function over tensors and trees of tensors.
 *
 * It is recorded again whenever an argument has a new form, shape or type. Tensors that it closes
 * over keep the values that they had when it was recorded, but for the variables that are named.
 * Reading a value inside is an error.
 *
 * @param fn the function
 * @param options variables, threads, seeds, checks
 * @returns the same function, asynchronous
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compile } from "./on_use.ts";
 * const norm = compile((x: tf.Tensor) => tf.sqrt(tf.sum(tf.square(x))));
 * await norm(tf.tensor1d([3, 4])); // 5
 * ```
 */
export function compile<A extends readonly TensorTree[], R extends TensorTree>(
  fn: (...arguments_: A) => R,
  options: FunctionOptions = {},
): CompiledOnUse<A, R> {
  async function load() {
    const engine = await import("./compile.ts");
    return engine.compile(fn, options);
  }
  let loading: ReturnType<typeof load> | undefined;
  function ready(): ReturnType<typeof load> {
    return loading ??= load();
  }
  async function call(...arguments_: A): Promise<R> {
    return (await ready())(...arguments_);
  }
  return Object.assign(call, {
    explain: async (...arguments_: A) => (await ready()).explain(...arguments_),
    toOnnx: async (...arguments_: A) => (await ready()).toOnnx(...arguments_),
  });
}

/**
 * Compiles a training step: forward pass, loss, gradients and the optimizer's update in one model.
 *
 * Weights and optimizer state leave their variables until `store()`, or until the step is disposed.
 *
 * @param model a model of tf.layers, or a function with its variables
 * @param loss from targets and predictions to a scalar
 * @param options optimizer, micro-batches, threads, seeds, checks
 * @returns the step; it takes numbers of the optimizer, such as the learning rate, with each batch
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compileStep } from "./on_use.ts";
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
 * const optimizer = tf.train.adam(0.01);
 * using step = await compileStep(model, tf.losses.meanSquaredError, { optimizer });
 * await step(tf.ones([4, 2]), tf.zeros([4, 1])); // loss
 * ```
 */
export async function compileStep<O extends Optimizer>(
  model: LayersModel | StepModel,
  loss: StepLoss,
  options: StepOptions<O>,
): Promise<Step<SettingOf<O>>> {
  const engine = await import("./compile_step.ts");
  return engine.compileStep(model, loss, options);
}

/**
 * Compiles steps that minimise whatever an objective says, with several optimizers if need be.
 *
 * @param objective from a batch to a scalar, and whatever else is to be told; it must not read values
 * @param options groups, other variables, micro-batches, threads, seeds, checks
 * @returns the step; it tells the loss and the other results of each batch
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compileObjective } from "./on_use.ts";
 * const w = tf.variable(tf.scalar(1));
 * const objective = ({ x }: { x: tf.Tensor }) => ({ loss: tf.mean(tf.square(tf.mul(x, w))) });
 * const groups = [{ optimizer: tf.train.sgd(0.1), variables: [w] }];
 * using step = await compileObjective(objective, { groups });
 * (await step({ x: tf.ones([4]) })).loss; // 1
 * ```
 */
export async function compileObjective<B extends TensorTree>(
  objective: (batch: B) => Objective,
  options: ObjectiveOptions,
): Promise<ObjectiveStep<B>> {
  const engine = await import("./compile_objective.ts");
  return engine.compileObjective(objective, options);
}

/**
 * Gives back the memory of all loaded models; they are loaded again when they are needed.
 *
 * @example
 * ```ts
 * import { releaseModels } from "./on_use.ts";
 * await releaseModels();
 * ```
 */
export async function releaseModels(): Promise<void> {
  const { releaseModels } = await import("./build.ts");
  await releaseModels();
}

/**
 * Tries every engine: who computes what is written with tfjs.
 *
 * @returns all engines, those to prefer first, with the reason where one does not work here
 * @example
 * ```ts
 * import { engines } from "./on_use.ts";
 * (await engines()).filter(({ available }) => available).map(({ name }) => name);
 * ```
 */
export async function engines(): Promise<readonly EngineStatus[]> {
  const { engines } = await import("./engines/engines.ts");
  return engines();
}

/**
 * Chooses the engine for all functions and steps that name none from now on.
 *
 * @param name the engine; `"onnx"` is the default
 * @throws EngineMissingError when it does not work here; the former engine stays
 * @example
 * ```ts
 * import { setEngine } from "./on_use.ts";
 * await setEngine("cpu");
 * await setEngine("onnx");
 * ```
 */
export async function setEngine(name: EngineName): Promise<void> {
  const { setEngine } = await import("./engines/engines.ts");
  await setEngine(name);
}
