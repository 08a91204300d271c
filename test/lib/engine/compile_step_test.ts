import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import { NotFiniteError } from "../../../lib/engine/run/check_finite.ts";
import type { StepLoss } from "../../../lib/engine/training_step.ts";
import * as tf from "../../../lib/tf.ts";
import { assertClose } from "./agreement.ts";
import { floats, integers, numbers } from "./rule_cases.ts";

function crossEntropy(y: tf.Tensor, p: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(y, p);
}

/** The same weights for every model of the same form. */
function fill(model: tf.LayersModel): tf.LayersModel {
  model.setWeights(
    model.getWeights().map((weight, seed) =>
      tf.tensor(
        numbers(weight.size, { seed: seed + 1, low: -0.2, high: 0.2 })
          .map((x) => /variance/.test(model.weights[seed]?.name ?? "") ? Math.abs(x) + 0.5 : x),
        weight.shape,
      )
    ),
  );
  return model;
}

function mlp(): tf.LayersModel {
  const regularized = tf.regularizers.l2({ l2: 0.01 });
  return fill(tf.sequential({
    layers: [
      tf.layers.dense({ units: 8, activation: "relu", inputShape: [6] }),
      tf.layers.dense({ units: 3, kernelRegularizer: regularized }),
    ],
  }));
}

function cnn(): tf.LayersModel {
  return fill(tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu", inputShape: [8, 8, 2] }),
      tf.layers.batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", strides: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ],
  }));
}

function lstm(): tf.LayersModel {
  return fill(tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 7, outputDim: 4, inputLength: 5 }),
      tf.layers.lstm({ units: 5, recurrentActivation: "sigmoid" }),
      tf.layers.dense({ units: 3 }),
    ],
  }));
}

const labels = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 1], "int32"), 3), "float32");
const CASES = {
  "an MLP": { make: mlp, x: floats([4, 6]) },
  "a CNN with batch normalisation": { make: cnn, x: floats([4, 8, 8, 2]) },
  "an embedding and an LSTM": { make: lstm, x: integers([4, 5], { low: 0, high: 7 }) },
};

/** Losses of eager training with tfjs's portable kernels. */
function trainEagerly(
  model: tf.LayersModel,
  x: tf.Tensor,
  { optimizer, steps }: { readonly optimizer: tf.Optimizer; readonly steps: number },
): readonly number[] {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return Array.from({ length: steps }, () => {
    const { value, grads } = optimizer.computeGradients(() => {
      const mean = crossEntropy(labels, model.apply(x, { training: true }) as tf.Tensor);
      const sum = model.calculateLosses().reduce((sum: tf.Tensor, next) => tf.add(sum, next), mean);
      return sum as tf.Scalar;
    }, variables);
    optimizer.applyGradients(grads);
    return value.dataSync()[0] ?? NaN;
  });
}

for (const [name, { make, x }] of Object.entries(CASES)) {
  Deno.test(`compileStep() trains ${name} with the losses of tfjs-cpu`, async () => {
    const steps = 8;
    const wanted = trainEagerly(make(), x, { optimizer: tf.train.adam(0.02), steps });
    const model = make();
    using step = compileStep(model, crossEntropy, { optimizer: tf.train.adam(0.02), threads: 1 });
    const got: number[] = [];
    for (let index = 0; index < steps; index++) got.push(await step(x, labels));
    assertClose(got, wanted, { name, tolerance: 1e-4 });
    assert.ok((got.at(-1) ?? 1) < (got[0] ?? 0));
    await releaseModels();
  });
}

const OPTIMIZERS: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  nesterov: () => tf.train.momentum(0.1, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.01),
  "centered rmsprop": () => tf.train.rmsprop(0.01, 0.9, 0.5, undefined, true),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.5),
  adamax: () => tf.train.adamax(0.01),
};

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`compileStep() runs ${name} as tfjs-cpu does`, async () => {
    const { x } = CASES["an MLP"];
    const wanted = trainEagerly(mlp(), x, { optimizer: make(), steps: 5 });
    using step = compileStep(mlp(), crossEntropy, { optimizer: make(), threads: 1 });
    const got: number[] = [];
    for (let index = 0; index < 5; index++) got.push(await step(x, labels));
    assertClose(got, wanted, { name, tolerance: 1e-4 });
    await releaseModels();
  });
}

