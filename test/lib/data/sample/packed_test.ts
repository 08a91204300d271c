/** The arrays that batches are read into, from the table to the engine. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import type { Batch } from "../../../../lib/data/sample/batch.ts";
import { BatchRun } from "../../../../lib/data/sample/batch_run.ts";
import { readPacked } from "../../../../lib/data/sample/packed.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { compileStep, releaseModels } from "../../../../lib/engine/on_use.ts";
import * as tf from "../../../../lib/tf.ts";

const line = FeatureSet.fromColumns("line", {
  a: Float32Array.from({ length: 64 }, (_, at) => (at % 8) / 8),
  b: Float32Array.from({ length: 64 }, (_, at) => (at % 5) / 5),
  y: Float32Array.from({ length: 64 }, (_, at) => 2 * (at % 8) / 8 - (at % 5) / 5),
}, { features: ["a", "b"], targets: ["y"] });

/** Tensors over arrays that are written again with every second batch. */
function feed(): (batch: Batch, slot: number) => { x: tf.Tensor; y: tf.Tensor } {
  const slots = [0, 1].map(() => ({ x: new Float32Array(32), y: new Float32Array(16) }));
  return (batch, slot) => {
    const { x, y } = slots[slot] ?? { x: new Float32Array(32), y: new Float32Array(16) };
    batch.getFeatures({ into: x });
    batch.getTargets({ into: y });
    return { x: tf.tensor(x, [16, 2]), y: tf.tensor(y, [16, 1]) };
  };
}

Deno.test("the engine is fed with the array that a batch was read into, without a copy", () => {
  const [batch] = new SimpleSampler({ batchSize: 16 }).batches(line.toView());
  assert.ok(batch !== undefined);
  const { values, shape } = batch.getFeatures();
  const x = tf.tensor(values, [...shape]);
  assert.equal(x.dataSync(), values);
  x.dispose();
});

Deno.test("a step learns from batches read ahead into two arrays in turn", async () => {
  const sampler = new SimpleSampler({ batchSize: 16, shuffle: true });
  const run = new BatchRun(sampler, line.toView());
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  const optimizer = tf.train.sgd(0.3);
  const losses: number[] = [];
  {
    using step = await compileStep(model, tf.losses.meanSquaredError, { optimizer, threads: 1 });
    while (run.epoch < 40) {
      for await (const { x, y } of run.prefetch({ read: feed() })) {
        losses.push(await step(x, y));
        tf.dispose([x, y]);
      }
    }
  }
  assert.equal(losses.length, 160);
  assert.ok((losses.at(-1) ?? NaN) < 1e-3, `the last loss is ${losses.at(-1)}`);
  const [kernel] = model.getWeights();
  const [a = NaN, b = NaN] = kernel?.dataSync() ?? [];
  assert.ok(Math.abs(a - 2) < 0.1 && Math.abs(b + 1) < 0.1, `weights ${a} and ${b}`);
  model.dispose();
  await releaseModels();
});

/** Read from copies of whole columns, and from the columns themselves. */
const shares = { "of all rows": undefined, "of few rows": 3 } as const;

for (const [title, among] of Object.entries(shares)) {
  Deno.test(`readPacked() reads what columns hold ${title}, with zeros for padding`, () => {
    const rows = fc.array(fc.integer({ min: -1, max: 63 }), { maxLength: 40 });
    const width = fc.constantFrom(1, 2);
    fc.assert(fc.property(rows, fc.constantFrom("float32", "float64"), width, (all, dtype, two) => {
      const names = ["features.a.raw", "features.b.raw"].slice(0, two);
      const into = dtype === "float32"
        ? new Float32Array(99).fill(7)
        : new Float64Array(99).fill(7);
      const options = { rows: Int32Array.from(all), dtype, into, ...(among && { among }) };
      const packed = readPacked(line.table, names, options);
      assert.deepEqual(packed.shape, [all.length, two]);
      assert.deepEqual(packed.columns, ["a", "b"].slice(0, two));
      const wanted = all.flatMap((row) =>
        names.map((name) => line.table.column(name).values[row] ?? 0)
      );
      assert.deepEqual([...packed.values], wanted);
    }));
  });
}

Deno.test("batches of few samples of a long table make no copy of all of it", () => {
  const columns = { a: new Float32Array(1_000_000).fill(3), b: new Float32Array(1_000_000) };
  const long = FeatureSet.fromColumns("long", columns, { features: ["a", "b"] });
  const few = long.take(Int32Array.from({ length: 100 }, (_, at) => at * 9_999));
  const before = Deno.memoryUsage().external;
  const [batch] = new SimpleSampler({ batchSize: 64, shuffle: true }).batches(few);
  const features = batch?.getFeatures();
  assert.ok(Deno.memoryUsage().external - before < 1_000_000);
  assert.deepEqual([...features?.values.subarray(0, 2) ?? []], [3, 0]);
});
