/** Variables of a step, however they were made. */
import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import * as tf from "../../../lib/tf.ts";

Deno.test("a step trains variables apart that were made of one tensor", async () => {
  const start = tf.tensor2d([[0.5], [0.5]]);
  const [up, down] = [tf.variable(start), tf.variable(start)];
  const call = (x: tf.Tensor): tf.Tensor =>
    tf.matMul(x, tf.sub(up, tf.mul(down, 2)) as tf.Tensor2D);
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const loss = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.losses.meanSquaredError(y, p);
  const optimizer = tf.train.sgd(0.01);
  {
    const options = { optimizer, threads: 1 };
    using step = compileStep({ call, trainable: [up, down] }, loss, options);
    for (let index = 0; index < 3; index++) await step(x, tf.ones([2, 1]));
  }
  const [eagerUp, eagerDown] = [tf.variable(start.clone()), tf.variable(start.clone())];
  for (let index = 0; index < 3; index++) {
    tf.train.sgd(0.01).minimize(
      () => {
        const weights = tf.sub(eagerUp, tf.mul(eagerDown, 2)) as tf.Tensor2D;
        return loss(tf.ones([2, 1]), tf.matMul(x, weights)) as tf.Scalar;
      },
      false,
      [eagerUp, eagerDown],
    );
  }
  for (const [got, wanted] of [[up, eagerUp], [down, eagerDown]] as const) {
    const [a, b] = [got.dataSync(), wanted.dataSync()];
    a.forEach((value, index) => assert.ok(Math.abs(value - (b[index] ?? NaN)) < 1e-5));
  }
  assert.notDeepEqual([...up.dataSync()], [...down.dataSync()]);
  await releaseModels();
});
