/**
 * `compileStep`: forward pass, loss, gradients and the optimizer's update as one model.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { SeedStream } from "../core/seed.ts";
import { build, type Built, explain, type Explanation, load } from "./build.ts";
import { type CompileOptions, hostOf } from "./compile.ts";
import { checkFinite } from "./run/check_finite.ts";
import { drawInputs } from "./run/draw.ts";
import { keepValues, type NamedVariable, optimizerVariables, StepBuffers } from "./step_state.ts";

/** A function with variables; models of tf.layers are another way to have both. */
export interface StepModel {
  /** From a batch to predictions, as in training. */
  readonly call: (x: tf.Tensor) => tf.Tensor;
  /** What is trained. */
  readonly trainable: readonly tf.Variable[];
  /** What else the call changes, such as running means. Default: none. */
  readonly others?: readonly tf.Variable[];
  /** What is added to the loss, such as the squares of the weights. Default: nothing. */
  readonly penalty?: () => tf.Tensor;
}

/** From targets and predictions to a scalar. */
export type StepLoss = (targets: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;

/** A training step that is ready to run. */
export interface Step extends Disposable {
  /** Trains on a batch and returns its loss before the update. */
  (x: tf.Tensor, y: tf.Tensor): Promise<number>;
  /** Writes weights and optimizer state back into their variables. */
  store(): void;
  /** What this batch would run. */
  explain(x: tf.Tensor, y: tf.Tensor): Explanation;
  /** The step for this batch, as the content of an `.onnx` file. */
  toOnnx(x: tf.Tensor, y: tf.Tensor): Uint8Array<ArrayBuffer>;
}

interface StepVariant {
  readonly built: Built;
  /** Variables that the step changes. */
  readonly changed: readonly string[];
}

/**
 * Compiles a training step.
 *
 * Weights and optimizer state leave their variables until `store()`: the step keeps them in buffers
 * that ONNX Runtime reads and writes in turn. Disposing the step stores them.
 *
 * @param model a model of tf.layers, or a function with its variables
 * @param loss from targets and predictions to a scalar
 * @param options optimizer, threads, seeds, checks
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
 * ```
 */
export function compileStep(
  model: LayersModel | StepModel,
  loss: StepLoss,
  options: CompileOptions & { readonly optimizer: tf.Optimizer },
): Step {
  const { optimizer } = options;
  const { call, trainable, others = [], penalty } = isStepModel(model) ? model : fromLayers(model);
  const variables = [
    ...named("weights", [...trainable, ...others]),
    ...optimizerVariables(optimizer, trainable),
  ];
  const buffers = new StepBuffers(variables);
  const variants = new Map<string, StepVariant>();
  const seeds = options.seeds ?? SeedStream.from(0);
  let count = 0;

  function variantFor(x: tf.Tensor, y: tf.Tensor): StepVariant {
    const types = [x, y].map(({ dtype, shape }) => `${dtype}[${shape}]`);
    // Numbers such as the learning rate become constants of the program.
    const signature = [...types, JSON.stringify(settingsOf(optimizer))].join(" ");
    const variant = variants.get(signature) ?? record(x, y);
    variants.set(signature, variant);
    return variant;
  }

  function record(x: tf.Tensor, y: tf.Tensor): StepVariant {
    using _kept = keepValues(variables.map(({ tensor }) => tensor));
    const before = variables.map(({ tensor }) => tensor.dataId);
    const built = build({
      inputs: [inputOf("x", x), inputOf("y", y)],
      captured: variables,
      body: ([x, y]) => {
        if (!x || !y) throw new RangeError("Cannot record a step without a batch");
        const { value, grads } = optimizer.computeGradients(() => {
          const mean = tf.mean(loss(y, call(x)));
          return (penalty ? tf.add(mean, penalty()) : mean) as tf.Scalar;
        }, [...trainable]);
        optimizer.applyGradients(grads);
        const changed = variables.filter(({ tensor }, index) => tensor.dataId !== before[index]);
        return [
          { name: "loss", tensor: value },
          ...changed.map(({ name, tensor }) => ({ name: `new ${name}`, tensor })),
        ];
      },
    });
    const changed = built.program.outputs.slice(1).map(({ name }) => name.slice("new ".length));
    return { built, changed };
  }

  async function step(x: tf.Tensor, y: tf.Tensor): Promise<number> {
    const { built, changed } = variantFor(x, y);
    const model = await load(built, options);
    const feeds = {
      ...buffers.current,
      ...drawInputs(built.draws, seeds.split(count)),
      x: hostOf(x),
      y: hostOf(y),
    };
    const next = Object.entries(buffers.next(changed)).map(([name, to]) => [`new ${name}`, to]);
    const results = await model.run(feeds, Object.fromEntries(next));
    if (options.checkFinite) checkFinite(results);
    buffers.advance(changed);
    count++;
    return results.loss?.data[0] ?? NaN;
  }

  return Object.assign(step, {
    store: () => buffers.store(),
    explain: (x: tf.Tensor, y: tf.Tensor) => explain(variantFor(x, y).built),
    toOnnx: (x: tf.Tensor, y: tf.Tensor) => variantFor(x, y).built.bytes.slice(),
    [Symbol.dispose]: () => buffers.store(),
  });
}

function isStepModel(model: LayersModel | StepModel): model is StepModel {
  return Array.isArray(model.trainable);
}

/** A model of tf.layers with the penalties of its regularizers. */
function fromLayers(model: LayersModel): StepModel {
  function variablesOf(weights: LayersModel["weights"]): readonly tf.Variable[] {
    return weights.map((weight) => weight.read() as tf.Variable);
  }
  return {
    call: (x) => model.apply(x, { training: true }) as tf.Tensor,
    trainable: variablesOf(model.trainableWeights),
    others: variablesOf(model.nonTrainableWeights),
    penalty: () => {
      const penalties = model.calculateLosses().map((penalty) => tf.mean(penalty));
      return penalties.reduce((sum: tf.Tensor, next) => tf.add(sum, next), tf.scalar(0));
    },
  };
}

function named(kind: string, variables: readonly tf.Variable[]): readonly NamedVariable[] {
  return variables.map((tensor, index) => ({ name: `${kind}.${index} ${tensor.name}`, tensor }));
}

function inputOf(name: string, tensor: tf.Tensor): Parameters<typeof build>[0]["inputs"][number] {
  const { dtype, shape } = hostOf(tensor);
  return { name, value: { dtype, shape } };
}

/** The optimizer's own numbers, without the count of its steps. */
function settingsOf(optimizer: tf.Optimizer): Readonly<Record<string, unknown>> {
  const entries = Object.entries(optimizer).filter(([name, value]) =>
    name !== "iterations_" && ["number", "boolean"].includes(typeof value)
  );
  return Object.fromEntries(entries);
}
