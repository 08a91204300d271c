import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/core/json.ts";
import * as tf from "../../../lib/tf.ts";
import { FeatureSet, ModelNode, nodeOutput, reference } from "../../../lib/mod.ts";
import { AppliedLoss, type AppliedLossOptions } from "../../../lib/training/applied_loss.ts";
import { losses, lossOf, UnregisteredError } from "../../../lib/training/losses.ts";

Deno.test("AppliedLoss refuses to compare what no node has, as cells are not type-checked", () => {
  assert.throws(
    // @ts-expect-error: it is "outputs".
    () => new AppliedLoss({ loss: "mse", on: "Head", inputs: ["output", "targets"] }),
    /No term "output": did you mean "outputs"\?/,
  );
  const inputs = ["outputs.anchor", "targets.pair"] as const;
  assert.deepEqual(new AppliedLoss({ loss: "mse", on: "Head", inputs }).inputs, inputs);
});

Deno.test("AppliedLoss refuses too few and too many to compare", () => {
  const on = "Head";
  assert.throws(
    () => new AppliedLoss({ loss: "mse", on, inputs: ["outputs"] }),
    /Cannot apply the loss "mse" to "outputs": it compares 2, such as "outputs", "targets"/,
  );
  const three = ["outputs", "targets", "weights"] as const;
  assert.throws(() => new AppliedLoss({ loss: "mae", on, inputs: three }), /it compares 2/);
  assert.throws(() => new AppliedLoss({ loss: "contrastive", on, inputs: ["outputs"] }), /3 to 4/);
  const pair = ["outputs.anchor", "outputs.pair"] as const;
  new AppliedLoss({ loss: "infoNCE", on, inputs: pair });
  const own = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sub(x, y);
  assert.throws(
    () => new AppliedLoss({ loss: own as never, on, inputs: ["outputs"] }),
    /it compares 2 or more/,
  );
});

Deno.test("AppliedLoss refuses weights that are no numbers from 0", () => {
  for (const weight of [-1, NaN, Infinity, "2" as never]) {
    assert.throws(() => new AppliedLoss({ loss: "mse", on: "Head", weight }), RangeError);
  }
});

Deno.test("AppliedLoss takes nodes and FeatureSets for their outputs and features, as nodes do", () => {
  const set = FeatureSet.fromColumns("set", { x: [1] }, { features: ["x"] }) as FeatureSet;
  const node = new ModelNode({ label: "Encoder", model: "mlp", input: set });
  const { inputs, needs } = new AppliedLoss({ loss: "mse", on: "Head", inputs: [node, set] });
  assert.deepEqual(inputs, [nodeOutput("Encoder"), reference(set)]);
  assert.deepEqual(needs, ["Head", "Encoder"]);
});

Deno.test("AppliedLoss refuses what is no loss, no node and nothing to compare", () => {
  const make = (options: object) => () =>
    new AppliedLoss({ loss: "mse", on: "Head", ...options } as AppliedLossOptions);
  for (const loss of [{}, null, 3]) {
    assert.throws(make({ loss }), /Cannot make a loss of what was given: .*a name of "mse"/);
  }
  assert.throws(make({ on: 3 }), /Cannot use an empty label for a node/);
  assert.throws(make({ inputs: "outputs" }), {
    name: "TypeError",
    message: /Cannot compare "outputs" in the loss "mse": give a list, such as \["outputs", "tar/,
  });
  assert.throws(make({ inputs: ["outputs", null] }), /Cannot take null as the source/);
  assert.throws(make({ inputs: ["outputs.", "targets"] }), /No term "outputs\."/);
  assert.throws(make({ options: null }), /Cannot read the options of the loss "mse"/);
});

const signal = { featureSet: "pulses", split: null, selection: { features: "signal" } };
const huber = new AppliedLoss({
  loss: "huber",
  options: { delta: 0.5 },
  on: "Head",
  inputs: [{ node: "Decoder", output: "output" }, signal],
  weight: 0.1,
  label: "near",
});

/** As a file would keep it. */
function throughJson(config: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(config));
}

Deno.test("AppliedLoss.fromConfig() makes a loss again of plain data", () => {
  const config = throughJson(huber.getConfig());
  const again = AppliedLoss.fromConfig(config);
  assert.deepEqual(again.getConfig(), huber.getConfig());
  assert.deepEqual(again.loss.options, { delta: 0.5 });
  const [x, y] = [tf.tensor2d([[3]]), tf.tensor2d([[1]])];
  assert.deepEqual(again.loss.call(x, y).dataSync(), huber.loss.call(x, y).dataSync());
});

Deno.test("AppliedLoss.getConfig() refuses a function, and says how to register it", () => {
  // Its name is that of a loss that is registered, which it is not.
  function mse(outputs: tf.Tensor): tf.Tensor {
    return tf.square(outputs);
  }
  const own = new AppliedLoss({ loss: mse as never, on: "Head" });
  assert.throws(() => own.getConfig(), UnregisteredError);
  assert.throws(() => own.getConfig(), /losses\.register\("mine", \(\) => lossOf\(mse\)\)/);
});

Deno.test("AppliedLoss.getConfig() writes a function that is registered by its name", () => {
  function size(outputs: tf.Tensor): tf.Tensor {
    return tf.abs(outputs);
  }
  losses.register("sizeOfOutputs", () => lossOf(size as never));
  const own = new AppliedLoss({ loss: "sizeOfOutputs", on: "Head", inputs: ["outputs"] });
  const again = AppliedLoss.fromConfig(throughJson(own.getConfig()));
  assert.equal(again.label, "sizeOfOutputs");
  assert.deepEqual([...again.loss.call(tf.tensor1d([-2])).dataSync()], [2]);
});

Deno.test("AppliedLoss.fromConfig() refuses what is no config by its place", () => {
  const config = throughJson(huber.getConfig());
  const cases: readonly [JsonObject, RegExp][] = [
    [{ loss: "huber" }, /config of a loss: loss must be an object/],
    [{ loss: { name: "huber", config: [] } }, /loss\.config must be an object/],
    [{ loss: { name: "hubert", config: {} } }, /did you mean "huber"/],
    [{ loss: { name: "huber", config: { delt: 1 } } }, /No option "delt"/],
    [{ on: 3 }, /on must be text/],
    [{ inputs: "outputs" }, /inputs must be a list/],
    [{ inputs: [{ node: "A" }] }, /inputs\[0\]\.output must be text/],
    [{ inputs: ["output"] }, /No term "output"/],
    [{ weight: "1" }, /weight must be a number/],
    [{ wieght: 1 }, /config\.wieght must be left out/],
  ];
  for (const [wrong, message] of cases) {
    assert.throws(() => AppliedLoss.fromConfig({ ...config, ...wrong }), message);
  }
});
