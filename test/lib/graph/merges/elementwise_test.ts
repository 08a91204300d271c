import assert from "node:assert/strict";
import { max, mean, sum } from "../../../../lib/graph/merges/elementwise.ts";
import { ShapeError } from "../../../../lib/models/model.ts";
import * as tf from "../../../../lib/tf.ts";
import { assertConfigRoundTrip, assertGradients, built, copies, merged } from "./rig.ts";

const inputs = [[[1, 5]], [[2, -4]], [[6, 2]], [[-1, 1]]].map((rows) => tf.tensor(rows));
const shapes = inputs.map(() => [2]);

for (
  const { make, of } of [
    { make: sum, of: { 2: [3, 1], 3: [9, 3], 4: [8, 4] } },
    { make: mean, of: { 2: [1.5, 0.5], 3: [3, 1], 4: [2, 1] } },
    { make: max, of: { 2: [2, 5], 3: [6, 5], 4: [6, 5] } },
  ] as const
) {
  Deno.test(`${make.name}() merges two, three and four inputs number by number`, () => {
    for (const count of [2, 3, 4] as const) {
      const model = built(make(), shapes.slice(0, count));
      assert.deepEqual(merged(model, inputs.slice(0, count)), { shape: [1, 2], values: of[count] });
      assert.deepEqual(model.outputs.output?.shape, [2]);
    }
  });

  Deno.test(`${make.name}() has the gradients of its function`, () => {
    for (const count of [2, 3, 4]) assertGradients(make(), copies(count, [2, 2]));
  });

  Deno.test(`${make.name}() refuses inputs of different shapes by the name of the port`, () => {
    assert.throws(() => built(make(), [[2], [2], [1, 2]]), (error: unknown) => {
      assert.ok(error instanceof ShapeError);
      assert.deepEqual([error.port, error.found], ["2", "(1, 2)"]);
      assert.match(error.message, /expected \(2\), as 0.*concatenate/);
      return true;
    });
  });

  Deno.test(`${make.name}() is made again of its config`, () => {
    assertConfigRoundTrip(make({ targets: "mean", tags: "last" }));
  });
}

Deno.test("sum() says of its output what all inputs say alike", () => {
  const port = { shape: [2], dtype: "float32", units: "V", domain: "signal" } as const;
  const { outputs } = sum().build({
    inputs: { a: port, b: { ...port, domain: "noise" } },
    seeds: {} as never,
  });
  assert.deepEqual(outputs.output, { shape: [2], dtype: "float32", units: "V" });
});

Deno.test("max() of equal numbers sends the gradient to one of them only", () => {
  const model = built(max(), [[1], [1]]);
  const x = tf.tensor([[3]]);
  const slopes = tf.grads((a, b) => {
    const { output } = model.call({ 0: a as tf.Tensor, 1: b as tf.Tensor }, { training: true });
    return tf.sum(output as tf.Tensor);
  })([x, tf.tensor([[3]])]);
  assert.deepEqual(slopes.map((slope) => slope.dataSync()[0]).toSorted(), [0, 1]);
});
