import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { activationBytes } from "../../../lib/models/activation_bytes.ts";
import { LinearRegression } from "../../../lib/models/estimators/linear_regression.ts";
import { pureFunction } from "../../../lib/models/function_model.ts";
import type { BuildContext, Model } from "../../../lib/models/model.ts";
import * as tf from "../../../lib/tf.ts";

function bytesOf(plan: Model, shape: readonly (number | null)[]) {
  const context: BuildContext = {
    inputs: { input: { shape, dtype: "float32" } },
    seeds: SeedStream.from(0),
  };
  const built = plan.build(context);
  const found = activationBytes(built);
  if (built.learning === "gradient") built[Symbol.dispose]();
  return found;
}

Deno.test("activationBytes() frees each result after its last use, but not in training", () => {
  const chain = pureFunction((x) => tf.sum(tf.exp(tf.tanh(tf.sin(x))), -1));
  // Two rows of eight at a time; all four and the sum in training.
  assert.deepEqual(bytesOf(chain, [8]), { forward: 4 * 16, training: 4 * (4 * 8 + 1) });
});

Deno.test("activationBytes() keeps what is used later, and counts no reshapes and no constants", () => {
  const skip = pureFunction((x) => tf.add(x, tf.tanh(tf.sin(x))));
  assert.deepEqual(bytesOf(skip, [8]), { forward: 4 * 24, training: 4 * 32 });
  const reshaped = pureFunction((x) => tf.reshape(tf.reshape(x, [-1, 2, 4]), [-1, 8]));
  assert.deepEqual(bytesOf(reshaped, [8]), { forward: 4 * 8, training: 4 * 8 });
  const shifted = pureFunction((x) => tf.add(x, tf.sin(tf.ones([8]))));
  assert.deepEqual(bytesOf(shifted, [8]), { forward: 4 * 16, training: 4 * 16 });
});

Deno.test("activationBytes() knows nothing of what is not recorded", () => {
  assert.equal(bytesOf(new LinearRegression(), [8]), undefined);
});
