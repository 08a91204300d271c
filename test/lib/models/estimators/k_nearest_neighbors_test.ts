import assert from "node:assert/strict";
import { KNearestNeighbors } from "../../../../lib/models/estimators/k_nearest_neighbors.ts";
import {
  assertRoundTrip,
  built,
  classes,
  golden,
  near,
  predicted,
  rows,
  scaled,
  tensor,
  weights,
  y,
} from "./rig.ts";

const numbers = { inputs: { input: rows(scaled, 0, 20) }, targets: rows(y, 0, 20) };
const kinds = { ...numbers, targets: rows(classes, 0, 20) };

for (const weigh of ["uniform", "distance"] as const) {
  Deno.test(`KNearestNeighbors with ${weigh} weights predicts what scikit-learn predicts`, () => {
    const model = built(new KNearestNeighbors({ weigh }), { targets: [2] });
    model.fit(numbers);
    near(predicted(model, rows(scaled, 20)), golden.neighbors[weigh], 1e-5);
  });
}

Deno.test("KNearestNeighbors gives the shares of classes, and the class of the most", () => {
  const model = built(new KNearestNeighbors({ task: "classification" }), { targets: [1] });
  model.fit(kinds);
  near(predicted(model, rows(scaled, 20), "probabilities"), golden.neighbors.votes);
  const labels = predicted(model, rows(scaled, 20));
  for (const [row, label] of labels.entries()) {
    const shares = golden.neighbors.votes.slice(3 * row, 3 * row + 3);
    assert.equal(shares[label], Math.max(...shares));
  }
});

Deno.test("KNearestNeighbors by distance takes a sample in the very place alone", () => {
  const model = built(new KNearestNeighbors({ weigh: "distance" }), { targets: [2] });
  model.fit(numbers);
  near(predicted(model, numbers.inputs.input), numbers.targets.data as Float32Array);
});

Deno.test("KNearestNeighbors asks the first of equally near samples, and all when few", () => {
  const model = built(new KNearestNeighbors({ neighbors: 1 }), { input: [1], targets: [1] });
  model.fit({ inputs: { input: tensor([1, -1], 1) }, targets: tensor([10, 20], 1) });
  assert.deepEqual(predicted(model, tensor([0], 1)), [10]);
  const many = built(new KNearestNeighbors({ neighbors: 9 }), { input: [1], targets: [1] });
  many.fit({ inputs: { input: tensor([1, -1], 1) }, targets: tensor([10, 20], 1) });
  assert.deepEqual(predicted(many, tensor([0], 1)), [15]);
});

Deno.test("KNearestNeighbors adds samples by partialFit, of known classes only", () => {
  const model = built(new KNearestNeighbors({ task: "classification" }), { targets: [1] });
  const whole = built(new KNearestNeighbors({ task: "classification" }), { targets: [1] });
  whole.fit(kinds);
  for (const [from, to] of [[0, 12], [12, 20]] as const) {
    const targets = rows(classes, from, to);
    model.partialFit?.({ inputs: { input: rows(scaled, from, to) }, targets });
  }
  assert.deepEqual(model.getState(), whole.getState());
  const other = { inputs: { input: rows(scaled, 0, 1) }, targets: tensor([7], 1) };
  assert.throws(() => model.partialFit?.(other), /class 7: the classes are 0, 1, 2; give all/);
});

Deno.test("KNearestNeighbors knows how many classes there will be when it is told", () => {
  const open = built(new KNearestNeighbors({ task: "classification" }), { targets: [1] });
  assert.deepEqual(open.outputs.probabilities?.shape, [null]);
  const told = new KNearestNeighbors({ task: "classification", classes: [5, 1] });
  const model = built(told, { input: [1], targets: [1] });
  assert.deepEqual(model.outputs.probabilities?.shape, [2]);
  model.fit({ inputs: { input: tensor([0, 1], 1) }, targets: tensor([5, 5], 1) });
  assert.deepEqual(predicted(model, tensor([0], 1), "probabilities"), [0, 1]);
  assert.deepEqual(predicted(model, tensor([0], 1)), [5]);
});

Deno.test("KNearestNeighbors predicts the same, and learns on, after a round trip", () => {
  const regression = () => built(new KNearestNeighbors(), { targets: [2] });
  assertRoundTrip(regression, { data: numbers, partial: true });
  const plan = new KNearestNeighbors({ task: "classification" });
  assertRoundTrip(() => built(plan, { targets: [1] }), { data: kinds, partial: true });
});

Deno.test("KNearestNeighbors refuses weights other than those of padding", () => {
  const model = built(new KNearestNeighbors({ neighbors: 1 }), { targets: [1] });
  const data = { inputs: { input: scaled }, targets: classes };
  assert.throws(
    () => model.fit({ ...data, weights }),
    /KNearestNeighbors cannot let samples count/,
  );
  const padding = Float32Array.from({ length: 30 }, (_, row) => row < 20 ? 0.5 : 0);
  model.fit({ ...data, weights: padding });
  const other = built(new KNearestNeighbors({ neighbors: 1 }), { targets: [1] });
  other.fit(kinds);
  assert.deepEqual(model.getState(), other.getState());
});

Deno.test("KNearestNeighbors refuses what it cannot tell apart", () => {
  const plan = new KNearestNeighbors({ task: "classification" });
  assert.throws(() => built(plan, { targets: [2] }), /one class per sample/);
  const model = built(plan, { input: [1], targets: [1] });
  const same = { inputs: { input: tensor([0, 1], 1) }, targets: tensor([3, 3], 1) };
  assert.throws(() => model.fit(same), /all of class 3/);
  assert.throws(() => new KNearestNeighbors({ neighbors: 0 }), /neighbors: 0/);
});
