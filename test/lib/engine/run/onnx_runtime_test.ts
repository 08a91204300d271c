import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { compile } from "../../../../lib/engine/compile.ts";
import { compileStep } from "../../../../lib/engine/compile_step.ts";
import * as tf from "../../../../lib/tf.ts";
import { floats, numbers } from "../rule_cases.ts";

/** Weights after three steps of a model whose sums are long enough to be split between threads. */
async function trained(): Promise<readonly Float32Array[]> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 8, kernelSize: 3, activation: "relu", inputShape: [12, 12, 3] }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 64, activation: "tanh" }),
      tf.layers.dense({ units: 4 }),
    ],
  });
  const values = model.getWeights().map(({ size, shape }, seed) =>
    tf.tensor(numbers(size, { seed: seed + 1, low: -0.1, high: 0.1 }), shape)
  );
  model.setWeights(values);
  const [x, y] = [floats([32, 12, 12, 3]), floats([32, 4], { seed: 5 })];
  const options = { optimizer: tf.train.adam(0.01), threads: 1, seeds: SeedStream.from(3) };
  {
    using step = compileStep(model, tf.losses.meanSquaredError, options);
    for (let index = 0; index < 3; index++) await step(x, y);
  }
  await releaseModels();
  return model.getWeights().map((weight) => weight.dataSync() as Float32Array);
}

Deno.test("one thread repeats a training run to the bit, in a session of its own", async () => {
  assert.deepEqual(await trained(), await trained());
});

Deno.test("inputs are read where they are: a run costs a small part of a copy and sees changes", async () => {
  const data = new Float32Array(2 ** 24);
  const batch = tf.tensor1d(data);
  const fifth = compile((x: tf.Tensor) => tf.slice(x, [5], [1]), { threads: 1 });
  await fifth(batch);
  const runs = Array.from({ length: 7 }, (_, index) => index + 1);
  const times: number[] = [];
  for (const value of runs) {
    data[5] = value;
    const start = performance.now();
    const result = await fifth(batch);
    times.push(performance.now() - start);
    assert.equal(result.dataSync()[0], value);
  }
  const copies = runs.map(() => {
    const start = performance.now();
    data.slice();
    return performance.now() - start;
  });
  const [run, copy] = [Math.min(...times), Math.min(...copies)];
  assert.ok(run < copy / 3, `a run takes ${run} ms, a copy ${copy} ms`);
  await releaseModels();
});
