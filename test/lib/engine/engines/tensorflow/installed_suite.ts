/** What holds when a package of TensorFlow is installed; `open_backend_test.ts` runs it where one stands in. */
import assert from "node:assert/strict";
import { compileStep } from "../../../../../lib/engine/compile_step.ts";
import { engines, setEngine } from "../../../../../lib/engine/engines/engines.ts";
import * as tf from "../../../../../lib/tf.ts";
import { testEngine } from "../../../../conformance/engine.ts";

Deno.test("engines() finds tensorflow, and leaves tfjs with the backend that it had", async () => {
  const before = tf.getBackend();
  const found = (await engines()).find(({ name }) => name === "tensorflow");
  assert.deepEqual([found?.available, found?.reason], [true, undefined]);
  assert.equal(tf.getBackend(), before);
  assert.deepEqual([...tf.add(tf.ones([2]), 1).dataSync()], [2, 2]);
});

Deno.test("setEngine() lets steps that name no engine run on tensorflow", async () => {
  await setEngine("tensorflow");
  try {
    assert.equal((await engines()).find(({ inUse }) => inUse)?.name, "tensorflow");
    const weight = tf.variable(tf.scalar(3));
    const model = { call: (x: tf.Tensor) => tf.mul(x, weight), trainable: [weight] };
    const { kernelNames } = await tf.profile(async () => {
      using step = compileStep(model, tf.losses.meanSquaredError, { optimizer: tf.train.sgd(0.1) });
      assert.equal(await step(tf.ones([2]), tf.zeros([2])), 9);
      return tf.zeros([1]);
    });
    // Recorded functions run no kernels of tfjs.
    assert.ok(kernelNames.includes("Multiply"));
    assert.ok(Math.abs((weight.dataSync()[0] ?? NaN) - 2.4) < 1e-6);
  } finally {
    await setEngine("onnx");
  }
});

testEngine("tensorflow", {});
