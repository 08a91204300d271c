import assert from "node:assert/strict";
import { GaussianProcess } from "../../../../lib/models/estimators/gaussian_process.ts";
import {
  assertRoundTrip,
  built,
  golden,
  near,
  predicted,
  repeated,
  rows,
  scaled,
  tensor,
  weights,
  y,
} from "./rig.ts";

const first = tensor(golden.y.filter((_, at) => at % 2 === 0), 1);
const fixed = { variance: 4, noise: 0.3, lengthScale: 1.5, optimize: false } as const;
const data = { inputs: { input: rows(scaled, 0, 20) }, targets: rows(first, 0, 20) };
const mean = Array.from(data.targets.data, Number).reduce((sum, value) => sum + value, 0) / 20;

Deno.test("GaussianProcess predicts what scikit-learn predicts, and as surely", () => {
  const model = built(new GaussianProcess(fixed), { targets: [1] });
  model.fit(data);
  const found = predicted(model, rows(scaled, 20)).map((value) => value - mean);
  near(found, golden.process.mean, 1e-5);
  near(predicted(model, rows(scaled, 20), "deviation"), golden.process.deviation, 1e-5);
  near([Number(model.getState().values?.evidence)], [golden.process.evidence], 1e-6);
});

Deno.test("GaussianProcess finds hyperparameters as likely as those that scikit-learn finds", () => {
  const model = built(new GaussianProcess({ ...fixed, optimize: true }), { targets: [1] });
  model.fit(data);
  const found = Number(model.getState().values?.evidence);
  assert.ok(found >= golden.process.best - 1e-3, `${found}, wanted ${golden.process.best}`);
});

Deno.test("GaussianProcess finds the feature that counts by a length scale for each", () => {
  const x = tensor(Array.from({ length: 40 }, (_, at) => Math.sin(at * (1 + at % 2))), 2);
  const targets = tensor(
    Array.from({ length: 20 }, (_, row) => Math.sin(3 * Number(x.data[2 * row]))),
    1,
  );
  const model = built(new GaussianProcess({ lengthScale: [1, 1] }), { input: [2], targets: [1] });
  model.fit({ inputs: { input: x }, targets });
  const bits = Int32Array.from(model.getState().tensors.lengthScales?.data ?? []);
  const [counts = NaN, other = NaN] = new Float64Array(bits.buffer);
  assert.ok(other > 20 * counts, `${counts} and ${other}`);
  near(predicted(model, x), Array.from(targets.data, Number), 0.01);
});

Deno.test("GaussianProcess counts a sample of weight 3 as three measurements", () => {
  const model = () => built(new GaussianProcess(fixed), { targets: [2] });
  const [once, often] = [model(), model()];
  once.fit({ inputs: { input: scaled }, targets: y, weights });
  often.fit({
    inputs: { input: repeated(scaled, golden.weights) },
    targets: repeated(y, golden.weights),
  });
  near(predicted(once, scaled), predicted(often, scaled));
  near(predicted(once, scaled, "deviation"), predicted(often, scaled, "deviation"));
});

Deno.test("GaussianProcess returns to the mean far away, and to noise near its samples", () => {
  const model = built(new GaussianProcess(fixed), { targets: [1] });
  model.fit(data);
  const far = tensor([90, 90, 90, 90], 4);
  near(predicted(model, far), [mean], 1e-6);
  near(predicted(model, far, "deviation"), [Math.sqrt(4.3)], 1e-6);
  const near20 = predicted(model, data.inputs.input, "deviation");
  assert.ok(near20.every((value) => value > Math.sqrt(0.3) && value < Math.sqrt(4.3)));
});

Deno.test("GaussianProcess adds samples by partialFit", () => {
  const model = () => built(new GaussianProcess(fixed), { targets: [1] });
  const [whole, parts] = [model(), model()];
  whole.fit(data);
  for (const [from, to] of [[0, 9], [9, 20]] as const) {
    const targets = rows(first, from, to);
    parts.partialFit?.({ inputs: { input: rows(scaled, from, to) }, targets });
  }
  assert.deepEqual(parts.predict(data.inputs), whole.predict(data.inputs));
});

Deno.test("GaussianProcess predicts the same, and learns on, after a round trip", () => {
  assertRoundTrip(() => built(new GaussianProcess({ noise: 0.2 }), { targets: [1] }), {
    data,
    partial: true,
  });
});

Deno.test("GaussianProcess refuses what it cannot compute with", () => {
  assert.throws(() => new GaussianProcess({ noise: 0 }), /noise: 0/);
  assert.throws(() => new GaussianProcess({ lengthScale: [1, -1] }), /lengthScale: -1/);
  assert.throws(() => built(new GaussianProcess({ lengthScale: [1, 2] })), /one lengthScale, or 4/);
  const twins = built(new GaussianProcess({ ...fixed, noise: 1e-300 }), {
    input: [1],
    targets: [1],
  });
  const same = { inputs: { input: tensor([1, 1], 1) }, targets: tensor([1, 2], 1) };
  assert.throws(() => twins.fit(same), /cannot tell its samples apart: give more noise/);
});
