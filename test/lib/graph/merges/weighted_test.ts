import assert from "node:assert/strict";
import { weighted } from "../../../../lib/graph/merges/weighted.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertConfigRoundTrip, assertGradients, built, copies, merged } from "./rig.ts";

const inputs = [[[1, 10]], [[2, 20]], [[4, 40]]].map((rows) => tf.tensor(rows));
const shapes = inputs.map(() => [2]);

Deno.test("weighted() multiplies each input by its fixed weight", () => {
  const three = built(weighted({ weights: [2, -1, 0.5] }), shapes);
  assert.deepEqual(merged(three, inputs), { shape: [1, 2], values: [2, 20] });
  const two = built(weighted({ weights: [0, 1] }), shapes.slice(0, 2));
  assert.deepEqual(merged(two, inputs.slice(0, 2)).values, [2, 20]);
  assert.equal(three.trainable.length, 0);
});

Deno.test("weighted() without weights starts from the mean", () => {
  for (const learned of [false, true]) {
    const model = built(weighted({ learned }), shapes);
    merged(model, inputs).values.forEach((value, at) =>
      assert.ok(Math.abs(value - ([7 / 3, 70 / 3][at] ?? NaN)) < 1e-5)
    );
    model[Symbol.dispose]();
  }
});

Deno.test("weighted() learns positive weights that add up to 1, from the ratios it is given", () => {
  using model = built(weighted({ weights: [2, 1, 1], learned: true }), shapes);
  const [first = NaN] = merged(model, inputs).values;
  assert.ok(Math.abs(first - (0.5 + 0.5 + 1)) < 1e-5);
  const scores = model.trainable[0]?.variable as tf.Variable;
  scores.assign(tf.tensor([-50, 0, 50]));
  assert.deepEqual(merged(model, inputs).values, [4, 40]);
});

Deno.test("weighted() has the gradients of its function, weights included", () => {
  assertGradients(weighted({ weights: [0.3, -2] }), copies(2));
  assertGradients(weighted({ weights: [0.3, 1, 2], learned: true }), copies(3));
});

Deno.test("weighted() refuses weights that do not suit its inputs", () => {
  assert.throws(
    () => built(weighted({ weights: [1, 2] }), shapes),
    /for each of 3 inputs.*2 weights/,
  );
  assert.throws(() => weighted({ weights: [1, NaN] }), /by NaN/);
  assert.throws(() => weighted({ weights: [1, 0], learned: true }), /by 0: give positive/);
  assert.throws(() => built(weighted(), [[2], [3]]), /1: expected \(2\), as 0, found \(3\)/);
});

Deno.test("weighted() is made again of its config", () => {
  assertConfigRoundTrip(weighted({ weights: [1, 2], learned: true, targets: "last" }));
});
