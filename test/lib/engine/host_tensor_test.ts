import assert from "node:assert/strict";
import { hostOf, tensorOf } from "../../../lib/engine/host_tensor.ts";
import * as tf from "../../../lib/tf.ts";

Deno.test("hostOf() gives the array that a tensor was made of, and tensorOf() takes it as it is", () => {
  for (const data of [Float32Array.of(1, 2, 3), Int32Array.of(1, 2, 3)]) {
    const dtype = data instanceof Int32Array ? "int32" : "float32";
    const host = hostOf(tf.tensor1d(data, dtype));
    assert.equal(host.data, data);
    assert.equal(hostOf(tensorOf(host)).data, data);
  }
});

Deno.test("hostOf() converts elements in arrays of another type, and once", () => {
  const whole = tf.tensor1d([1, 0, 2], "int32");
  const floats = tf.cast(whole, "float32");
  const { data } = hostOf(floats);
  assert.deepEqual(data, Float32Array.of(1, 0, 2));
  assert.equal(hostOf(floats).data, data);
  // Both tensors have the same elements, for tfjs.
  assert.equal(whole.dataId, floats.dataId);
  assert.deepEqual(hostOf(whole).data, Int32Array.of(1, 0, 2));
  assert.deepEqual(hostOf(floats).data, Float32Array.of(1, 0, 2));
});

Deno.test("hostOf() sees what a variable was given last", () => {
  const variable = tf.variable(tf.cast(tf.tensor1d([1, 0], "int32"), "float32"));
  assert.deepEqual(hostOf(variable).data, Float32Array.of(1, 0));
  variable.assign(tf.cast(tf.tensor1d([3, 4], "int32"), "float32"));
  assert.deepEqual(hostOf(variable).data, Float32Array.of(3, 4));
});
