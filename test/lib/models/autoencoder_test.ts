import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { seeded } from "../../../lib/engine/chance.ts";
import { Autoencoder, type AutoencoderOptions } from "../../../lib/models/autoencoder.ts";
import { CNN } from "../../../lib/models/cnn.ts";
import { LayersModel } from "../../../lib/models/layers_model.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { ShapeError } from "../../../lib/models/model.ts";
import { models } from "../../../lib/models/registry.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

const x = floats([6, 1, 10]);

Deno.test("Autoencoder gives the reconstruction and the code", () => {
  using model = buildFor(new Autoencoder({ codeShape: [1, 3] }), [1, 10]);
  const { output, code } = predict(model, x);
  assert.deepEqual([output?.shape, code?.shape], [[6, 1, 10], [6, 1, 3]]);
  assert.deepEqual([model.outputs.output?.shape, model.outputs.code?.shape], [[1, 10], [1, 3]]);
});

Deno.test("Autoencoder's reconstruction is what its decoder makes of the code", () => {
  using model = buildFor(new Autoencoder(), [1, 10]);
  const { output, code } = predict(model, x);
  using decoder = buildFor(new MLP({ outputShape: [1, 10] }), [1, 8]);
  const tensors = Object.entries(model.getState().tensors)
    .filter(([name]) => name.startsWith("decoder."))
    .map(([name, tensor]) => [name.replace("decoder.", ""), tensor]);
  decoder.setState({ tensors: Object.fromEntries(tensors) });
  const again = predict(decoder, code as tf.Tensor).output;
  assert.deepEqual(again?.dataSync(), output?.dataSync());
});

Deno.test("Autoencoder trains as tfjs-cpu does, with models of one's own", async () => {
  const encoder = new CNN({ filters: 4, pooling: 2 });
  const decoder = new MLP({ activation: "tanh" });
  const plan = new Autoencoder({ codeShape: [4], encoder, decoder });
  await assertTrains(plan, { x, y: x, steps: 20 });
});

Deno.test("Autoencoder has the penalties and statistics of its models", async () => {
  const part = (from: number, units: number): LayersModel => {
    const kernelRegularizer = tf.regularizers.l2({ l2: 0.01 });
    const { dense, batchNormalization, activation } = tf.layers;
    // What comes in front of a normalisation has no bias: its slope would be zero but for rounding,
    // and Adam would follow that.
    const first = dense({ units, inputShape: [from], kernelRegularizer, useBias: false });
    const layers = [first, batchNormalization(), activation({ activation: "tanh" })];
    return new LayersModel(seeded(SeedStream.from(units), () => tf.sequential({ layers })));
  };
  const [encoder, decoder] = [part(6, 3), part(3, 6)];
  const plan = new Autoencoder({ encoder, decoder });
  using model = buildFor(plan, [6]);
  using one = buildFor(encoder, [6]);
  using other = buildFor(decoder, [3]);
  const sum = tf.add(one.penalty?.() ?? NaN, other.penalty?.() ?? NaN);
  assert.deepEqual(model.penalty?.().dataSync(), sum.dataSync());
  assert.equal(model.others.length, 4);
  const batch = floats([8, 6]);
  await assertTrains(plan, { x: batch, y: batch, steps: 30, learningRate: 0.05 });
});

Deno.test("Autoencoder is made again of its config, with its models", () => {
  const encoder = new CNN({ filters: 4, pooling: 2 });
  const plan = new Autoencoder({ codeShape: [4], encoder, decoder: new MLP({ hidden: 5 }) });
  const again = models.get("autoencoder")(JSON.parse(JSON.stringify(plan.getConfig())));
  assert.deepEqual(again.getConfig(), plan.getConfig());
  using one = buildFor(plan, [1, 10]);
  using other = buildFor(again, [1, 10]);
  assert.deepEqual(other.getState(), one.getState());
  assert.deepEqual(models.get("autoencoder")({}).getConfig(), {});
});

Deno.test("Autoencoder refuses parts that do not fit, and leaves no weights behind", () => {
  const before = tf.memory().numTensors;
  const cases: readonly [AutoencoderOptions, RegExp][] = [
    [
      { decoder: new MLP({ outputShape: [7] }) },
      /decoder\.output: expected \(1, 10\), found \(7\)/,
    ],
    [{ codeShape: [2], encoder: new MLP({ outputShape: [3] }) }, /encoder\.output: expected \(2\)/],
    [{ codeShape: [2], decoder: new CNN({ kernel: 9 }) }, /decoder\.output: expected at least/],
  ];
  for (const [options, message] of cases) {
    assert.throws(() => buildFor(new Autoencoder(options), [1, 10]), (error: unknown) => {
      assert.ok(error instanceof ShapeError);
      assert.match(error.message, message);
      return true;
    });
  }
  assert.equal(tf.memory().numTensors, before);
});
