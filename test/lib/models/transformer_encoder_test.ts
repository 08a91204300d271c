import assert from "node:assert/strict";
import { ShapeError } from "../../../lib/models/model.ts";
import {
  TransformerEncoder,
  type TransformerEncoderOptions,
} from "../../../lib/models/transformer_encoder.ts";
import * as tf from "../../../lib/tf.ts";
import { floats, integers } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

const SIZES = { width: 8, heads: 2, layers: 1 } as const;

function outputShape(options: TransformerEncoderOptions, x: tf.Tensor): readonly number[] {
  using model = buildFor(new TransformerEncoder({ ...SIZES, ...options }), x.shape.slice(1));
  const { output } = predict(model, x);
  assert.deepEqual(model.outputs.output?.shape, output?.shape.slice(1));
  return output?.shape ?? [];
}

Deno.test("TransformerEncoder takes tokens or numbers, and gives a row for each sample or step", () => {
  const tokens = integers([2, 5], { low: 0, high: 7 });
  assert.deepEqual(outputShape({ vocabulary: 7 }, tokens), [2, 8]);
  assert.deepEqual(outputShape({ vocabulary: 7, pooling: "none" }, tokens), [2, 5, 8]);
  assert.deepEqual(outputShape({ vocabulary: 7, outputShape: [3] }, tokens.reshape([2, 1, 5])), [
    2,
    3,
  ]);
  assert.deepEqual(outputShape({ pooling: "first" }, floats([2, 5, 3])), [2, 8]);
  const each: TransformerEncoderOptions = { pooling: "none", outputShape: [5, 2] };
  assert.deepEqual(outputShape(each, floats([2, 5, 3])), [2, 5, 2]);
  assert.deepEqual(outputShape({ ...each, stepsAxis: "last" }, floats([2, 3, 5])), [2, 5, 2]);
});

Deno.test("TransformerEncoder takes tokens that come as floats, as those of a FeatureSet do", () => {
  const tokens = integers([2, 5], { low: 0, high: 7 });
  using model = buildFor(new TransformerEncoder({ ...SIZES, vocabulary: 7 }), [5]);
  assert.deepEqual(
    predict(model, tf.cast(tokens, "float32")).output?.dataSync(),
    predict(model, tokens).output?.dataSync(),
  );
});

Deno.test("TransformerEncoder pools the rows of its steps", () => {
  const x = floats([2, 5, 3]);
  function pooled(pooling: "none" | "mean" | "first" | "last"): tf.Tensor {
    using model = buildFor(new TransformerEncoder({ ...SIZES, pooling }), [5, 3]);
    return predict(model, x).output as tf.Tensor;
  }
  const rows = tf.unstack(pooled("none"), 1);
  assert.deepEqual(pooled("first").arraySync(), rows[0]?.arraySync());
  assert.deepEqual(pooled("last").arraySync(), rows[4]?.arraySync());
  assert.deepEqual(pooled("mean").arraySync(), tf.mean(pooled("none"), 1).arraySync());
});

Deno.test("TransformerEncoder tells the order of steps by their positions only", () => {
  const x = floats([1, 5, 3]);
  const reversed = tf.reverse(x, 1);
  for (const positions of ["none", "sinusoidal", "learned"] as const) {
    using model = buildFor(new TransformerEncoder({ ...SIZES, positions }), [5, 3]);
    const [one, other] = [predict(model, x).output, predict(model, reversed).output];
    const far = tf.max(tf.abs(tf.sub(one as tf.Tensor, other as tf.Tensor))).dataSync()[0] ?? NaN;
    assert.equal(far < 1e-5, positions === "none", `${positions}: ${far}`);
  }
});

Deno.test("TransformerEncoder trains on tokens as tfjs-cpu does, dropout included", async () => {
  const x = integers([8, 5], { low: 0, high: 7 });
  const y = tf.mean(tf.cast(x, "float32"), 1, true);
  const plan = new TransformerEncoder({ ...SIZES, vocabulary: 7, dropout: 0.1, outputShape: [1] });
  await assertTrains(plan, { x, y, steps: 15, tolerance: 2e-4 });
});

Deno.test("TransformerEncoder trains on numbers as tfjs-cpu does", async () => {
  const x = floats([6, 4, 2]);
  const plan = new TransformerEncoder({ ...SIZES, pooling: "none", positions: "sinusoidal" });
  await assertTrains(plan, { x, y: floats([6, 4, 8], { seed: 2 }), steps: 15, tolerance: 2e-4 });
});

Deno.test("TransformerEncoder refuses samples that are no sequences, and options without meaning", () => {
  assert.throws(() => buildFor(new TransformerEncoder({ vocabulary: 7 }), [2, 5]), /one column/);
  assert.throws(() => buildFor(new TransformerEncoder(), [2, 5, 1]), ShapeError);
  assert.throws(() => new TransformerEncoder({ width: 30, heads: 4 }), /give a width of 32/);
  assert.throws(() => new TransformerEncoder({ vocabulary: 0 }), /vocabulary/);
});
