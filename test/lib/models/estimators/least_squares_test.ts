import assert from "node:assert/strict";
import { LinearRegression } from "../../../../lib/models/estimators/linear_regression.ts";
import { Ridge } from "../../../../lib/models/estimators/ridge.ts";
import {
  assertRoundTrip,
  built,
  golden,
  learned,
  near,
  predicted,
  rows,
  tensor,
  weights,
  x,
  y,
} from "./rig.ts";

const cases = [
  { name: "LinearRegression", model: new LinearRegression(), expected: golden.linear },
  { name: "Ridge", model: new Ridge({ alpha: 2.5 }), expected: golden.ridge },
  {
    name: "LinearRegression of weighted samples",
    model: new LinearRegression(),
    expected: golden.weightedLinear,
    weights,
  },
  {
    name: "Ridge of weighted samples",
    model: new Ridge({ alpha: 2.5 }),
    expected: golden.weightedRidge,
    weights,
  },
];

for (const { name, model, expected, weights } of cases) {
  Deno.test(`${name} learns what scikit-learn learns`, () => {
    const line = built(model, { targets: [2] });
    line.fit({ inputs: { input: x }, targets: y, weights });
    near(learned(line, "coefficients"), expected.coefficients, 1e-6);
    near(learned(line, "intercept"), expected.intercept, 1e-6);
    near(predicted(line, rows(x, 0, 5)), expected.predictions, 1e-5);
  });

  Deno.test(`${name} learns batch by batch what it learns at once`, () => {
    const [whole, parts] = [built(model, { targets: [2] }), built(model, { targets: [2] })];
    whole.fit({ inputs: { input: x }, targets: y, weights });
    for (const [from, to] of [[0, 3], [3, 20], [20, 30]] as const) {
      parts.partialFit?.({
        inputs: { input: rows(x, from, to) },
        targets: rows(y, from, to),
        weights: weights?.slice(from, to),
      });
    }
    near(learned(parts, "coefficients"), learned(whole, "coefficients"), 1e-6);
  });
}

Deno.test("LinearRegression without an intercept goes through the origin", () => {
  const line = built(new LinearRegression({ fitIntercept: false }), { targets: [1] });
  const first = tensor(golden.y.filter((_, at) => at % 2 === 0), 1);
  line.fit({ inputs: { input: x }, targets: first });
  near(learned(line, "coefficients"), golden.origin.coefficients, 1e-5);
  assert.deepEqual(predicted(line, tensor([0, 0, 0, 0], 4)), [0]);
});

Deno.test("LinearRegression finds a line through features that depend on each other", () => {
  const line = built(new LinearRegression(), { input: [2], targets: [1] });
  const input = tensor([1, 100, 2, 200, 3, 300], 2);
  const targets = tensor([3, 5, 7], 1);
  line.fit({ inputs: { input }, targets });
  near(predicted(line, input), [3, 5, 7]);
  const [small = 0, large = 0] = learned(line, "coefficients");
  near([small, 100 * large], [1, 1]);
});

Deno.test("LinearRegression leaves out samples of no weight, whatever they hold", () => {
  const line = built(new LinearRegression(), { input: [1], targets: [1] });
  const input = tensor([0, 1, NaN], 1);
  line.fit({ inputs: { input }, targets: input, weights: Float32Array.of(1, 1, 0) });
  near(predicted(line, tensor([5], 1)), [5]);
});

Deno.test("LinearRegression keeps the shape of its targets, one number being (samples, 1)", () => {
  const shapes = [[1], [2], [1, 2]].map((targets) => {
    const line = built(new LinearRegression(), { input: [1, 4], targets });
    const width = targets.reduce((product, length) => product * length, 1);
    const data = golden.y.slice(0, 30 * width);
    line.fit({ inputs: { input: tensor(golden.x, 1, 4) }, targets: tensor(data, ...targets) });
    return line.predict({ input: tensor(golden.x, 1, 4) }).output?.shape;
  });
  assert.deepEqual(shapes, [[30, 1], [30, 2], [30, 1, 2]]);
});

Deno.test("LinearRegression and Ridge predict the same, and learn on, after a round trip", () => {
  for (const model of [new LinearRegression(), new Ridge()]) {
    const data = { inputs: { input: x }, targets: y };
    assertRoundTrip(() => built(model, { targets: [2] }), { data, partial: true });
  }
});

Deno.test("LinearRegression says what is wrong with samples", () => {
  const line = built(new LinearRegression(), { targets: [2] });
  const inputs = { input: x };
  assert.throws(() => line.fit({ inputs }), /give the FeatureSet targets/);
  assert.throws(() => line.fit({ inputs, targets: rows(y, 0, 5) }), /as many samples.*30.*5/);
  assert.throws(() => line.fit({ inputs: {}, targets: y }), /4 numbers per sample/);
  const holes = { ...x, data: Float32Array.from(x.data).fill(NaN, 9, 10) };
  assert.throws(() => line.fit({ inputs: { input: holes }, targets: y }), /row 2, column 1/);
  const none = new Float32Array(30);
  assert.throws(() => line.fit({ inputs, targets: y, weights: none }), /no samples/);
  assert.throws(() => line.fit({ inputs, targets: y, weights: none.fill(-1) }), /weigh.*-1/);
});

Deno.test("Ridge refuses a penalty below zero", () => {
  assert.throws(() => new Ridge({ alpha: -1 }), /Ridge cannot take alpha: -1/);
});
