import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import {
  glorotUniform,
  heNormal,
  type Initializer,
  normal,
  ones,
  orthogonal,
  zeros,
} from "../../../lib/models/initializers.ts";
import * as tf from "../../../lib/tf.ts";

function drawn(initial: Initializer, shape: number[]): tf.Tensor {
  return tf.tensor(initial(shape, SeedStream.from(3)), shape);
}

function deviation(x: tf.Tensor): number {
  return Math.sqrt(tf.moments(x).variance.dataSync()[0] ?? NaN);
}

for (const shape of [[4, 12], [12, 4], [6, 6]]) {
  Deno.test(`orthogonal() makes the fewer of ${shape} rows and columns a basis`, () => {
    const matrix = drawn(orthogonal, shape) as tf.Tensor2D;
    const [rows = 0, columns = 0] = shape;
    const product = rows <= columns
      ? tf.matMul(matrix, matrix, false, true)
      : tf.matMul(matrix, matrix, true, false);
    const far = tf.max(tf.abs(tf.sub(product, tf.eye(Math.min(rows, columns)))));
    assert.ok((far.dataSync()[0] ?? NaN) < 1e-6);
  });
}

Deno.test("initializers have the deviations of their sources, windows included", () => {
  const shape = [3, 3, 40, 80];
  const near = (found: number, wanted: number): boolean => Math.abs(found / wanted - 1) < 0.02;
  assert.ok(near(deviation(drawn(heNormal, shape)), Math.sqrt(2 / 360)));
  assert.ok(near(deviation(drawn(glorotUniform, shape)), Math.sqrt(2 / (360 + 720))));
  assert.ok(near(deviation(drawn(normal(0.02), shape)), 0.02));
  const limit = Math.sqrt(6 / (360 + 720));
  assert.ok((tf.max(tf.abs(drawn(glorotUniform, shape))).dataSync()[0] ?? NaN) <= limit);
});

Deno.test("zeros() and ones() are what they say", () => {
  assert.deepEqual([...zeros([2, 1])], [0, 0]);
  assert.deepEqual([...ones([2, 1])], [1, 1]);
});
