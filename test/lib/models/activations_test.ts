import assert from "node:assert/strict";
import { activations } from "../../../lib/models/activations.ts";
import * as tf from "../../../lib/tf.ts";

const points = [-3, -1, -0.1, 0, 0.1, 1, 3];

/** By the error function to 10 digits at these points (Abramowitz and Stegun, table 7.1). */
const NORMAL = new Map([[3, 0.9986501020], [1, 0.8413447461], [0.1, 0.5398278373], [0, 0.5]]);

function normal(x: number): number {
  const share = NORMAL.get(Math.abs(x)) ?? NaN;
  return x < 0 ? 1 - share : share;
}

const formulas: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  leaky_relu: (x) => x < 0 ? 0.01 * x : x,
  elu: (x) => x < 0 ? Math.expm1(x) : x,
  selu: (x) => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x),
  gelu: (x) => x * normal(x),
  silu: (x) => x / (1 + Math.exp(-x)),
  softplus: (x) => Math.log1p(Math.exp(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

for (const [name, formula] of Object.entries(formulas)) {
  Deno.test(`the activation ${name} is its formula`, async () => {
    await tf.setBackend("cpu");
    const found = activations.get(name)(tf.tensor1d(points)).dataSync();
    for (const [at, x] of points.entries()) {
      const [value = NaN, wanted] = [found[at], formula(x)];
      assert.ok(Math.abs(value - wanted) < 2e-6, `${name}(${x}) is ${value}, not ${wanted}`);
    }
  });
}

Deno.test("every activation has its formula here, but for softmax, which adds up to 1", () => {
  const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");
  assert.deepEqual(
    [...Object.keys(formulas), "softmax"].map(plain).toSorted(),
    activations.names.map(plain).toSorted(),
  );
  const shares = activations.get("softmax")(tf.tensor2d([[1, 2, 4]]));
  assert.ok(Math.abs(tf.sum(shares).dataSync()[0] ?? NaN) - 1 < 1e-6);
});
