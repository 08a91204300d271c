import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { releaseModels } from "../../../lib/engine/build.ts";
import { replaceChance, seeded } from "../../../lib/engine/chance.ts";
import { compile } from "../../../lib/engine/compile.ts";
import * as tf from "../../../lib/tf.ts";

function weights(seeds: SeedStream): readonly number[] {
  const model = seeded(seeds, () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [3] }),
        tf.layers.dense({ units: 2, kernelInitializer: "orthogonal" }),
        tf.layers.dense({ units: 2, kernelInitializer: "heNormal" }),
      ],
    }));
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

Deno.test("seeded() repeats the initial weights of layers for the same stream only", () => {
  const first = weights(SeedStream.from(1));
  assert.deepEqual(weights(SeedStream.from(1)), first);
  assert.notDeepEqual(weights(SeedStream.from(2)), first);
  assert.notDeepEqual(weights(SeedStream.from(1).split("other")), first);
});

Deno.test("seeded() leaves the stream and the language's generator as they were", () => {
  const seeds = SeedStream.from(1);
  const before = seeds.getState();
  const { random } = Math;
  assert.throws(() =>
    seeded(seeds, () => {
      throw new Error("planted");
    }), /planted/);
  assert.equal(Math.random, random);
  assert.deepEqual(seeds.getState(), before);
  assert.throws(() => seeded(seeds, async () => await 1), /Cannot draw from a stream while/);
});

Deno.test("replaceChance() ends with its block", () => {
  {
    using _chance = replaceChance(() => 0.25);
    assert.equal(Math.random(), 0.25);
  }
  assert.notEqual(Math.random(), Math.random());
});

function momentsOf(values: ArrayLike<number>): { readonly mean: number; readonly spread: number } {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / numbers.length) };
}

/** Draws with their wanted mean and deviation. */
const DRAWS: Readonly<Record<string, readonly [(size: number) => tf.Tensor, number, number]>> = {
  "tf.randomNormal": [(size) => tf.randomNormal([size], 3, 0.5), 3, 0.5],
  "tf.randomUniform": [(size) => tf.randomUniform([size], -1, 5), 2, 6 / Math.sqrt(12)],
  "tf.truncatedNormal": [(size) => tf.truncatedNormal([size], -1, 2), -1, 2 * 0.8796],
  "tf.randomStandardNormal": [(size) => tf.randomStandardNormal([size]), 0, 1],
};

for (const [name, [draw, mean, deviation]] of Object.entries(DRAWS)) {
  Deno.test(`compile() draws ${name} anew in each run and alike on every engine`, async () => {
    async function runs(engine: "onnx" | "cpu", seed: number) {
      const options = { engine, threads: 1, seeds: SeedStream.from(seed) };
      const fn = compile((x: tf.Tensor) => tf.add(x, draw(5000)), options);
      const [a, b] = [await fn(tf.scalar(0)), await fn(tf.scalar(0))];
      return [a.dataSync(), b.dataSync()] as const;
    }
    const [first, second] = await runs("onnx", 1);
    assert.notDeepEqual(first, second);
    assert.deepEqual(await runs("onnx", 1), [first, second]);
    assert.deepEqual(await runs("cpu", 1), [first, second]);
    assert.notDeepEqual((await runs("onnx", 2))[0], first);
    const { mean: average, spread } = momentsOf(first);
    assert.ok(Math.abs(average - mean) < 0.06 * deviation, `mean ${average}`);
    assert.ok(Math.abs(spread / deviation - 1) < 0.05, `deviation ${spread}`);
    await releaseModels();
  });
}

Deno.test("compile() keeps the numbers of draws that have their own seed", async () => {
  const fn = compile((x: tf.Tensor) => tf.add(x, tf.randomNormal([8], 1, 2, "float32", 42)), {
    threads: 1,
  });
  const wanted = tf.randomNormal([8], 1, 2, "float32", 42).dataSync();
  assert.deepEqual((await fn(tf.scalar(0))).dataSync(), wanted);
  assert.deepEqual((await fn(tf.scalar(0))).dataSync(), wanted);
  await releaseModels();
});

Deno.test("compile() draws the noise of layers anew", async () => {
  const noise = tf.layers.gaussianNoise({ stddev: 0.1 });
  const fn = compile((x: tf.Tensor) => noise.apply(x, { training: true }) as tf.Tensor, {
    threads: 1,
  });
  const [a, b] = [await fn(tf.ones([200])), await fn(tf.ones([200]))];
  assert.notDeepEqual(a.dataSync(), b.dataSync());
  const { mean, spread } = momentsOf(a.dataSync());
  assert.ok(Math.abs(mean - 1) < 0.03 && Math.abs(spread - 0.1) < 0.02, `${mean} ± ${spread}`);
  await releaseModels();
});

Deno.test("compile() samples tf.multinomial anew in each run, as often as its shares say", async () => {
  const shares = [0.1, 0.6, 0, 0.3];
  const fn = compile((p: tf.Tensor) => [
    tf.multinomial(p as tf.Tensor1D, 4000, undefined, true),
    tf.multinomial(tf.stack([tf.log(p), tf.zeros([4])]) as tf.Tensor2D, 4000),
  ], { threads: 1 });
  const [normalized, logits] = await fn(tf.tensor1d(shares)) as [tf.Tensor, tf.Tensor];
  const [again] = await fn(tf.tensor1d(shares)) as [tf.Tensor];
  assert.notDeepEqual(normalized.dataSync(), again.dataSync());
  assert.deepEqual([normalized.dtype, normalized.shape, logits.shape], ["int32", [4000], [
    2,
    4000,
  ]]);
  const [unequal, equal] = tf.unstack(logits) as [tf.Tensor, tf.Tensor];
  for (
    const [samples, wanted] of [[normalized, shares], [unequal, shares], [equal, [0.25]]] as const
  ) {
    const found = samples.dataSync();
    shares.forEach((_, outcome) => {
      const share = found.filter((sample) => sample === outcome).length / found.length;
      assert.ok(Math.abs(share - (wanted[outcome] ?? 0.25)) < 0.03, `${outcome}: ${share}`);
    });
  }
  await releaseModels();
});

Deno.test("engines that run call by call repeat draws that they cannot recognise", async () => {
  async function runs(seed: number) {
    const fn = compile((x: tf.Tensor) => tf.add(x, tf.randomGamma([4], 2)), {
      engine: "cpu",
      seeds: SeedStream.from(seed),
    });
    return [(await fn(tf.scalar(0))).dataSync(), (await fn(tf.scalar(0))).dataSync()];
  }
  const first = await runs(1);
  assert.notDeepEqual(first[0], first[1]);
  assert.deepEqual(await runs(1), first);
  assert.notDeepEqual(await runs(2), first);
});
