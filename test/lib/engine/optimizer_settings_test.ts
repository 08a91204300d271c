import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import { OptimizerSettings } from "../../../lib/engine/optimizer_settings.ts";
import * as tf from "../../../lib/tf.ts";
import { assertClose } from "./agreement.ts";

const MAKERS: Readonly<Record<string, () => tf.Optimizer>> = {
  SGD: () => tf.train.sgd(0.1),
  Momentum: () => tf.train.momentum(0.1, 0.9),
  RMSProp: () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-3),
  Adagrad: () => tf.train.adagrad(0.1),
  Adadelta: () => tf.train.adadelta(0.5, 0.9, 1e-3),
  Adam: () => tf.train.adam(0.01, 0.9, 0.99, 1e-3),
  Adamax: () => tf.train.adamax(0.01, 0.9, 0.99, 1e-3, 0.1),
};

const [x, y] = [tf.tensor1d([1, -2, 0.5]), tf.tensor1d([0.5, 1, -1])];

function problem() {
  const weight = tf.variable(tf.tensor1d([0.3, -0.2, 0.1]));
  const call = (x: tf.Tensor) => tf.mul(x, weight);
  return { weight, model: { call, trainable: [weight] } };
}

/** Weights after three steps of tfjs's own, from the second with other settings. */
function eagerly(optimizer: tf.Optimizer, settings: Readonly<Record<string, number>>) {
  const { weight, model } = problem();
  const own = new OptimizerSettings(optimizer);
  for (let index = 0; index < 3; index++) {
    using _put = own.put(index > 0 ? settings : {});
    const { grads } = optimizer.computeGradients(
      () => tf.losses.meanSquaredError(y, model.call(x)) as tf.Scalar,
      [weight],
    );
    optimizer.applyGradients(grads);
  }
  return weight.dataSync();
}

for (const [name, make] of Object.entries(MAKERS)) {
  Deno.test(`every setting of ${name} is an input that changes the step`, async () => {
    const unchanged = eagerly(make(), {});
    for (const setting of new OptimizerSettings(make()).names) {
      const settings = { [setting]: 0.037 };
      const wanted = eagerly(make(), settings);
      assert.notDeepEqual(wanted, unchanged, `${setting} changes nothing`);
      const { weight, model } = problem();
      const loss = tf.losses.meanSquaredError;
      const step = compileStep(model, loss, { optimizer: make(), threads: 1 });
      for (let index = 0; index < 3; index++) await step(x, y, index > 0 ? settings : {});
      step[Symbol.dispose]();
      assertClose(weight.dataSync(), wanted, { name: setting, tolerance: 1e-5 });
    }
    await releaseModels();
  });
}

Deno.test("OptimizerSettings.mark() puts the numbers back", () => {
  for (const make of Object.values(MAKERS)) {
    const optimizer = make();
    const before = JSON.stringify(optimizer.getConfig());
    const marked = new OptimizerSettings(optimizer).mark();
    assert.notEqual(JSON.stringify(optimizer.getConfig()), before);
    marked[Symbol.dispose]();
    assert.equal(JSON.stringify(optimizer.getConfig()), before);
  }
});
