import assert from "node:assert/strict";
import { GPT, type GPTOptions } from "../../../lib/models/gpt.ts";
import * as tf from "../../../lib/tf.ts";
import { integers } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

const OPTIONS = { vocabulary: 7, width: 8, heads: 2, layers: 1 } as const;
const tokens = integers([2, 5], { low: 0, high: 7 });

function logits(x: tf.Tensor, options: GPTOptions = OPTIONS): tf.Tensor {
  using model = buildFor(new GPT(options), [5], { dtype: "int32" });
  return predict(model, x).output as tf.Tensor;
}

Deno.test("GPT gives logits of each token behind each step", () => {
  assert.deepEqual(logits(tokens).shape, [2, 5, 7]);
  using model = buildFor(new GPT(OPTIONS), [1, 5]);
  assert.deepEqual(model.outputs.output?.shape, [5, 7]);
});

Deno.test("GPT sees nothing of what is behind a step, and takes fewer steps", () => {
  const other = tf.concat([tokens.slice([0, 0], [2, 3]), tf.onesLike(tokens.slice([0, 3]))], 1);
  const [one, changed] = [logits(tokens), logits(other)];
  const first = (x: tf.Tensor): unknown => x.slice([0, 0, 0], [2, 3, 7]).arraySync();
  assert.deepEqual(first(changed), first(one));
  assert.notDeepEqual(changed.arraySync(), one.arraySync());
  const fewer = logits(tokens.slice([0, 0], [2, 3]));
  const far = tf.max(tf.abs(tf.sub(fewer, one.slice([0, 0, 0], [2, 3, 7])))).dataSync()[0] ?? NaN;
  assert.ok(far < 1e-6);
});

Deno.test("GPT has a matrix of its own at the end when it is not tied", () => {
  using tied = buildFor(new GPT(OPTIONS), [5]);
  using free = buildFor(new GPT({ ...OPTIONS, tied: false }), [5]);
  assert.equal(free.trainable.length, tied.trainable.length + 1);
  assert.ok(free.trainable.some(({ name }) => name === "head"));
});

Deno.test("GPT begins with deviations of 0.02, less before sums", () => {
  using model = buildFor(new GPT({ vocabulary: 65, width: 64, layers: 8 }), [16]);
  const deviations = new Map(model.trainable.map(({ name, variable }) => [
    name,
    Math.sqrt(tf.moments(variable).variance.dataSync()[0] ?? NaN),
  ]));
  assert.ok(Math.abs((deviations.get("tokens") ?? NaN) - 0.02) < 0.001);
  assert.ok(Math.abs((deviations.get("layers.3.mlp.0.kernel") ?? NaN) - 0.02) < 0.001);
  assert.ok(Math.abs((deviations.get("layers.3.mlp.1.kernel") ?? NaN) - 0.005) < 0.0005);
});

/** The mean over all steps of −log p(next token). */
function nextToken(targets: tf.Tensor, predictions: tf.Tensor): tf.Tensor {
  const wanted = tf.oneHot(tf.cast(targets, "int32"), 7);
  return tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(predictions)), -1)));
}

for (const tied of [true, false]) {
  Deno.test(`GPT trains as tfjs-cpu does, ${tied ? "tied" : "not tied, with dropout"}`, async () => {
    const y = tf.concat([tokens.slice([0, 1]), tokens.slice([0, 0], [2, 1])], 1);
    const plan = new GPT({ ...OPTIONS, tied, dropout: tied ? 0 : 0.1 });
    await assertTrains(plan, { x: tokens, y, loss: nextToken, steps: 20, tolerance: 2e-4 });
  });
}

Deno.test("GPT refuses to be made without a vocabulary", () => {
  assert.throws(() => new GPT({} as GPTOptions), /vocabulary/);
});
