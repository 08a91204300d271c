import assert from "node:assert/strict";
import { compile, compileStep, releaseModels } from "../../../lib/engine/on_use.ts";
import * as tf from "../../../lib/tf.ts";

Deno.test("compile() on use runs and explains", async () => {
  const twice = compile((x: tf.Tensor) => tf.mul(x, 2), { threads: 1 });
  assert.equal((await twice(tf.scalar(3))).dataSync()[0], 6);
  const { program, modelBytes } = await twice.explain(tf.scalar(3));
  assert.match(program, /Multiply/);
  assert.equal((await twice.toOnnx(tf.scalar(3))).length, modelBytes);
  await releaseModels();
});

Deno.test("compileStep() on use trains", async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  const optimizer = tf.train.sgd(0.1);
  using step = await compileStep(model, tf.losses.meanSquaredError, { optimizer, threads: 1 });
  const first = await step(tf.ones([4, 2]), tf.fill([4, 1], 3));
  assert.ok(await step(tf.ones([4, 2]), tf.fill([4, 1], 3)) < first);
  await releaseModels();
});

Deno.test("importing modulab loads neither tensors nor ONNX Runtime", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL("../../../lib/engine/on_use.ts", import.meta.url).href],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout));
  type Dependency = { readonly code?: unknown; readonly isDynamic?: boolean };
  const face = modules.find(({ specifier }: { specifier: string }) => /on_use/.test(specifier));
  const loaded = face.dependencies.filter(({ code, isDynamic }: Dependency) => code && !isDynamic);
  assert.deepEqual(loaded, []);
});
