import assert from "node:assert/strict";
import { gather } from "../../../lib/engine/accumulation.ts";
import { compileObjective } from "../../../lib/engine/compile_objective.ts";
import * as tf from "../../../lib/tf.ts";

Deno.test("gather() gives nothing before the last batch, and then the mean and sums of zero", () => {
  const sum = tf.variable(tf.scalar(0));
  const accumulation = { batches: 2, sums: { w: sum } };
  assert.deepEqual(gather({ w: tf.scalar(1) }, { accumulation, updates: false }), {});
  const { w } = gather({ w: tf.scalar(4) }, { accumulation, updates: true });
  assert.equal(w?.dataSync()[0], 2.5);
  assert.equal(sum.dataSync()[0], 0);
  sum.dispose();
});

for (const engine of ["onnx", "cpu"] as const) {
  Deno.test(`compileObjective() gathers slopes, tells what it moved, and loads again on ${engine}`, async () => {
    const [w, sum, count] = [1, 0, 0].map((value) => tf.variable(tf.scalar(value))) as [
      tf.Variable,
      tf.Variable,
      tf.Variable,
    ];
    using step = compileObjective(({ x }: { x: tf.Tensor }) => ({ loss: tf.mean(tf.mul(x, w)) }), {
      groups: [{ optimizer: tf.train.sgd(1), variables: [w] }],
      others: [count],
      after: () => count.assign(tf.add(count, 1) as tf.Scalar),
      accumulation: { batches: 2, sums: { [w.name]: sum } },
      engine,
      threads: 1,
    });
    const take = (value: number, updates: boolean) =>
      step({ x: tf.tensor1d([value]) }, [], { updates });
    const values = (): number[] => [w, sum, count].map((one) => one.dataSync()[0] ?? NaN);
    await take(2, false);
    step.store();
    assert.deepEqual(values(), [1, 1, 0]);
    await take(4, true);
    step.store();
    assert.deepEqual(values(), [-2, 0, 1]);
    w.assign(tf.scalar(10));
    step.load();
    assert.equal((await take(3, false)).loss, 30);
  });
}
