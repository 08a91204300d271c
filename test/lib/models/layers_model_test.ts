import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { seeded } from "../../../lib/engine/chance.ts";
import { LayersModel } from "../../../lib/models/layers_model.ts";
import type { Interface, Ports } from "../../../lib/models/interface.ts";
import { type DifferentiableModel, ShapeError } from "../../../lib/models/model.ts";
import { models } from "../../../lib/models/registry.ts";
import * as tf from "../../../lib/tf.ts";
import { assertClose } from "../engine/agreement.ts";
import { floats, integers } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

const { layers } = tf;

function regularized(): tf.LayersModel {
  const kernelRegularizer = tf.regularizers.l2({ l2: 0.05 });
  return seeded(SeedStream.from(3), () =>
    tf.sequential({
      layers: [
        layers.dense({ units: 6, activation: "tanh", inputShape: [4], kernelRegularizer }),
        layers.batchNormalization({ momentum: 0.9 }),
        layers.dropout({ rate: 0.1 }),
        layers.dense({ units: 2 }),
      ],
    }));
}

/** a·W + b and a·W, of inputs with four and three numbers. */
function twoByTwo(): tf.LayersModel {
  const a = tf.input({ shape: [4], name: "a" });
  const b = tf.input({ shape: [3], name: "b" });
  const product = layers.dense({ units: 3, name: "product" }).apply(a) as tf.SymbolicTensor;
  const sum = layers.add({ name: "sum" }).apply([product, b]) as tf.SymbolicTensor;
  return tf.model({ inputs: [a, b], outputs: [sum, product] });
}

const four = { shape: [4], dtype: "float32" } as const;
const three = { shape: [3], dtype: "float32" } as const;

function build(plan: LayersModel, inputs: Ports<Interface>, seed = 1): DifferentiableModel {
  return plan.build({ inputs, seeds: SeedStream.from(seed) });
}

Deno.test("LayersModel gives what the model of tf.layers gives, and leaves that one alone", () => {
  const model = regularized();
  const before = model.getWeights().map((weight) => weight.dataSync().slice());
  using built = buildFor(new LayersModel(model), [4]);
  const x = floats([5, 4]);
  const { output } = predict(built, x);
  assert.deepEqual(output?.dataSync(), (model.predict(x) as tf.Tensor).dataSync());
  for (const { variable } of built.trainable) variable.assign(tf.zerosLike(variable));
  assert.deepEqual(model.getWeights().map((weight) => weight.dataSync()), before);
});

Deno.test("LayersModel has statistics among what is not trained, and moves them in training only", () => {
  using built = buildFor(new LayersModel(regularized()), [4]);
  const names = built.others.map(({ name }) => name.replace(/^[^/]*\//, ""));
  assert.deepEqual(names, ["moving_mean", "moving_variance"]);
  assert.equal(built.trainable.length, 6);
  const x = floats([8, 4]);
  const [mean] = built.others;
  predict(built, x);
  assert.ok(mean?.variable.dataSync().every((value) => value === 0));
  tf.tidy(() => void built.call({ input: x }, { training: true }));
  assert.ok(mean?.variable.dataSync().some((value) => value !== 0));
});

Deno.test("LayersModel has regularizers as its penalty, and none without them", () => {
  const model = regularized();
  using built = buildFor(new LayersModel(model), [4]);
  const kernel = model.getWeights()[0] as tf.Tensor;
  const wanted = 0.05 * (tf.sum(tf.square(kernel)).dataSync()[0] ?? NaN);
  assertClose(built.penalty?.().dataSync() ?? [], [wanted], { name: "penalty", tolerance: 1e-6 });
  using plain = buildFor(
    new LayersModel(tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [4] })] })),
    [4],
  );
  assert.equal(plain.penalty, undefined);
});

Deno.test("LayersModel trains as tfjs-cpu does, with dropout, statistics and penalty", async () => {
  const x = floats([8, 4]);
  const plan = new LayersModel(regularized());
  await assertTrains(plan, { x, y: floats([8, 2], { seed: 2 }), steps: 20, learningRate: 0.05 });
});

