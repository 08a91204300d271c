import assert from "node:assert/strict";
import { LogisticRegression } from "../../../../lib/models/estimators/logistic_regression.ts";
import type { HostTensor } from "../../../../lib/engine/run/onnx_runtime.ts";
import {
  accuracy,
  assertRoundTrip,
  built,
  classes,
  golden,
  near,
  penguins,
  predicted,
  repeated,
  rows,
  scaled,
  standardised,
  tensor,
  thirds,
  weights,
} from "./rig.ts";

const binary = tensor(golden.classes.map((one) => Number(one > 0)), 1);

const cases = [
  { name: "three classes", targets: classes, expected: golden.logistic, alpha: 1 },
  {
    name: "weighted samples",
    targets: classes,
    expected: golden.weightedLogistic,
    weights,
    alpha: 0.5,
  },
  { name: "two classes", targets: binary, expected: golden.binaryLogistic, alpha: 1 },
];

for (const { name, targets, expected, alpha, ...data } of cases) {
  Deno.test(`LogisticRegression of ${name} gives the probabilities of scikit-learn`, () => {
    const model = built(new LogisticRegression({ alpha }), { targets: [1] });
    model.fit({ inputs: { input: scaled }, targets, ...data });
    near(predicted(model, rows(scaled, 0, 8), "probabilities"), expected, 1e-4);
  });
}

Deno.test("LogisticRegression tells penguins apart as well as scikit-learn, in raw units too", () => {
  const { x, species } = penguins();
  const right = (of: HostTensor) => {
    const [inputs, targets] = [thirds(of), thirds(species)];
    const model = built(new LogisticRegression(), { targets: [1] });
    model.fit({ inputs: { input: inputs.train }, targets: targets.train });
    return accuracy(predicted(model, inputs.test), targets.test);
  };
  assert.ok(right(standardised(x)) >= golden.scores.logistic.accuracy - 0.01);
  assert.ok(right(x) >= golden.scores.logistic.accuracy - 0.02);
});

Deno.test("LogisticRegression counts a sample of weight 3 as three samples", () => {
  const [once, often] = [built(new LogisticRegression()), built(new LogisticRegression())];
  once.fit({ inputs: { input: scaled }, targets: classes, weights });
  often.fit({
    inputs: { input: repeated(scaled, golden.weights) },
    targets: repeated(classes, golden.weights),
  });
  near(predicted(once, scaled, "probabilities"), predicted(often, scaled, "probabilities"), 1e-4);
});

Deno.test("LogisticRegression learns batch by batch nearly what it learns at once", () => {
  const { x, species } = penguins();
  const whole = built(new LogisticRegression(), { targets: [1] });
  whole.fit({ inputs: { input: x }, targets: species });
  const parts = built(new LogisticRegression({ classes: 3 }), { targets: [1] });
  for (let batch = 0; batch < 9; batch++) {
    const some = Array.from({ length: 342 }, (_, row) => row % 9 === batch ? 1 : 0);
    parts.partialFit?.({ inputs: { input: repeated(x, some) }, targets: repeated(species, some) });
  }
  const [found, wanted] = [parts, whole].map((model) => predicted(model, x, "probabilities"));
  const apart = (found ?? []).map((value, at) => Math.abs(value - (wanted?.[at] ?? 0)));
  assert.ok(apart.reduce((sum, gap) => sum + gap, 0) / apart.length < 0.01);
  assert.ok(
    accuracy(predicted(parts, x), species) >= accuracy(predicted(whole, x), species) - 0.01,
  );
});

Deno.test("LogisticRegression predicts the same, and learns on, after a round trip", () => {
  assertRoundTrip(() => built(new LogisticRegression(), { targets: [1] }), {
    data: { inputs: { input: scaled }, targets: classes },
    partial: true,
  });
});

Deno.test("LogisticRegression refuses to learn on from more coefficients than it can be sure of", () => {
  const wide = tensor(Array.from({ length: 3 * 500 }, (_, at) => Math.sin(at)), 500);
  const model = built(new LogisticRegression(), { input: [500], targets: [1] });
  const data = { inputs: { input: wide }, targets: tensor([0, 1, 2], 1) };
  model.fit(data);
  assert.deepEqual(predicted(model, wide), [0, 1, 2]);
  assert.throws(() => model.partialFit?.(data), /1503 coefficients \(at most 1000\): put a PCA/);
});

Deno.test("LogisticRegression separates classes that a line separates, without a penalty", () => {
  const model = built(new LogisticRegression({ alpha: 0 }), { input: [1], targets: [1] });
  const input = tensor([-2, -1, 1, 2], 1);
  model.fit({ inputs: { input }, targets: tensor([0, 0, 1, 1], 1) });
  assert.deepEqual(predicted(model, input), [0, 0, 1, 1]);
  assert.ok(predicted(model, input, "probabilities").every(Number.isFinite));
});
