import assert from "node:assert/strict";
import { ShapeError } from "../../../lib/models/model.ts";
import { Recurrent, type RecurrentOptions } from "../../../lib/models/recurrent.ts";
import * as tf from "../../../lib/tf.ts";
import { floats } from "../engine/rule_cases.ts";
import { assertTrains, buildFor, predict } from "./training.ts";

function outputShape(options: RecurrentOptions, shape: readonly number[]): readonly number[] {
  using model = buildFor(new Recurrent({ hidden: 3, ...options }), shape);
  const { output } = predict(model, tf.zeros([2, ...shape]));
  assert.deepEqual(model.outputs.output?.shape, output?.shape.slice(1));
  return output?.shape ?? [];
}

Deno.test("Recurrent gives a row for each sample or for each step, as wide as is wanted", () => {
  assert.deepEqual(outputShape({}, [5, 2]), [2, 3]);
  assert.deepEqual(outputShape({ bidirectional: true }, [5]), [2, 6]);
  assert.deepEqual(outputShape({ outputShape: [1, 4] }, [5, 2]), [2, 1, 4]);
  assert.deepEqual(outputShape({ returnSequences: true }, [5, 2]), [2, 5, 3]);
  assert.deepEqual(outputShape({ returnSequences: true, outputShape: [5, 1] }, [5, 2]), [2, 5, 1]);
  assert.deepEqual(outputShape({ stepsAxis: "last", returnSequences: true }, [2, 5]), [2, 5, 3]);
});

Deno.test("Recurrent takes the shape of the targets when it has none", () => {
  using model = buildFor(new Recurrent(), [5, 2], { wanted: { shape: [1], dtype: "float32" } });
  assert.deepEqual(model.outputs.output?.shape, [1]);
});

Deno.test("Recurrent with steps last is the same over samples the other way round", () => {
  const x = floats([2, 5, 3]);
  using first = buildFor(new Recurrent({ hidden: 4 }), [5, 3]);
  using last = buildFor(new Recurrent({ hidden: 4, stepsAxis: "last" }), [3, 5]);
  assert.deepEqual(
    predict(last, tf.transpose(x, [0, 2, 1])).output?.dataSync(),
    predict(first, x).output?.dataSync(),
  );
});

Deno.test("Recurrent learns from sequences of one step, whose gradient tfjs lacks", async () => {
  const [x, y] = [floats([6, 1, 3]), floats([6, 4])];
  await assertTrains(new Recurrent({ hidden: 4 }), { x, y, steps: 20, learningRate: 0.1 });
});

Deno.test("Recurrent begins an LSTM with a forget gate that is open", () => {
  using model = buildFor(new Recurrent({ hidden: 2 }), [5, 2]);
  const bias = model.trainable.find(({ name }) => name === "layers.0.forward.bias");
  assert.deepEqual([...bias?.variable.dataSync() ?? []], [0, 0, 1, 1, 0, 0, 0, 0]);
});

for (const kind of ["rnn", "lstm", "gru"] as const) {
  Deno.test(`Recurrent trains a ${kind} as tfjs-cpu does, dropout included`, async () => {
    const x = floats([8, 4, 2]);
    const y = tf.mean(x, [1, 2]).reshape([8, 1]);
    const plan = new Recurrent({
      kind,
      hidden: 4,
      layers: 2,
      dropout: 0.1,
      bidirectional: kind === "gru",
      outputShape: [1],
    });
    await assertTrains(plan, { x, y, steps: 15, learningRate: 0.05 });
  });
}

Deno.test("Recurrent trains sequences as tfjs-cpu does", async () => {
  const x = floats([6, 4, 2]);
  const plan = new Recurrent({ hidden: 6, returnSequences: true, outputShape: [4, 1] });
  await assertTrains(plan, { x, y: tf.mean(x, 2, true), steps: 15, learningRate: 0.05 });
});

Deno.test("Recurrent refuses samples that are no sequences, and options without meaning", () => {
  assert.throws(() => buildFor(new Recurrent(), [5, 2, 2]), ShapeError);
  const steps = new Recurrent({ returnSequences: true, outputShape: [1] });
  assert.throws(() => buildFor(steps, [5, 2]), /\(1\), found 5 steps/);
  assert.throws(() => new Recurrent({ hidden: 0 }), /hidden/);
  assert.throws(() => new Recurrent({ kind: "gruu" as "gru" }), /did you mean "gru"/);
});
