import assert from "node:assert/strict";
import { readNumbers } from "../../../../lib/experiment/metrics/numbers.ts";
import * as tf from "../../../../lib/tf.ts";

Deno.test("readNumbers() takes tensors, typed arrays and lists, without copying arrays", () => {
  const data = Float32Array.of(1, 2, 3, 4);
  assert.equal(readNumbers({ shape: [2, 2], data }, "outputs").data, data);
  assert.equal(readNumbers(data, "outputs").data, data);
  assert.deepEqual(readNumbers([[1, 2], [3, 4]], "outputs"), {
    shape: [2, 2],
    data: Float64Array.of(1, 2, 3, 4),
  });
  assert.deepEqual(readNumbers([data, data], "outputs").shape, [2, 4]);
  assert.deepEqual(readNumbers([true, false], "targets").data, Float64Array.of(1, 0));
  assert.deepEqual(readNumbers([], "targets").shape, [0]);
});

Deno.test("readNumbers() reads tensors of tfjs", () => {
  using made = tensor();
  assert.deepEqual(readNumbers(made.value, "outputs").shape, [2, 1]);
  assert.deepEqual(Array.from(readNumbers(made.value, "outputs").data), [1, 2]);
});

Deno.test("readNumbers() refuses ragged lists, texts and wrong shapes", () => {
  assert.throws(
    () => readNumbers([[1, 2], [3]], "outputs"),
    /outputs: a list of 1 lies beside one/,
  );
  assert.throws(() => readNumbers([[1], 2] as never, "outputs"), /numbers lie beside lists/);
  assert.throws(() => readNumbers(["cat"] as never, "targets"), /"cat" is no number; give classes/);
  assert.throws(() => readNumbers([null] as never, "targets"), /null is no number/);
  assert.throws(
    () => readNumbers({ shape: [3], data: [1] }, "outputs"),
    /takes 3 numbers, and the/,
  );
});

function tensor(): Disposable & { readonly value: tf.Tensor } {
  const value = tf.tensor2d([[1], [2]]);
  return { value, [Symbol.dispose]: () => value.dispose() };
}

Deno.test("readNumbers() says which numbers there are none of", () => {
  assert.throws(
    () => readNumbers(undefined as never, "targets"),
    /Cannot read targets: there is undefined; give a tensor, a typed array or a list/,
  );
  assert.throws(() => readNumbers(3 as never, "outputs"), /Cannot read outputs: there is 3/);
});
