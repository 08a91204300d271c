/**
 * `compileStep`: forward pass, loss, gradients and the optimizer's update as one model.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Explanation } from "./build.ts";
import type { CompileOptions } from "./compile.ts";
import { compileObjective, type ObjectiveOptions } from "./compile_objective.ts";
import type { OptimizerSetting, SettingOf, Settings } from "./optimizer_settings.ts";
import { type StepModel, stepModel } from "./step_model.ts";
import { StepValues } from "./step_values.ts";
import type { StepLoss } from "./training_step.ts";

/** How a step is compiled. */
export interface StepOptions<O extends tf.Optimizer = tf.Optimizer>
  extends CompileOptions, Pick<ObjectiveOptions, "microBatches" | "memoryLimit"> {
  /** What changes the weights; its numbers can differ from step to step. */
  readonly optimizer: O;
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
 * that ONNX Runtime reads and writes in turn. Disposing the step stores them. What is assigned to a
 * variable meanwhile is taken over by the next step, and so is what another step makes of it once it
 * was awaited.
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
  const { trainable, others = [], call, penalty } = stepModel(model);
  const { optimizer, ...rest } = options;
  const objective = ({ x, y }: StepBatch): { readonly loss: tf.Tensor } => {
    const mean = tf.mean(loss(y, call(x)));
    return { loss: penalty ? tf.add(mean, penalty()) : mean };
  };
  const groups = [{ optimizer, variables: trainable }];
  const step = compileObjective(objective, { ...rest, groups, others });
  const values = new StepValues([...trainable, ...others], step);

  async function train(x: tf.Tensor, y: tf.Tensor, given: Settings = {}): Promise<number> {
    return (await values.during(() => step({ x, y }, [given]))).loss;
  }

  return Object.assign(train, {
    store: () => values.settle(),
    explain: (x: tf.Tensor, y: tf.Tensor) => step.explain({ x, y }),
    toOnnx: (x: tf.Tensor, y: tf.Tensor) => step.toOnnx({ x, y }),
    [Symbol.dispose]: () => values[Symbol.dispose](),
  });
}

/** Samples with their targets. */
type StepBatch = { readonly x: tf.Tensor; readonly y: tf.Tensor };