Deno.test("compileStep() stores weights and optimizer state, and goes on from there", async () => {
  const { x } = CASES["an MLP"];
  const wanted = trainEagerly(mlp(), x, { optimizer: tf.train.adam(0.02), steps: 6 });
  const [model, optimizer] = [mlp(), tf.train.adam(0.02)];
  const got: number[] = [];
  for (let part = 0; part < 2; part++) {
    using step = compileStep(model, crossEntropy, { optimizer, threads: 1 });
    for (let index = 0; index < 3; index++) got.push(await step(x, labels));
  }
  assertClose(got, wanted, { name: "two parts", tolerance: 1e-4 });
  await releaseModels();
});

Deno.test("compileStep() follows a learning rate that changes", async () => {
  const { x } = CASES["an MLP"];
  const optimizer = tf.train.adam(0.02);
  using step = compileStep(mlp(), crossEntropy, { optimizer, threads: 1 });
  const first = await step(x, labels);
  Object.assign(optimizer, { learningRate: 0 });
  const second = await step(x, labels);
  assert.equal(await step(x, labels), second);
  assert.ok(second < first);
  await releaseModels();
});

Deno.test("compileStep() takes another learning rate with a batch, without another program", async () => {
  const { x } = CASES["an MLP"];
  const rates = [0.1, 0.05, 0.2];
  const eager = tf.train.adam(0.02);
  const [wantedModel, wanted] = [mlp(), [] as number[]];
  for (const learningRate of rates) {
    Object.assign(eager, { learningRate });
    wanted.push(...trainEagerly(wantedModel, x, { optimizer: eager, steps: 1 }));
  }
  const optimizer = tf.train.adam(0.02);
  using step = compileStep(mlp(), crossEntropy, { optimizer, threads: 1 });
  const [got, models] = [[] as number[], new Set<string>()];
  for (const learningRate of rates) {
    got.push(await step(x, labels, { learningRate }));
    models.add(step.toOnnx(x, labels).toHex());
  }
  assertClose(got, wanted, { name: "losses", tolerance: 1e-4 });
  assert.equal(models.size, 1);
  // @ts-expect-error Adam has no momentum.
  await assert.rejects(step(x, labels, { momentum: 0.9 }), /momentum of Adam.*learningRate, beta1/);
  await releaseModels();
});

for (const microBatches of [2, 3, 4]) {
  Deno.test(`compileStep() with ${microBatches} micro-batches equals a step on the joined batch`, async () => {
    const { x } = CASES["an MLP"];
    const wanted = trainEagerly(mlp(), x, { optimizer: tf.train.adam(0.02), steps: 5 });
    const options = { optimizer: tf.train.adam(0.02), threads: 1, microBatches };
    using step = compileStep(mlp(), crossEntropy, options);
    const got: number[] = [];
    for (let index = 0; index < 5; index++) got.push(await step(x, labels));
    assertClose(got, wanted, { name: "losses", tolerance: 1e-5 });
    await releaseModels();
  });
}

Deno.test("compileStep() explains a step without taking it", async () => {
  const { x } = CASES["an MLP"];
  const options = { optimizer: tf.train.adam(0.02), threads: 1 };
  using step = compileStep(mlp(), crossEntropy, options);
  const { profile, program } = await step.explain(x, labels);
  assert.ok(profile.milliseconds > 0 && profile.rows.length > 3);
  assert.match(program, /input -learningRate/);
  const loss = await step(x, labels);
  using other = compileStep(mlp(), crossEntropy, { optimizer: tf.train.adam(0.02), threads: 1 });
  assert.equal(await other(x, labels), loss);
  await releaseModels();
});

