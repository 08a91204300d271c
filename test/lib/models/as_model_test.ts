import assert from "node:assert/strict";
import { UnknownNameError } from "../../../lib/core/names.ts";
import { type AsModel, asModel } from "../../../lib/models/as_model.ts";
import { FunctionModel } from "../../../lib/models/function_model.ts";
import { LayersModel } from "../../../lib/models/layers_model.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";
import { buildFor } from "./training.ts";

Deno.test("asModel() takes a name, a name with a config, a class and an instance", () => {
  const mlp = new MLP({ hidden: 4 });
  assert.equal(asModel(mlp), mlp);
  assert.ok(asModel(MLP) instanceof MLP);
  assert.ok(asModel("MLP") instanceof MLP);
  assert.deepEqual(asModel({ name: "mlp", config: { hidden: 4 } }).getConfig(), mlp.getConfig());
});

Deno.test("asModel() takes models of tf.layers, sequential and functional", () => {
  const sequential = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  const input = tf.input({ shape: [2] });
  const functional = tf.model({
    inputs: input,
    outputs: tf.layers.reLU().apply(input) as tf.SymbolicTensor,
  });
  for (const model of [sequential, functional]) assert.ok(asModel(model) instanceof LayersModel);
});

Deno.test("asModel() takes functions over tensors, named or not", () => {
  function halve(x: tf.Tensor): tf.Tensor {
    return tf.mean(tf.reshape(x, [-1, 2, 2]), 2);
  }
  for (const given of [halve, (x: tf.Tensor) => halve(x)]) {
    const model = asModel(given);
    assert.ok(model instanceof FunctionModel);
    using built = buildFor(model, [4]);
    assert.deepEqual(built.outputs.output?.shape, [2]);
  }
});

Deno.test("asModel() refuses names that are not registered, and what is no model", () => {
  assert.throws(() => asModel("mpl"), UnknownNameError);
  assert.throws(() => asModel({ name: "cmm", config: {} }), /did you mean "cnn"/);
  class Other {
    readonly layers = 3;
  }
  for (const given of [undefined, null, 3, {}, Other]) {
    assert.throws(() => asModel(given as unknown as AsModel), /Cannot make a model.*"mlp"/);
  }
});
