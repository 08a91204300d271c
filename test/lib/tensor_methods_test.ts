import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "../../lib/tf.ts";

Deno.test("installTensorMethods() gives tensors every method that tfjs declares", () => {
  const core = import.meta.resolve("@tensorflow/tfjs-core/package.json");
  const folder = fileURLToPath(new URL("dist/public/chained_ops", core));
  const declared = readdirSync(folder)
    .filter((file) => /^[a-z0-9_]+\.js$/.test(file) && !/test|register/.test(file))
    .map((file) => file.slice(0, -3).replaceAll("_", ""));
  const has = new Set(
    Object.getOwnPropertyNames(tf.Tensor.prototype).map((name) => name.toLowerCase()),
  );
  assert.deepEqual(declared.filter((name) => !has.has(name)), []);
});

Deno.test("methods of tensors compute what the functions of the same name compute", () => {
  const x = tf.tensor2d([[1, -2], [3, 4]]);
  assert.deepEqual(x.add(1).arraySync(), tf.add(x, 1).arraySync());
  assert.deepEqual(x.matMul(x).arraySync(), tf.matMul(x, x).arraySync());
  assert.deepEqual(x.argMax(1).arraySync(), [0, 1]);
  assert.deepEqual(x.concat(x, 1).shape, [2, 4]);
  assert.deepEqual(x.flatten().toInt().arraySync(), [1, -2, 3, 4]);
  assert.deepEqual(x.where(x.greater(0), tf.zerosLike(x)).arraySync(), [[1, 0], [3, 4]]);
});

Deno.test("methods of tensors refuse a disposed tensor", () => {
  const x = tf.tensor1d([1]);
  x.dispose();
  assert.throws(() => x.add(1), /disposed/);
});
