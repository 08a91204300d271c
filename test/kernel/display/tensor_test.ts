import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import type { Tensor } from "../../../kernel/display/tensor.ts";
import { forms } from "./support.ts";

async function shown(tensor: tf.Tensor | Tensor): Promise<string> {
  return String((await forms(tensor))["text/plain"]);
}

Deno.test("a tensor shows shape, type, statistics and values", async () => {
  await tf.setBackend("cpu");
  assert.equal(
    await shown(tf.tensor2d([[1.5, 2], [NaN, -4]])),
    "Tensor [2, 2] float32\nmin -4, mean -0.1667, max 2, 1 NaN\n[[ 1.5,  2.0],\n [ NaN, -4.0]]",
  );
});

Deno.test("a tensor of each other type shows its values", async () => {
  assert.equal(await shown(tf.scalar(3.25)), "Tensor [] float32\n3.25");
  assert.equal(await shown(tf.tensor1d([true, false], "bool")), "Tensor [2] bool\n[ true, false]");
  assert.equal(await shown(tf.tensor(["a", "b\n"])), 'Tensor [2] string\n["a", "b\\n"]');
  assert.equal(await shown(tf.complex([1], [-2])), "Tensor [1] complex64\n[1 - 2i]");
  assert.equal(await shown(tf.zeros([0, 3])), "Tensor [0, 3] float32\n[]");
  assert.equal(await shown(tf.variable(tf.scalar(1))), "Variable [] float32\n1");
});

Deno.test("a large tensor shows both ends of each axis", async () => {
  const lines = (await shown(tf.reshape(tf.range(0, 10_000, 1, "int32"), [100, 100]))).split("\n");
  assert.deepEqual(lines, [
    "Tensor [100, 100] int32",
    "min 0, mean 5000, max 9999",
    "[[   0,    1,    2, …,   97,   98,   99],",
    " [ 100,  101,  102, …,  197,  198,  199],",
    " [ 200,  201,  202, …,  297,  298,  299],",
    " …,",
    " [9700, 9701, 9702, …, 9797, 9798, 9799],",
    " [9800, 9801, 9802, …, 9897, 9898, 9899],",
    " [9900, 9901, 9902, …, 9997, 9998, 9999]]",
  ]);
});

Deno.test("a tensor of many axes stays short", async () => {
  const text = await shown(tf.zeros([4, 4, 4, 4, 4, 4]));
  assert.ok(text.length < 5_000, `${text.length} characters`);
});

Deno.test("a disposed tensor says that its values are gone", async () => {
  const tensor = tf.ones([2]);
  tensor.dispose();
  assert.equal(await shown(tensor), "Tensor [2] float32, disposed: its values are gone");
});

Deno.test("a tensor of more than a million elements is not read", async () => {
  const huge: Tensor = {
    shape: [2_000, 1_000],
    dtype: "float32",
    size: 2_000_000,
    isDisposed: false,
    data: () => Promise.reject(new Error("was read")),
  };
  assert.equal(await shown(huge), "Tensor [2000, 1000] float32, 2,000,000 elements");
});

Deno.test("a tensor that cannot be read says why", async () => {
  const traced: Tensor = {
    shape: [2],
    dtype: "float32",
    size: 2,
    isDisposed: false,
    data: () => Promise.reject(new Error("recorded")),
  };
  assert.match(
    await shown(traced),
    /^Tensor \[2\] float32, whose values cannot be read: Error: rec/,
  );
});
