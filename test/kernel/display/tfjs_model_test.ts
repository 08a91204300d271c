import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import { forms } from "./support.ts";

async function shown(model: tf.LayersModel): Promise<string> {
  return String((await forms(model))["text/plain"]);
}

Deno.test("a model of layers shows its summary", async () => {
  const { dense } = tf.layers;
  const model = tf.sequential({ layers: [dense({ units: 3, inputShape: [4], name: "only" })] });
  const text = await shown(model);
  assert.match(text, /^Sequential\n_+\nLayer \(type\) .*Param #\n=+\nonly \(Dense\) .* 15\n=+\n/);
  assert.match(text, /\nTotal params: 15\nTrainable params: 15\nNon-trainable params: 0\n_+$/);
  const input = tf.input({ shape: [2] });
  const outputs = dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
  assert.match(await shown(tf.model({ inputs: input, outputs })), /^Model\n[^]*Total params: 3\n/);
});

Deno.test("a model without layers says why it has no summary", async () => {
  assert.match(
    await shown(tf.sequential()),
    /^Sequential\nhas no summary: .*(?:built|called|added)/,
  );
});
