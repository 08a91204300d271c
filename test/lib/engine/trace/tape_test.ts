import assert from "node:assert/strict";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { compile } from "../../../../lib/engine/compile.ts";
import { compileObjective } from "../../../../lib/engine/compile_objective.ts";
import { OnceDifferentiableError } from "../../../../lib/engine/trace/errors.ts";
import { orderTape } from "../../../../lib/engine/trace/tape.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertClose } from "../agreement.ts";
import { floats } from "../rule_cases.ts";

Deno.test("orderTape() gives second slopes that tfjs refuses, and puts its tape back", () => {
  const second = tf.grad((x: tf.Tensor) => tf.grad(tf.exp)(x));
  assert.throws(() => second(tf.scalar(1)), /Cannot compute gradient/);
  {
    using _ordered = orderTape();
    assertClose(second(tf.scalar(1)).dataSync(), [Math.E], { name: "exp", tolerance: 1e-6 });
  }
  assert.throws(() => second(tf.scalar(1)), /Cannot compute gradient/);
});

for (const engine of ["onnx", "cpu"] as const) {
  Deno.test(`a loss whose gradient keeps its own numbers is not differentiated twice, on ${engine}`, async () => {
    const labels = tf.tensor2d([[1, 0], [0, 1]]);
    const first = (x: tf.Tensor) =>
      tf.grad((x: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, x))(x);
    const once = compile(first, { engine, threads: 1 });
    assertClose((await once(tf.zeros([2, 2]))).dataSync(), [-0.25, 0.25, 0.25, -0.25], {
      name: "slope",
      tolerance: 1e-6,
    });
    const twice = compile((x: tf.Tensor) => tf.grad(first)(x), { engine, threads: 1 });
    await assert.rejects(twice(tf.zeros([2, 2])), (error) => {
      assert.ok(error instanceof OnceDifferentiableError);
      assert.match(error.message, /softmaxCrossEntropy.*tape_test\.ts:\d+.*tf\.logSoftmax/);
      return true;
    });
    await releaseModels();
  });

  Deno.test(`a step learns from a penalty on slopes as differences do, on ${engine}`, async () => {
    const x = floats([4, 3]) as tf.Tensor2D;
    const weight = tf.variable(floats([3, 2], { seed: 5 }));
    const penalty = (weight: tf.Tensor) => {
      const critic = (x: tf.Tensor) =>
        tf.sum(tf.tanh(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D)));
      const lengths = tf.norm(tf.grad(critic)(x), 2, 1);
      return tf.mean(tf.square(tf.sub(lengths, 1)));
    };
    const before = weight.dataSync().slice();
    const groups = [{ optimizer: tf.train.sgd(1), variables: [weight] }];
    {
      using step = compileObjective(() => ({ loss: penalty(weight) }), {
        groups,
        engine,
        threads: 1,
      });
      await step({ x });
    }
    const moved = before.map((value, index) => value - (weight.dataSync()[index] ?? NaN));
    const at = (index: number, by: number): number => {
      const values = before.slice();
      values[index] = (values[index] ?? 0) + by;
      return penalty(tf.tensor(values, [3, 2])).dataSync()[0] ?? NaN;
    };
    const wanted = before.map((_, index) => (at(index, 0.02) - at(index, -0.02)) / 0.04);
    assertClose(moved, wanted, { name: "penalty", tolerance: 1e-3 });
    await releaseModels();
  });
}
