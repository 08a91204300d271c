/** Layers of tf.layers, compiled and not. */
import assert from "node:assert/strict";
import { releaseModels } from "../../lib/engine/build.ts";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import * as tf from "../../lib/tf.ts";
import { assertClose } from "./engine/agreement.ts";
import { assertSlopes } from "./engine/finite_differences.ts";
import { LAYER_CASES, type LayerCase } from "./engine/layer_cases.ts";
import { numbers } from "./engine/rule_cases.ts";

/** Names that make no layer by themselves, and second names. */
const OTHERS =
  `Layer RNN RNNCell avgPool1d avgPool2d avgPool3d avgPooling1d avgPooling2d avgPooling3d
  convLstm2dCell globalMaxPool1d globalMaxPool2d gruCell input inputLayer lstmCell maxPool1d
  maxPool2d simpleRNNCell`.split(/\s+/);

type Built = tf.layers.Layer & ReturnType<LayerCase["make"]>;

function applied(layer: Built, training: boolean): (...xs: tf.Tensor[]) => tf.Tensor {
  return (...xs) => {
    const inputs = xs.length === 1 && xs[0] ? xs[0] : xs;
    return layer.apply(inputs, { training } as never) as tf.Tensor;
  };
}

/** The same weights in every run; running variances are positive. */
function settle(layer: Built): void {
  layer.weights.forEach((weight, index) => {
    const low = layer.nonTrainableWeights.includes(weight) ? 0.1 : -0.4;
    const { shape } = weight.read();
    const values = numbers(tf.util.sizeFromShape(shape), { seed: index + 1, low, high: 0.6 });
    weight.write(tf.tensor(values, shape));
  });
}

/** A sum in which every element has a weight of its own. */
function weighed(y: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(y, tf.reshape(tf.cos(tf.range(0, y.size)), y.shape)));
}

function close(got: tf.Tensor, wanted: tf.Tensor, name: string): void {
  assert.deepEqual([got.dtype, got.shape], [wanted.dtype, wanted.shape], name);
  assertClose(got.dataSync(), wanted.dataSync(), { name, tolerance: 1e-4 });
}

Deno.test("every layer of tf.layers has a case", () => {
  const cases = new Set(Object.keys(LAYER_CASES).map((name) => name.split(" ")[0]));
  const missing = Object.keys(tf.layers).filter((name) => !cases.has(name));
  assert.deepEqual(missing.sort(), [...OTHERS].sort());
});

for (const [name, { make, inputs, ...traits }] of Object.entries(LAYER_CASES)) {
  Deno.test(`layers.${name} computes and learns when compiled as with tfjs-cpu`, async () => {
    const layer = make() as Built;
    applied(layer, false)(...inputs);
    settle(layer);
    const wanted = applied(layer, false)(...inputs);
    const call = compile(applied(layer, false), { threads: 1 });
    if (traits.refused) return await assert.rejects(call(...inputs), traits.refused);
    close(await call(...inputs), wanted, `${name} in use`);
    if (traits.random) await drawsAnew(layer, inputs);
    else if (!traits.fixed) {
      const learns = layer.trainableWeights.length > 0 && !traits.peerless;
      if (learns) await learnsAlike(layer, inputs);
      else await assertSlopes(name, { at: inputs, fn: applied(layer, true) });
    }
    await releaseModels();
  });
}

async function drawsAnew(layer: Built, inputs: readonly tf.Tensor[]): Promise<void> {
  const call = compile(applied(layer, true), { threads: 1 });
  const [first, second] = [await call(...inputs), await call(...inputs)];
  assert.deepEqual(first.shape, inputs[0]?.shape);
  assert.notDeepEqual([...first.dataSync()], [...second.dataSync()]);
}

/** Two steps, so that the second sees what the first has changed, running means included. */
async function learnsAlike(layer: Built, [x]: readonly tf.Tensor[]): Promise<void> {
  if (!x) throw new Error("Cannot train without an input");
  const variablesOf = (weights: Built["weights"]) => weights.map((w) => w.read() as tf.Variable);
  const [trainable, others] = [layer.trainableWeights, layer.nonTrainableWeights].map(variablesOf);
  if (!trainable || !others) throw new Error("Cannot train without variables");
  const before = layer.getWeights().map((weight) => tf.clone(weight));
  const eager = tf.train.sgd(0.05);
  const wanted = [0, 1].map(() =>
    eager.minimize(() => weighed(applied(layer, true)(x)) as tf.Scalar, true, trainable)
  );
  const after = layer.getWeights().map((weight) => tf.clone(weight));
  layer.setWeights(before);
  {
    const options = { optimizer: tf.train.sgd(0.05), threads: 1 };
    const model = { call: applied(layer, true), trainable, others };
    using step = compileStep(model, (_y: tf.Tensor, p: tf.Tensor) => weighed(p), options);
    for (const loss of wanted) {
      const value = loss?.dataSync()[0] ?? NaN;
      assertClose([await step(x, x)], [value], { name: "loss", tolerance: 1e-4 });
    }
  }
  layer.getWeights().forEach((weight, index) => {
    close(weight, after[index] as tf.Tensor, `weight ${index} after two steps`);
  });
}