Deno.test("LayersModel takes several inputs by name, in any order, and gives several outputs", () => {
  const model = twoByTwo();
  const before = tf.memory().numTensors;
  const built = build(new LayersModel(model), { b: three, a: four });
  assert.deepEqual(built.inputs, { a: four, b: three });
  assert.deepEqual(built.outputs, { sum: three, product: three });
  const [a, b] = [floats([5, 4]), floats([5, 3], { seed: 2 })];
  const [sum, product] = model.predict([a, b]) as [tf.Tensor, tf.Tensor];
  const outputs = tf.tidy(() => ({ ...built.call({ b, a }, { training: false }) }));
  assert.deepEqual(outputs.sum?.arraySync(), sum.arraySync());
  assert.deepEqual(outputs.product?.arraySync(), product.arraySync());
  tf.dispose([a, b, sum, product, outputs]);
  built[Symbol.dispose]();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("LayersModel finds the lengths that a model leaves open", () => {
  const model = tf.sequential({
    layers: [layers.dense({ units: 2, inputShape: [null, 3] as unknown as number[] })],
  });
  using built = buildFor(new LayersModel(model), [7, 3]);
  assert.deepEqual(built.outputs.output?.shape, [7, 2]);
});

for (const [name, make] of Object.entries({ sequential: regularized, functional: twoByTwo })) {
  Deno.test(`LayersModel is made again of its config, ${name}, and equal in a state`, () => {
    const plan = new LayersModel(make());
    const config = JSON.parse(JSON.stringify(plan.getConfig()));
    const again = models.get("layers")(config) as LayersModel;
    assert.deepEqual(again.getConfig(), plan.getConfig());
    const inputs: Ports<Interface> = name === "sequential"
      ? { input: four }
      : { a: four, b: three };
    using one = build(plan, inputs);
    using other = build(again, inputs);
    using same = build(again, inputs);
    using different = build(again, inputs, 2);
    assert.deepEqual(same.getState(), other.getState());
    assert.notDeepEqual(different.getState(), other.getState());
    other.setState(one.getState());
    assert.deepEqual(other.getState(), one.getState());
    assert.deepEqual([other.inputs, other.outputs], [one.inputs, one.outputs]);
  });
}

Deno.test("LayersModel keeps layers and models within frozen, also made again of its config", () => {
  const base = tf.sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
  base.trainable = false;
  const still = layers.dense({ units: 3, trainable: false });
  const model = tf.sequential({ layers: [base, still, layers.dense({ units: 1 })] });
  const plan = new LayersModel(model);
  for (const one of [plan, models.get("layers")(plan.getConfig())]) {
    using built = buildFor(one, [4]);
    assert.deepEqual([built.trainable.length, built.others.length], [2, 4]);
  }
});

Deno.test("LayersModel takes whole numbers that come as floats for an embedding", () => {
  const embedding = layers.embedding({ inputDim: 7, outputDim: 2, inputLength: 5 });
  using built = buildFor(new LayersModel(tf.sequential({ layers: [embedding] })), [5]);
  const x = integers([3, 5], { low: 0, high: 7 });
  assert.deepEqual(
    predict(built, tf.cast(x, "float32")).output?.dataSync(),
    predict(built, x).output?.dataSync(),
  );
});

Deno.test("LayersModel refuses inputs that its model does not have, and models without layers", () => {
  const before = tf.memory().numTensors;
  const plan = models.get("layers")(new LayersModel(twoByTwo()).getConfig()) as LayersModel;
  const tensors = tf.memory().numTensors;
  assert.ok(tensors > before);
  assert.throws(() => build(plan, { a: four }), /b: expected \(3\), found nothing/);
  assert.throws(() => build(plan, { a: three, b: three }), /a: expected \(4\), found \(3\)/);
  assert.throws(() => build(plan, { a: four, b: three, c: three }), ShapeError);
  assert.equal(tf.memory().numTensors, tensors);
  assert.throws(() => new LayersModel(tf.sequential()), /no layers/);
  assert.throws(() => models.get("layers")({}), /give the model/);
});
