import assert from "node:assert/strict";
import { attention } from "../../../../lib/graph/merges/attention.ts";
import { assertConfigRoundTrip, assertGradients, built, copies, merged, samples } from "./rig.ts";

Deno.test("attention() computes Σ softmax(tanh(x·W + b)·q) · x of its own weights", () => {
  using model = built(attention({ units: 3 }), [[2], [2], [2]]);
  const [kernel, bias, query] = model.trainable.map(({ variable }) => [...variable.dataSync()]);
  const inputs = [1, 2, 3].map((seed) => samples([1, 2], seed));
  const rows = inputs.map((input) => [...input.dataSync()]);
  const scores = rows.map((row) =>
    [0, 1, 2].reduce((sum, unit) => {
      const key = (row[0] ?? 0) * (kernel?.[unit] ?? 0) + (row[1] ?? 0) * (kernel?.[3 + unit] ?? 0);
      return sum + Math.tanh(key + (bias?.[unit] ?? 0)) * (query?.[unit] ?? 0);
    }, 0)
  );
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  const shares = scores.map((score) => Math.exp(score) / total);
  const wanted = [0, 1].map((at) =>
    rows.reduce((sum, row, input) => sum + (shares[input] ?? 0) * (row[at] ?? 0), 0)
  );
  const { values } = merged(model, inputs);
  values.forEach((value, at) => assert.ok(Math.abs(value - (wanted[at] ?? NaN)) < 1e-5));
  const told = merged(model, inputs, "attention");
  assert.deepEqual(told.shape, [1, 3]);
  told.values.forEach((value, at) => assert.ok(Math.abs(value - (shares[at] ?? NaN)) < 1e-5));
  inputs.forEach((input) => input.dispose());
});

Deno.test("attention() depends on the sample, and adds up to 1 for each", () => {
  using model = built(attention(), [[4, 2], [4, 2]]);
  const inputs = [samples([5, 4, 2], 1), samples([5, 4, 2], 2)];
  assert.deepEqual(merged(model, inputs).shape, [5, 4, 2]);
  const { values } = merged(model, inputs, "attention");
  const firsts = values.filter((_, at) => at % 2 === 0);
  assert.equal(new Set(firsts).size, 5);
  firsts.forEach((value, row) =>
    assert.ok(Math.abs(value + (values[2 * row + 1] ?? 0) - 1) < 1e-6)
  );
  inputs.forEach((input) => input.dispose());
});

Deno.test("attention() has the gradients of its function, weights included", () => {
  for (const count of [2, 3]) assertGradients(attention({ units: 3 }), copies(count));
});

Deno.test("attention() refuses inputs of different shapes, and queries of no length", () => {
  assert.throws(() => built(attention(), [[2], [2], [3]]), /2: expected \(2\), as 0, found \(3\)/);
  assert.throws(() => attention({ units: 0 }), /0 units/);
});

Deno.test("attention() is made again of its config", () => {
  assertConfigRoundTrip(attention({ units: 5, targets: "mean" }));
});
