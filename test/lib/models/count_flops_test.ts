import assert from "node:assert/strict";
import { countFlops } from "../../../lib/models/count_flops.ts";
import { pureFunction } from "../../../lib/models/function_model.ts";
import type { Interface } from "../../../lib/models/interface.ts";
import * as tf from "../../../lib/tf.ts";
import { GOLDEN_CASES } from "./golden/golden_cases.ts";
import { buildFor } from "./training.ts";

for (const [name, { plan, x }] of Object.entries(GOLDEN_CASES)) {
  Deno.test(`countFlops() counts what built-in models say of themselves: ${name}`, () => {
    using model = buildFor(plan, x.shape.slice(1), { dtype: x.dtype as Interface["dtype"] });
    const { call, inputs, trainable } = model;
    assert.equal(countFlops(call, { inputs, parameters: trainable }), model.flops);
  });
}

Deno.test("countFlops() counts convolutions of every kind", () => {
  const inputs = { x: { shape: [6, 5, 2], dtype: "float32" } } as const;
  const count = (call: (x: tf.Tensor4D) => tf.Tensor): number =>
    countFlops(({ x }) => ({ output: call(x as tf.Tensor4D) }), { inputs, parameters: [] });
  const filter = tf.ones([3, 3, 2, 4]) as tf.Tensor4D;
  assert.equal(count((x) => tf.conv2d(x, filter, 1, "same")), 2 * 6 * 5 * 4 * 9 * 2);
  assert.equal(count((x) => tf.depthwiseConv2d(x, filter, 1, "same")), 2 * 6 * 5 * 8 * 9);
  const back = tf.ones([3, 3, 4, 2]) as tf.Tensor4D;
  const upward = (x: tf.Tensor4D): tf.Tensor =>
    tf.conv2dTranspose(x, back, [x.shape[0], 6, 5, 4], 1, "same");
  assert.equal(count(upward), 2 * 6 * 5 * 4 * 9 * 2);
});

Deno.test("models that cannot be recorded have no count", () => {
  const output = (): Interface => ({ shape: [4], dtype: "float32" });
  const plan = pureFunction((x) => tf.mul(x, x.dataSync()[0] ?? 0), { output });
  using model = buildFor(plan, [4]);
  assert.equal(model.flops, undefined);
});
