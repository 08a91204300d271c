import assert from "node:assert/strict";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import * as tf from "../../../lib/tf.ts";
import { WeightAverages } from "../../../lib/training/averages.ts";
import { Trainer } from "../../../lib/training/trainer.ts";
import { buildLinear, error, halves, trajectory, weightsOf } from "./linear_graph.ts";

Deno.test("Trainer.useAverages() puts averages into the graph, and the weights back", async () => {
  using built = buildLinear();
  const first = weightsOf(built);
  using trainer = new Trainer(built, { losses: [error], average: 0.5, threads: 1 });
  await trainer.step({ rows: halves[0] as FeatureSetView });
  trainer.store();
  const weights = weightsOf(built);
  {
    using _averages = trainer.useAverages();
    const half = Float32Array.from(weights, (weight, at) => (weight + (first[at] ?? 0)) / 2);
    assert.deepEqual(weightsOf(built), half);
  }
  assert.deepEqual(weightsOf(built), weights);
});

Deno.test("Trainer moves weights with averages as without", async () => {
  using built = buildLinear();
  using trainer = new Trainer(built, { losses: [error], average: 0.5, threads: 1 });
  for (let step = 0; step < 3; step++) {
    await trainer.step({ rows: halves[step % 2] as FeatureSetView });
    using _averages = trainer.useAverages();
  }
  trainer.store();
  const [, , alone] = await trajectory({}, 3);
  assert.deepEqual(weightsOf(built), alone);
});

Deno.test("WeightAverages leaves averages of weights that did not move", () => {
  const [a, b] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(1))];
  using averages = new WeightAverages([a, b], 0.75);
  for (const weight of [a, b]) weight.assign(tf.scalar(3));
  averages.take(new Set([a.name]));
  assert.deepEqual(averages.variables.map((one) => one.dataSync()[0]), [1.5, 1]);
  tf.dispose([a, b]);
});

Deno.test("WeightAverages refuses decays that keep nothing or all, and trainers without them say so", () => {
  assert.throws(() => new WeightAverages([], 1), /decay of 1/);
  using built = buildLinear();
  using trainer = new Trainer(built, { losses: [error] });
  assert.throws(() => trainer.useAverages(), /give the trainer average/);
});

Deno.test("Trainer frees all that it made, optimizers, averages and gathered slopes included", async () => {
  using built = buildLinear();
  const before = tf.memory().numTensors;
  {
    using trainer = new Trainer(built, { losses: [error], average: 0.5, accumulate: 2 });
    for (const half of halves) await trainer.step({ rows: half });
    trainer.setState(trainer.getState());
  }
  assert.equal(tf.memory().numTensors, before);
});
