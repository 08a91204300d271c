/** The scenarios of ModularML's how-to 02: nodes around models of every kind. */
import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  type BuiltGraph,
  CNN,
  fitGraph,
  KNearestNeighbors,
  LinearRegression,
  MLP,
  ModelGraph,
  ModelNode,
  NotFittedError,
  type OptimizerPlan,
  PCA,
  Predictor,
  reference,
  SeedStream,
  sgd,
  SimpleSampler,
} from "../../lib/mod.ts";
import type { ModelNodeOptions } from "../../lib/graph/model_node.ts";
import * as tf from "../../lib/tf.ts";
import { answer, assertFell, rmse, train } from "./graph/scenario.ts";
import { voltages } from "./graph/voltages.ts";

const cells = voltages();
const samples = { cells: cells.toView() };
const input = reference(cells, { features: "voltage" });

function only(model: ModelNodeOptions["model"]) {
  return ModelGraph.of([new ModelNode({ label: "Model", model, input })]);
}

function learn(
  built: BuiltGraph<"Model">,
  optimizer: string | OptimizerPlan = adam({ learningRate: 0.01 }),
  steps = 30,
) {
  const losses = [new AppliedLoss({ loss: "mse", on: "Model" as const })];
  return train(built, samples, { losses, optimizer, steps });
}

function shapesOf(built: BuiltGraph<"Model">) {
  const { inputs, outputs } = built.node("Model");
  return [inputs.input?.shape, outputs.output?.shape];
}

Deno.test("how-to 02: an eager MLP maps (1, 10) to the (1, 1) it states", () => {
  using built = only(new MLP({ outputShape: [1, 1] })).build([cells]);
  assert.deepEqual(shapesOf(built), [[1, 10], [1, 1]]);
});

Deno.test("how-to 02: a lazy MLP takes its shapes from the data: features in, targets out", () => {
  for (const lazy of ["mlp", MLP, new MLP(), { name: "mlp", config: {} }]) {
    using built = only(lazy).build([cells]);
    assert.deepEqual(shapesOf(built), [[1, 10], [1]]);
  }
});

Deno.test("how-to 02: 500 samples go through an MLP as (500, 1, 1), with their targets", async () => {
  using built = only(new MLP({ outputShape: [1, 1] })).build([cells]);
  const { shape, targets, weights } = await answer(built, "Model", samples);
  assert.deepEqual(shape, [500, 1, 1]);
  assert.deepEqual(targets, Array.from(Float32Array.from(cells.column("soh").values)));
  assert.deepEqual(weights, new Array(500).fill(1));
});

Deno.test("how-to 02: a CNN slides over the curves and learns them", async () => {
  using built = only(new CNN({ filters: 4 })).build([cells]);
  assert.deepEqual(shapesOf(built), [[1, 10], [1]]);
  assertFell(await learn(built), 0.2);
});

Deno.test("how-to 02: a model of tf.layers is wrapped, gives what it gives, and learns", async () => {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 5 });
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [1, 10] }),
      tf.layers.dense({ units: 8, activation: "tanh", kernelInitializer }),
      tf.layers.dense({ units: 1, kernelInitializer }),
    ],
  });
  using built = only(model).build([cells]);
  const own = tf.tidy(() => {
    const x = tf.tensor3d(Float32Array.from(cells.getFeatures().values), [500, 1, 10]);
    return Array.from((model.predict(x) as tf.Tensor).dataSync());
  });
  const { values } = await answer(built, "Model", samples);
  own.forEach((value, at) => assert.ok(Math.abs(value - (values[at] ?? NaN)) < 1e-5));
  assertFell(await learn(built), 0.2);
  model.dispose();
});

Deno.test("how-to 02: a plain function over tensors is a model as well", async () => {
  using built = only((x: tf.Tensor) => tf.mean(x, -1)).build([cells]);
  assert.deepEqual(shapesOf(built), [[1, 10], [1]]);
  const [first = NaN] = (await answer(built, "Model", samples)).values;
  const curve = Array.from(cells.getFeatures().values.subarray(0, 10));
  assert.ok(Math.abs(first - curve.reduce((sum, volts) => sum + volts) / 10) < 1e-6);
});