Deno.test("compileStep() takes steps one after the other when they are asked for at once", async () => {
  const { x } = CASES["an MLP"];
  const wanted = trainEagerly(mlp(), x, { optimizer: tf.train.adam(0.02), steps: 4 });
  using step = compileStep(mlp(), crossEntropy, { optimizer: tf.train.adam(0.02), threads: 1 });
  const asked = [step(x, labels), step(x, labels), step(x, labels)];
  await releaseModels();
  const got = [...await Promise.all(asked), await step(x, labels)];
  assertClose(got, wanted, { name: "losses", tolerance: 1e-4 });
  await releaseModels();
});

Deno.test("compileStep() goes on after a batch that it refuses", async () => {
  const { x } = CASES["an MLP"];
  const wanted = trainEagerly(mlp(), x, { optimizer: tf.train.adam(0.02), steps: 2 });
  using step = compileStep(mlp(), crossEntropy, { optimizer: tf.train.adam(0.02), threads: 1 });
  const first = await step(x, labels);
  await assert.rejects(step(floats([4, 5]), labels));
  assertClose([first, await step(x, labels)], wanted, { name: "losses", tolerance: 1e-4 });
  await releaseModels();
});

Deno.test("compileStep() stops once its signal aborts", async () => {
  const { x } = CASES["an MLP"];
  const stop = new AbortController();
  const options = { optimizer: tf.train.sgd(0.1), threads: 1, signal: stop.signal };
  using step = compileStep(mlp(), crossEntropy, options);
  await step(x, labels);
  stop.abort();
  await assert.rejects(step(x, labels), { name: "AbortError" });
  await releaseModels();
});

Deno.test("compileStep() repeats a run to the bit with one thread, dropout included", async () => {
  const x = floats([4, 6]);
  async function run(seed: number): Promise<readonly number[]> {
    const model = fill(tf.sequential({
      layers: [
        tf.layers.dense({ units: 32, activation: "relu", inputShape: [6] }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: 3 }),
      ],
    }));
    const options = { optimizer: tf.train.adam(0.02), threads: 1, seeds: SeedStream.from(seed) };
    using step = compileStep(model, crossEntropy, options);
    const losses: number[] = [];
    for (let index = 0; index < 5; index++) losses.push(await step(x, labels));
    return losses;
  }
  const first = await run(1);
  assert.deepEqual(await run(1), first);
  assert.notDeepEqual(await run(2), first);
  await releaseModels();
});

Deno.test("compileStep() takes a function with its variables", async () => {
  const weight = tf.variable(tf.tensor2d([[1], [1]]));
  const model = { call: (x: tf.Tensor) => tf.matMul(x, weight), trainable: [weight] };
  const squared: StepLoss = (y, p) => tf.losses.meanSquaredError(y, p);
  const [x, y] = [tf.tensor2d([[1, 0], [0, 1]]), tf.tensor2d([[2], [3]])];
  using step = compileStep(model, squared, { optimizer: tf.train.sgd(0.5), threads: 1 });
  for (let index = 0; index < 30; index++) await step(x, y);
  step.store();
  assertClose(weight.dataSync(), [2, 3], { name: "weights", tolerance: 1e-5 });
  await releaseModels();
});

Deno.test("compileStep() keeps the last weights when a step is not finite", async () => {
  const weight = tf.variable(tf.scalar(1));
  const model = { call: (x: tf.Tensor) => tf.log(tf.mul(x, weight)), trainable: [weight] };
  const optimizer = tf.train.sgd(0.1);
  using step = compileStep(model, (_y, p) => tf.mean(p), { optimizer, checkFinite: true });
  await assert.rejects(step(tf.tensor1d([-1]), tf.tensor1d([0])), (error) => {
    assert.ok(error instanceof NotFiniteError);
    assert.equal(error.culprit?.operation, "Log");
    assert.match(error.message, /Log, called at compile_step_test.ts:\d+, gave NaN, and so loss/);
    return true;
  });
  step.store();
  assert.equal(weight.dataSync()[0], 1);
  await releaseModels();
});
