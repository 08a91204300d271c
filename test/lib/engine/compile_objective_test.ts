import assert from "node:assert/strict";
import { compileObjective } from "../../../lib/engine/compile_objective.ts";
import type { EngineName } from "../../../lib/engine/engines/engine.ts";
import * as tf from "../../../lib/tf.ts";

type Halves = { readonly left: tf.Tensor } | { readonly right: tf.Tensor };

/** Two weights of which a batch uses one. */
function halves() {
  const left = tf.variable(tf.scalar(1));
  const right = tf.variable(tf.scalar(1));
  const objective = (batch: Halves) => ({
    loss: "left" in batch
      ? tf.mean(tf.square(tf.mul(batch.left, left)))
      : tf.mean(tf.square(tf.mul(batch.right, right))),
  });
  return { left, right, objective };
}

for (const engine of ["onnx", "cpu"] satisfies EngineName[]) {
  Deno.test(`compileObjective() tells results beside the loss, on ${engine}`, async () => {
    const w = tf.variable(tf.tensor2d([2], [1, 1]));
    using step = compileObjective(({ x }: { x: tf.Tensor }) => {
      const guess = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D);
      return { loss: tf.mean(guess), results: { guess, sum: tf.sum(guess) } };
    }, { engine, groups: [{ optimizer: tf.train.sgd(0), variables: [w] }] });
    const { loss, results } = await step({ x: tf.tensor2d([1, 2, 3], [3, 1]) });
    assert.equal(loss, 4);
    assert.deepEqual([...results.guess?.data ?? []], [2, 4, 6]);
    assert.deepEqual([...results.sum?.data ?? []], [12]);
  });

  Deno.test(`compileObjective() joins the results of micro-batches, on ${engine}`, async () => {
    const w = tf.variable(tf.tensor2d([2], [1, 1]));
    using step = compileObjective(({ x }: { x: tf.Tensor }) => {
      const guess = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D);
      return { loss: tf.mean(guess), results: { guess, mean: tf.mean(guess) } };
    }, { engine, microBatches: 2, groups: [{ optimizer: tf.train.sgd(0), variables: [w] }] });
    const { loss, results } = await step({ x: tf.tensor2d([1, 2, 3], [3, 1]) });
    assert.ok(Math.abs(loss - 4) < 1e-6);
    assert.deepEqual([...results.guess?.data ?? []], [2, 4, 6]);
    assert.ok(Math.abs((results.mean?.data[0] ?? NaN) - 4) < 1e-6);
  });

  Deno.test(`compileObjective() leaves no tensor behind, on ${engine}`, async () => {
    const w = tf.variable(tf.tensor2d([2], [1, 1]));
    using step = compileObjective(({ x }: { x: tf.Tensor }) => {
      const guess = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D);
      return { loss: tf.mean(guess), results: { guess, mean: tf.mean(guess) } };
    }, { engine, microBatches: 2, groups: [{ optimizer: tf.train.adam(0.1), variables: [w] }] });
    const x = tf.tensor2d([1, 2, 3], [3, 1]);
    await step({ x });
    const before = tf.memory().numTensors;
    for (let count = 0; count < 3; count++) await step({ x });
    assert.equal(tf.memory().numTensors, before);
  });

  Deno.test(`compileObjective() moves nothing that a batch does not use, on ${engine}`, async () => {
    const { left, right, objective } = halves();
    const groups = [left, right].map((variable) => ({
      optimizer: tf.train.adam(0.1),
      variables: [variable],
    }));
    using step = compileObjective(objective, { engine, groups });
    const x = tf.tensor1d([1, 2]);
    for (const batch of [{ left: x }, { left: x }, { right: x }] as const) await step(batch);
    step.store();
    const alternating = [left, right].map((variable) => variable.dataSync()[0]);
    // Each as if the other were not there.
    const alone = halves();
    const variables = [alone.left];
    using lone = compileObjective(alone.objective, {
      engine,
      groups: [{ optimizer: tf.train.adam(0.1), variables }],
      others: [alone.right],
    });
    const once = await lone({ left: x }).then(() => lone.store()).then(() =>
      alone.left.dataSync()[0]
    );
    await lone({ left: x });
    lone.store();
    assert.deepEqual(alternating, [alone.left.dataSync()[0], once]);
    assert.equal(alone.right.dataSync()[0], 1);
  });

  Deno.test(`compileObjective() trains each group by its own optimizer, on ${engine}`, async () => {
    const { left, right } = halves();
    using step = compileObjective(({ x }: { x: tf.Tensor }) => ({
      loss: tf.mean(tf.add(tf.mul(x, left), tf.mul(x, right))),
    }), {
      engine,
      groups: [
        { optimizer: tf.train.sgd(0.5), variables: [left] },
        { optimizer: tf.train.sgd(0.25), variables: [right] },
      ],
    });
    const x = tf.tensor1d([1]);
    await step({ x });
    await step({ x }, [{}, { learningRate: 0 }]);
    step.store();
    assert.deepEqual([left.dataSync()[0], right.dataSync()[0]], [0, 0.75]);
  });

  Deno.test(`compileObjective() lets slopes be adjusted, on ${engine}`, async () => {
    const { left } = halves();
    using step = compileObjective(({ x }: { x: tf.Tensor }) => ({
      loss: tf.mean(tf.mul(x, left)),
    }), {
      engine,
      groups: [{ optimizer: tf.train.sgd(1), variables: [left] }],
      adjust: (slopes) => {
        const entries = Object.entries(slopes).map(([name, slope]) => [
          name,
          tf.clipByValue(slope, -0.5, 0.5),
        ]);
        return Object.fromEntries(entries);
      },
    });
    await step({ x: tf.tensor1d([8]) });
    step.store();
    assert.equal(left.dataSync()[0], 0.5);
  });
}

Deno.test("compileObjective() refuses a variable in two groups, and numbers of no group", async () => {
  const { left, objective } = halves();
  const group = { optimizer: tf.train.sgd(1), variables: [left] };
  assert.throws(() => compileObjective(objective, { groups: [group, group] }), /two groups/);
  using step = compileObjective(objective, { groups: [group] });
  await assert.rejects(step({ left: tf.tensor1d([1]) }, [{}, {}]), /2 groups: there are 1/);
});