Deno.test("how-to 02: an estimator is fitted to all samples at once, and not before", async () => {
  for (const model of [new LinearRegression(), new KNearestNeighbors({ neighbors: 3 })]) {
    const built = only(model).build([cells]);
    await assert.rejects(answer(built, "Model", samples), NotFittedError);
    const { Model: fitted } = await fitGraph(built, samples);
    assert.deepEqual(fitted?.outputs.output?.shape, [500, 1]);
    assert.ok(rmse(await answer(built, "Model", samples)) < 0.05);
  }
});

Deno.test("how-to 02: partial fits batch by batch learn what one fit learns", async () => {
  const [whole, inParts] = [0, 1].map(() => only("linearRegression").build([cells]));
  assert.ok(whole && inParts);
  await fitGraph(whole, samples);
  for (const batch of new SimpleSampler({ batchSize: 64 }).batches(samples.cells)) {
    await fitGraph(inParts, { cells: batch }, { partial: true });
  }
  const [one, other] = [whole, inParts].map((built) => answer(built, "Model", samples));
  const values = (await other)?.values ?? [];
  (await one)?.values.forEach((value, at) => {
    assert.ok(Math.abs(value - (values[at] ?? NaN)) < 1e-5);
  });
});

Deno.test("how-to 02: an optimizer is meant by name or by value, and its numbers count", async () => {
  async function lossesWith(optimizer: string | OptimizerPlan): Promise<number[]> {
    using built = only(new MLP()).build([cells]);
    return (await learn(built, optimizer, 3)).map(({ loss }) => loss);
  }
  const byName = await lossesWith("adam");
  assert.deepEqual(byName, await lossesWith(adam()));
  assert.deepEqual(byName, await lossesWith({ name: "adam", options: { learningRate: 0.001 } }));
  assert.notDeepEqual(byName, await lossesWith(adam({ learningRate: 0.1 })));
  assert.notDeepEqual(byName, await lossesWith(sgd()));
  await assert.rejects(lossesWith("adm"), /No optimizer "adm": did you mean "adam"\?/);
  assert.throws(() => adam({ learningRate: -1 }), /learningRate = -1: give a number from 0/);
});

Deno.test("how-to 02: a chain hands outputs on: Encoder (1, 8), then Regressor (1, 1)", async () => {
  const encoder = new ModelNode({
    label: "Encoder",
    model: new MLP({ outputShape: [1, 8] }),
    input,
  });
  const regressor = new ModelNode({
    label: "Regressor",
    model: new MLP({ outputShape: [1, 1] }),
    input: encoder,
  });
  using built = ModelGraph.of([encoder, regressor]).build([cells]);
  const found = await new Predictor(built).predict(samples);
  assert.deepEqual(found.Encoder?.outputs.output?.shape, [500, 1, 8]);
  assert.deepEqual(found.Regressor?.outputs.output?.shape, [500, 1, 1]);
  assert.deepEqual(found.Regressor?.targets, found.Encoder?.targets);
});

Deno.test("how-to 02: a frozen node has nothing to train, and learns again once unfrozen", async () => {
  const graph = only("mlp").withFrozen();
  using frozen = graph.build([cells]);
  assert.equal(frozen.summary()[0]?.frozen, true);
  await assert.rejects(
    learn(frozen),
    /all nodes with weights are frozen \("Model"\): unfreeze one/,
  );
  using unfrozen = graph.withUnfrozen().build([cells], { from: frozen });
  assert.deepEqual(unfrozen.getState(), frozen.getState());
  assertFell(await learn(unfrozen), 0.2);
});

Deno.test("how-to 02: config and state make an equal model again, of every kind", async () => {
  for (const model of [new MLP({ hidden: 4, activation: "tanh" }), new CNN(), new PCA()]) {
    const graph = only(model);
    const built = graph.build([cells]);
    if (model instanceof PCA) await fitGraph(built, samples);
    const config = JSON.parse(JSON.stringify(graph.getConfig()));
    const again = ModelGraph.fromConfig(config);
    assert.deepEqual(again.getConfig(), graph.getConfig());
    const other = again.build([cells], { seeds: SeedStream.from("others") });
    assert.notDeepEqual(other.getState(), built.getState());
    other.setState(built.getState());
    assert.deepEqual(await answer(other, "Model", samples), await answer(built, "Model", samples));
  }
});

Deno.test("how-to 02: a function that was never registered cannot be loaded by name", () => {
  const config = only((x: tf.Tensor) => tf.square(x)).getConfig();
  assert.throws(() => ModelGraph.fromConfig(config), /No model "function"/);
});
