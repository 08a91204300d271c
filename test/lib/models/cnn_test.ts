import assert from "node:assert/strict";
import { CNN, type CNNOptions } from "../../../lib/models/cnn.ts";
import { ShapeError } from "../../../lib/models/model.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

function outputShape(options: CNNOptions, shape: readonly number[]): readonly number[] {
  using model = buildFor(new CNN(options), shape);
  const { output } = predict(model, tf.zeros([2, ...shape]));
  const found = output?.shape ?? [];
  assert.deepEqual(model.outputs.output?.shape, found.slice(1));
  return found;
}

Deno.test("CNN maps signals and images of every layout to the shape of its output", () => {
  const options = { outputShape: [1, 3], filters: [4, 2] };
  const shapes = [[12], [2, 12], [8, 6, 3], [2, 8, 6, 3]];
  for (const shape of shapes) assert.deepEqual(outputShape(options, shape), [2, 1, 3]);
});

Deno.test("CNN gives maps in the layout of its input when it does not flatten", () => {
  const options: CNNOptions = { filters: [4, 5], flattenOutput: false, pooling: 2 };
  assert.deepEqual(outputShape(options, [12]), [2, 5, 3]);
  assert.deepEqual(outputShape(options, [2, 12]), [2, 5, 3]);
  assert.deepEqual(outputShape({ ...options, channels: "last" }, [12, 2]), [2, 3, 5]);
  assert.deepEqual(outputShape(options, [8, 6, 3]), [2, 2, 1, 5]);
  assert.deepEqual(outputShape({ ...options, channels: "first" }, [3, 8, 6]), [2, 5, 2, 1]);
  assert.deepEqual(outputShape({ ...options, channels: "first" }, [2, 3, 8, 6]), [2, 5, 2, 1]);
});

Deno.test("CNN takes windows, steps and borders of different sizes", () => {
  const maps: CNNOptions = { layers: 1, filters: 2, flattenOutput: false };
  assert.deepEqual(outputShape({ ...maps, kernel: [3, 5], padding: [1, 0] }, [8, 9, 1]), [
    2,
    8,
    5,
    2,
  ]);
  assert.deepEqual(outputShape({ ...maps, stride: [2, 3], padding: "same" }, [8, 9, 1]), [
    2,
    4,
    3,
    2,
  ]);
  assert.deepEqual(outputShape({ ...maps, kernel: 4, padding: "valid" }, [1, 9]), [2, 2, 6]);
});

Deno.test("CNN treats the channels of a signal, first or last, and its images alike", () => {
  const signal = floats([2, 3, 10]);
  using first = buildFor(new CNN({ filters: 2, flattenOutput: false }), [3, 10]);
  using last = buildFor(new CNN({ filters: 2, flattenOutput: false, channels: "last" }), [10, 3]);
  const one = predict(first, signal).output;
  const other = predict(last, tf.transpose(signal, [0, 2, 1])).output;
  assert.deepEqual(tf.transpose(other as tf.Tensor, [0, 2, 1]).arraySync(), one?.arraySync());
});

Deno.test("CNN takes the shape of the targets, or its number of filters, when it has none", () => {
  const wanted = { shape: [1], dtype: "float32" } as const;
  using tail = buildFor(new CNN({ filters: 3 }), [1, 10], { wanted });
  assert.deepEqual(tail.outputs.output?.shape, [1]);
  using alone = buildFor(new CNN({ filters: 3 }), [1, 10]);
  assert.deepEqual(alone.outputs.output?.shape, [1, 3]);
  // 3·1·3 + 3 and 3·3·3 + 3 weights of convolutions, 30·3 + 3 of the head.
  assert.equal(alone.trainable.reduce((sum, { variable }) => sum + variable.size, 0), 135);
  assert.equal(alone.flops, 2 * (10 * 9 + 10 * 27 + 30 * 3));
});

Deno.test("CNN trains on signals as tfjs-cpu does, dropout included", async () => {
  const x = floats([8, 2, 12]);
  const y = tf.mean(x, 2);
  const plan = new CNN({ filters: [6, 4], pooling: 2, outputShape: [2], dropout: 0.1 });
  await assertTrains(plan, { x, y, steps: 25 });
});

Deno.test("CNN trains on images as tfjs-cpu does", async () => {
  const x = floats([6, 6, 6, 2]);
  const y = tf.reshape(tf.max(x, [1, 2, 3]), [6, 1]);
  await assertTrains(new CNN({ filters: 4, stride: 2, outputShape: [1] }), { x, y });
});

Deno.test("CNN refuses samples that are too small or of no known layout, and options without meaning", () => {
  assert.throws(() => buildFor(new CNN({ pooling: 4 }), [1, 10]), ShapeError);
  assert.throws(() => buildFor(new CNN({ kernel: 5, padding: "valid" }), [1, 4]), /window.*4/);
  assert.throws(() => buildFor(new CNN(), []), /channels, length/);
  const maps = new CNN({ flattenOutput: false, outputShape: [3] });
  assert.throws(() => buildFor(maps, [1, 10]), /\(3\).*maps of \(16, 10\)/);
  assert.throws(() => new CNN({ layers: 0 }), /layers/);
  assert.throws(() => new CNN({ kernel: [3, 0] }), /kernel\[1\]/);
  assert.throws(() => new CNN({ padding: -1 }), /padding/);
  assert.throws(() => new CNN({ layers: 3, filters: [1, 2] }), /leave layers out/);
});

Deno.test("CNN leaves no weights behind when a build fails", () => {
  const before = tf.memory().numTensors;
  assert.throws(() => buildFor(new CNN({ pooling: 4 }), [1, 10]), ShapeError);
  assert.equal(tf.memory().numTensors, before);
});
