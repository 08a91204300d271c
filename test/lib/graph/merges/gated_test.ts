import assert from "node:assert/strict";
import { gated } from "../../../../lib/graph/merges/gated.ts";
import { assertConfigRoundTrip, assertGradients, built, copies, merged, samples } from "./rig.ts";
import * as tf from "../../../../lib/tf.ts";

Deno.test("gated() of two inputs is σ(z₁ − z₂) of the first and the rest of the second", () => {
  using model = built(gated(), [[1], [1]]);
  const [kernel = [], bias = []] = model.trainable.map(({ variable }) => [...variable.dataSync()]);
  const [a, b] = [0.5, -2];
  const score = (at: number): number =>
    a * (kernel[at] ?? 0) + b * (kernel[2 + at] ?? 0) + (bias[at] ?? 0);
  const gate = 1 / (1 + Math.exp(score(1) - score(0)));
  const inputs = [tf.tensor([[a]]), tf.tensor([[b]])];
  const [value = NaN] = merged(model, inputs).values;
  assert.ok(Math.abs(value - (gate * a + (1 - gate) * b)) < 1e-6);
  tf.dispose(inputs);
});

Deno.test("gated() stays between its inputs, each number by gates of its own", () => {
  using model = built(gated(), [[2, 3], [2, 3], [2, 3]]);
  const inputs = [1, 2, 3].map((seed) => samples([4, 2, 3], seed));
  const rows = inputs.map((input) => [...input.dataSync()]);
  const { shape, values } = merged(model, inputs);
  assert.deepEqual(shape, [4, 2, 3]);
  for (const [at, value] of values.entries()) {
    const here = rows.map((row) => row[at] ?? NaN);
    assert.ok(value > Math.min(...here) && value < Math.max(...here));
  }
  tf.dispose(inputs);
});

Deno.test("gated() lets an open gate through unchanged", () => {
  using model = built(gated(), [[2], [2], [2]]);
  const [kernel, bias] = model.trainable.map(({ variable }) => variable);
  kernel?.assign(tf.zerosLike(kernel));
  bias?.assign(tf.tensor([0, 80, 80, 0, 0, 0]));
  const inputs = [[[1, 2]], [[3, 4]], [[5, 6]]].map((rows) => tf.tensor(rows));
  assert.deepEqual(merged(model, inputs).values, [3, 2]);
  tf.dispose(inputs);
});

Deno.test("gated() has the gradients of its function, weights included", () => {
  for (const count of [2, 3]) assertGradients(gated(), copies(count));
});

Deno.test("gated() refuses inputs of different shapes, and is made again of its config", () => {
  assert.throws(() => built(gated(), [[2], [3]]), /1: expected \(2\), as 0, found \(3\)/);
  assertConfigRoundTrip(gated({ tags: { from: "A" } }));
});
