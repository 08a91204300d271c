import assert from "node:assert/strict";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { compile } from "../../../../lib/engine/compile.ts";
import { keepApart } from "../../../../lib/engine/trace/variables.ts";
import * as tf from "../../../../lib/tf.ts";

Deno.test("keepApart() gives variables of one tensor elements of their own, and keeps their values", () => {
  const value = tf.tensor1d([1, 2]);
  const variables = [value, value, tf.tensor1d([3])].map((tensor) => tf.variable(tensor));
  const before = variables.map(({ dataId }) => dataId);
  keepApart(variables);
  const [first, second, third] = variables.map(({ dataId }) => dataId);
  assert.deepEqual([first, third], [before[0], before[2]]);
  assert.notEqual(second, first);
  assert.deepEqual(variables.map((variable) => [...variable.dataSync()]), [[1, 2], [1, 2], [3]]);
});

Deno.test("compile() tells variables apart that were made of one tensor", async () => {
  const value = tf.tensor1d([1, 2]);
  const [a, b] = [tf.variable(value), tf.variable(value)];
  const minus = compile((x: tf.Tensor) => tf.add(x, tf.sub(a, b)), { variables: [a, b] });
  assert.deepEqual([...(await minus(tf.zeros([2]))).dataSync()], [0, 0]);
  a.assign(tf.tensor1d([5, 5]));
  assert.deepEqual([...(await minus(tf.zeros([2]))).dataSync()], [4, 3]);
  await releaseModels();
});
