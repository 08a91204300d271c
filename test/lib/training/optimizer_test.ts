import assert from "node:assert/strict";
import * as tf from "../../../lib/tf.ts";
import {
  adam,
  adamW,
  makeOptimizer,
  optimizerConfig,
  optimizerFromConfig,
  optimizerOf,
  sgd,
} from "../../../lib/training/optimizer.ts";
import { cosineRate } from "../../../lib/training/schedules.ts";
import { assertClose } from "../engine/agreement.ts";
import { golden, type GoldenTraining, trajectory } from "./linear_graph.ts";

const trainings = golden.filter((one): one is GoldenTraining => one.kind === "training");

for (const { optimizer, options, weights } of trainings) {
  const label = `${JSON.stringify(optimizer)} ${JSON.stringify(options)}`;

  Deno.test(`Trainer with ${label} has PyTorch's weights after each batch`, async () => {
    const found = await trajectory({ optimizer, ...options as object });
    found.forEach((now, step) =>
      assertClose(Float32Array.from(now), Float64Array.from(weights[step] ?? []), {
        name: `${label}, step ${step}`,
        tolerance: 2e-5,
      })
    );
  });
}

Deno.test("adamW() shrinks weights on an engine that does not record as on the one that does", async () => {
  const optimizer = adamW({ learningRate: 0.1, weightDecay: 0.3 });
  const [onnx, cpu] = await Promise.all([
    trajectory({ optimizer, engine: "onnx" }),
    trajectory({ optimizer, engine: "cpu" }),
  ]);
  onnx.forEach((weights, step) =>
    assertClose(Float32Array.from(weights), Float64Array.from(cpu[step] ?? []), {
      name: `step ${step}`,
      tolerance: 1e-5,
    })
  );
});

Deno.test("makeOptimizer() shrinks only the weights that a slope moves", () => {
  const [moved, still] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(2))];
  const optimizer = makeOptimizer(sgd({ learningRate: 0.5, weightDecay: 0.2 }));
  optimizer.applyGradients([
    { name: moved.name, tensor: tf.scalar(0) },
    { name: still.name, tensor: undefined as unknown as tf.Tensor },
  ]);
  assert.ok(Math.abs((moved.dataSync()[0] ?? 0) - 1.8) < 1e-6);
  assert.equal(still.dataSync()[0], 2);
  tf.dispose([moved, still]);
});

Deno.test("makeOptimizer() begins with the first rate of a schedule", () => {
  const optimizer = makeOptimizer(adam({ learningRate: cosineRate({ rate: 0.02, updates: 10 }) }));
  assert.equal(
    (optimizer as tf.AdamOptimizer as unknown as { learningRate: number }).learningRate,
    0.02,
  );
});

Deno.test("optimizerFromConfig() makes a plan again of plain data, schedule included", () => {
  const plan = adamW({ learningRate: cosineRate({ rate: 0.02 }), weightDecay: 0.1 });
  const config = JSON.parse(JSON.stringify(optimizerConfig(plan)));
  assert.deepEqual(optimizerFromConfig(config), plan);
  assert.throws(() => optimizerFromConfig("adam"), /config of an optimizer: optimizer must be an/);
  assert.throws(
    () => optimizerFromConfig({ name: "adam" }),
    /optimizer\.options must be an object/,
  );
});

Deno.test("optimizerOf() refuses rates, decays, options and names that mean nothing", () => {
  assert.throws(() => adam({ learningRate: -1 }), /learningRate = -1: give a number from 0/);
  assert.throws(() => adam({ learningRate: NaN }), /learningRate = NaN/);
  assert.throws(
    () => adam({ learningRate: "0.1" as never }),
    /Cannot learn at the rate "0.1": give a number, or a schedule/,
  );
  assert.throws(() => adam({ beta1: "0.9" as never }), /beta1 = "0.9": give a number from 0 below/);
  // As optimizers of tfjs are made.
  for (const make of [sgd, adam]) {
    assert.throws(
      () => make(0.1 as never),
      /Cannot read the options of .*: give an object with "/,
    );
  }
  assert.throws(() => adamW({ weightDecay: -0.1 }), /weightDecay = -0.1/);
  assert.throws(() => adam({ beta1: 1 }), /beta1 = 1: give a number from 0 below 1/);
  assert.throws(() => adam({ lerningRate: 1 } as object), /did you mean "learningRate"\?/);
  assert.throws(() => adam({ momentum: 0.9 }), /No option "momentum".*given to adam/);
  assert.throws(() => optimizerOf("adma"), /did you mean "adam"\?/);
});
