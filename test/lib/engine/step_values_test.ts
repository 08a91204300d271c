import assert from "node:assert/strict";
import { releaseModels } from "../../../lib/engine/build.ts";
import { compile } from "../../../lib/engine/compile.ts";
import { compileStep } from "../../../lib/engine/compile_step.ts";
import { expectChange } from "../../../lib/engine/held_values.ts";
import { heldVariables } from "../../../lib/engine/step_state.ts";
import * as tf from "../../../lib/tf.ts";

const [x, y] = [tf.ones([1]), tf.zeros([1])];

type Engine = "onnx" | "cpu";

/** Each step takes the weight to 0.8 of itself. */
function stepOf(weight: tf.Variable, engine: Engine) {
  const model = { call: (x: tf.Tensor) => tf.mul(x, weight), trainable: [weight] };
  const optimizer = tf.train.sgd(0.1);
  return compileStep(model, tf.losses.meanSquaredError, { optimizer, engine, threads: 1 });
}

function assertIs(weight: tf.Variable, wanted: number): void {
  assert.ok(Math.abs((weight.dataSync()[0] ?? NaN) - wanted) < 1e-6, `${weight}`);
}

for (const engine of ["onnx", "cpu"] as const) {
  Deno.test(`steps that train the same variables go on where the other one stopped, on ${engine}`, async () => {
    const weight = tf.variable(tf.scalar(1));
    const [one, other] = [stepOf(weight, engine), stepOf(weight, engine)];
    await one(x, y);
    await other(x, y);
    await other(x, y);
    one.store();
    await one(x, y);
    assert.ok(Math.abs(await other(x, y) - 0.8 ** 8) < 1e-6);
    one[Symbol.dispose]();
    other[Symbol.dispose]();
    assertIs(weight, 0.8 ** 5);
    await releaseModels();
  });

  Deno.test(`a step takes over what is assigned to one of its variables, on ${engine}`, async () => {
    const [weight, bias] = [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(0))];
    const call = (x: tf.Tensor) => tf.add(tf.mul(x, weight), bias);
    const optimizer = tf.train.momentum(0.1, 0.9);
    {
      const options = { optimizer, engine, threads: 1 };
      using step = compileStep(
        { call, trainable: [weight, bias] },
        tf.losses.meanSquaredError,
        options,
      );
      await step(x, y);
      weight.assign(tf.scalar(5));
      // The bias, −0.2, and the momentum of both are those of the step.
      assert.ok(Math.abs(await step(x, y) - 4.8 ** 2) < 1e-4);
    }
    assertIs(bias, -0.2 - 0.1 * (0.9 * 2 + 2 * 4.8));
    assertIs(weight, 5 - 0.1 * (0.9 * 2 + 2 * 4.8));
    assert.equal(heldVariables(optimizer).length, 2);
    await releaseModels();
  });

  Deno.test(`steps may overlap, and compile() reads what they have made of a variable, on ${engine}`, async () => {
    const weight = tf.variable(tf.scalar(1));
    using step = stepOf(weight, engine);
    const losses = await Promise.all([step(x, y), step(x, y), step(x, y)]);
    losses.forEach((loss, count) => assert.ok(Math.abs(loss - 0.64 ** count) < 1e-6, `${losses}`));
    const read = compile((x: tf.Tensor) => tf.mul(x, weight), {
      engine,
      variables: [weight],
      threads: 1,
    });
    assert.ok(Math.abs(((await read(x)).dataSync()[0] ?? NaN) - 0.8 ** 3) < 1e-6);
    await releaseModels();
  });

  Deno.test(`nobody else trains or writes the variables of a step that has not ended, on ${engine}`, async () => {
    const weight = tf.variable(tf.scalar(1));
    using one = stepOf(weight, engine);
    using other = stepOf(weight, engine);
    const first = one(x, y);
    await assert.rejects(other(x, y), /another step while a step trains them: await that step/);
    assert.throws(() => expectChange([weight]), /other values while a step trains them/);
    assert.equal(await first, 1);
    expectChange([weight]);
    assertIs(weight, 0.8);
    assert.ok(Math.abs(await other(x, y) - 0.64) < 1e-6);
    other.store();
    assertIs(weight, 0.64);
    await releaseModels();
  });

  Deno.test(`a step that was disposed says so, and leaves what others have done, on ${engine}`, async () => {
    const weight = tf.variable(tf.scalar(1));
    const [one, other] = [stepOf(weight, engine), stepOf(weight, engine)];
    await one(x, y);
    await other(x, y);
    one[Symbol.dispose]();
    one[Symbol.dispose]();
    await assert.rejects(one(x, y), /disposed: compile another one/);
    await other(x, y);
    other[Symbol.dispose]();
    assertIs(weight, 0.8 ** 3);
    await releaseModels();
  });
}
