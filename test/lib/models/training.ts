/** Trains a model with the default engine and with tfjs-cpu, and compares. */
import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import type { EngineName } from "../../../lib/engine/engines/engine.ts";
import type { StepLoss } from "../../../lib/engine/training_step.ts";
import { INPUT, type Interface, OUTPUT, type Ports } from "../../../lib/models/interface.ts";
import type { DifferentiableModel, Model } from "../../../lib/models/model.ts";
import * as tf from "../../../lib/tf.ts";
import { assertClose } from "../engine/agreement.ts";

/** A small problem. */
export interface Problem {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly loss?: StepLoss;
  /** Port of the output that is compared with `y`. */
  readonly port?: string;
  readonly steps?: number;
  readonly learningRate?: number;
  readonly tolerance?: number;
}

/** Builds a plan for one input of a shape. */
export function buildFor(
  plan: Model,
  shape: readonly number[],
  { wanted, seed = 1, dtype = "float32" }: {
    readonly wanted?: Interface;
    readonly seed?: number;
    readonly dtype?: Interface["dtype"];
  } = {},
): DifferentiableModel {
  const inputs = { [INPUT]: { shape, dtype } };
  const built = plan.build({ inputs, wanted, seeds: SeedStream.from(seed) });
  assert.ok(built.learning === "gradient");
  return built;
}

/** What a model of one input gives, without training. */
export function predict(model: DifferentiableModel, x: tf.Tensor): Ports<tf.Tensor> {
  return tf.tidy(() => ({ ...model.call({ [INPUT]: x }, { training: false }) }));
}

/** The loss falls, and both engines give the same losses and the same statistics. */
export async function assertTrains(plan: Model, problem: Problem): Promise<void> {
  const got = await train(plan, { ...problem, engine: "onnx" });
  const wanted = await train(plan, { ...problem, engine: "cpu" });
  const allowed = { name: plan.name, tolerance: problem.tolerance ?? 1e-4 };
  assertClose(got.losses, wanted.losses, allowed);
  assertClose(got.others, wanted.others, allowed);
  const [first = NaN, last = NaN] = [got.losses[0], got.losses.at(-1)];
  assert.ok(last < 0.7 * first, `${plan.name}: the loss went from ${first} to ${last}`);
  await releaseModels();
}

async function train(
  plan: Model,
  { x, y, engine, ...options }: Problem & { readonly engine: EngineName },
): Promise<{ readonly losses: readonly number[]; readonly others: readonly number[] }> {
  const { loss = tf.losses.meanSquaredError, port = OUTPUT, steps = 12, learningRate = 0.02 } =
    options;
  using model = buildFor(plan, x.shape.slice(1), { dtype: x.dtype as Interface["dtype"] });
  const { trainable, others } = model;
  const step = compileStep(
    {
      call: (batch: tf.Tensor) =>
        model.call({ [INPUT]: batch }, { training: true })[port] as tf.Tensor,
      trainable: trainable.map(({ variable }) => variable),
      others: others.map(({ variable }) => variable),
      ...(model.penalty && { penalty: model.penalty }),
    },
    loss,
    { optimizer: tf.train.adam(learningRate), threads: 1, engine },
  );
  const losses: number[] = [];
  for (let index = 0; index < steps; index++) losses.push(await step(x, y));
  step[Symbol.dispose]();
  return { losses, others: others.flatMap(({ variable }) => [...variable.dataSync()]) };
}
