import assert from "node:assert/strict";
import {
  GradientBoosting,
  type GradientBoostingOptions,
} from "../../../../lib/models/estimators/gradient_boosting.ts";
import {
  accuracy,
  assertRoundTrip,
  built,
  classes,
  explained,
  golden,
  massOfPenguins,
  near,
  penguins,
  predicted,
  repeated,
  tensor,
  thirds,
  weights,
  x,
  y,
} from "./rig.ts";

function boosted(options: GradientBoostingOptions, targets: number[] = [1], seed = 3) {
  return built(new GradientBoosting(options), { targets, seed });
}

Deno.test("GradientBoosting tells penguins apart as well as scikit-learn's", () => {
  const [birds, species] = [thirds(penguins().x), thirds(penguins().species)];
  const model = boosted({ task: "classification" });
  model.fit({ inputs: { input: birds.train }, targets: species.train });
  const found = accuracy(predicted(model, birds.test), species.test);
  assert.ok(found >= golden.scores.boosting.accuracy - 0.02, String(found));
});

Deno.test("GradientBoosting explains the mass of penguins as well as scikit-learn's", () => {
  const { train, test } = massOfPenguins();
  const model = built(new GradientBoosting(), { input: [3], targets: [1] });
  model.fit({ inputs: { input: train.sizes }, targets: train.masses });
  const found = explained(predicted(model, test.sizes), test.masses);
  assert.ok(found >= golden.scores.boosting.explained - 0.03, String(found));
});

Deno.test("GradientBoosting starts at the mean, and comes nearer with every round", () => {
  const errors = [1, 5, 25].map((rounds) => {
    const model = boosted({ rounds }, [2]);
    model.fit({ inputs: { input: x }, targets: y });
    return predicted(model, x).reduce(
      (sum, value, at) => sum + (value - (golden.y[at] ?? 0)) ** 2,
      0,
    );
  });
  const [one = NaN, five = NaN, many = NaN] = errors;
  assert.ok(one > five && five > many && many < 0.1 * one);
  const flat = boosted({ rounds: 1, minLeaf: 30 });
  flat.fit({ inputs: { input: tensor(golden.x.slice(0, 8), 4) }, targets: tensor([1, 4], 1) });
  assert.deepEqual(predicted(flat, tensor(golden.x.slice(0, 8), 4)), [2.5, 2.5]);
});

Deno.test("GradientBoosting of one deep round at full rate repeats its targets", () => {
  const model = boosted({ rounds: 1, learningRate: 1, maxDepth: 30 }, [2]);
  model.fit({ inputs: { input: x }, targets: y });
  near(predicted(model, x), golden.y, 1e-6);
});

Deno.test("GradientBoosting tells two classes apart by one score", () => {
  const model = boosted({ task: "classification", rounds: 20 });
  const targets = tensor(golden.classes.map((one) => one > 0 ? 9 : 4), 1);
  model.fit({ inputs: { input: x }, targets });
  assert.equal(model.getState().tensors.start?.shape[0], 1);
  assert.ok(accuracy(predicted(model, x), targets) > 0.95);
});

Deno.test("GradientBoosting counts a sample of weight 3 as three samples", () => {
  const [once, often] = [boosted({ rounds: 10 }), boosted({ rounds: 10 })];
  const first = tensor(golden.y.filter((_, at) => at % 2 === 0), 1);
  once.fit({ inputs: { input: x }, targets: first, weights });
  often.fit({
    inputs: { input: repeated(x, golden.weights) },
    targets: repeated(first, golden.weights),
  });
  near(predicted(once, x), predicted(often, x));
});

Deno.test("GradientBoosting draws samples from its seeds only", () => {
  const grow = (seed: number) => {
    const model = boosted({ rounds: 5, subsample: 0.5 }, [2], seed);
    model.fit({ inputs: { input: x }, targets: y });
    return model.getState();
  };
  assert.deepEqual(grow(1), grow(1));
  assert.notDeepEqual(grow(1), grow(2));
});

Deno.test("GradientBoosting predicts the same after a round trip, and has no partialFit", () => {
  const data = { inputs: { input: x }, targets: y };
  assertRoundTrip(() => boosted({ rounds: 5 }, [2]), { data });
  const kinds = { ...data, targets: classes };
  assertRoundTrip(() => boosted({ rounds: 5, task: "classification" }), { data: kinds });
});

Deno.test("GradientBoosting refuses options without meaning", () => {
  assert.throws(() => new GradientBoosting({ learningRate: 0 }), /learningRate: 0/);
  assert.throws(() => new GradientBoosting({ subsample: 1.5 }), /subsample: 1.5/);
});
