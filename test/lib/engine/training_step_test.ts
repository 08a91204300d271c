import assert from "node:assert/strict";
import { takeStep, type TrainingStep } from "../../../lib/engine/training_step.ts";
import { numbers } from "./rule_cases.ts";
import * as tf from "../../../lib/tf.ts";

/** Two weights that learn a line, with their step. */
function line(): { readonly step: TrainingStep; readonly weights: readonly tf.Variable[] } {
  const weights = [tf.variable(tf.tensor2d(numbers(3), [3, 1])), tf.variable(tf.zeros([1]))];
  const [w, b] = weights as [tf.Variable, tf.Variable];
  const objective = (batch: unknown) => {
    const { x, y } = batch as { readonly x: tf.Tensor2D; readonly y: tf.Tensor2D };
    const guess = tf.add(tf.matMul(x, w as tf.Tensor2D), b);
    return { loss: tf.mean(tf.squaredDifference(guess, y)) };
  };
  const groups = [{ optimizer: tf.train.adam(0.1), variables: weights }];
  return { step: { objective, groups, microBatches: 1 }, weights };
}

const BATCH = { x: tf.tensor2d(numbers(12, { seed: 5 }), [4, 3]), y: tf.ones([4, 1]) };

for (const microBatches of [1, 2]) {
  Deno.test(`takeStep() moves weights alike whatever power of two scales the loss, in ${microBatches} parts`, () => {
    const results = [undefined, 2 ** 16, 2 ** -8].map((factor) => {
      const { step, weights } = line();
      const scale = factor === undefined ? {} : { scale: tf.scalar(factor) };
      const told = [1, 2, 3].map(() => takeStep({ ...step, microBatches }, BATCH, scale));
      return {
        losses: told.map(({ loss }) => loss.dataSync()[0]),
        weights: weights.map((weight) => [...weight.dataSync()]),
      };
    });
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
  });
}

Deno.test("takeStep() tells the magnitude of slopes where the loss is scaled, as they were scaled", () => {
  const w = tf.variable(tf.tensor1d([3, -2]));
  const step: TrainingStep = {
    objective: () => ({ loss: tf.sum(tf.square(w)) }),
    groups: [{ optimizer: tf.train.sgd(0), variables: [w] }],
    microBatches: 1,
  };
  assert.equal(takeStep(step, BATCH).magnitude, undefined);
  const { magnitude } = takeStep(step, BATCH, { scale: tf.scalar(8) });
  assert.equal(magnitude?.dataSync()[0], 8 * (6 + 4));
});

Deno.test("takeStep() tells a magnitude that is not finite as soon as one slope is not", () => {
  const { step } = line();
  const { magnitude } = takeStep(step, BATCH, { scale: tf.scalar(Infinity) });
  assert.ok(!Number.isFinite(magnitude?.dataSync()[0]));
});
