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
  golden,
  near,
  predicted,
  tensor,
  x,
  y,
} from "./rig.ts";
import {
  assertDrawsFromSeeds,
  assertExplainsMass,
  assertTellsPenguinsApart,
  assertWeightsCount,
} from "./tree_expectations.ts";

function boosted(options: GradientBoostingOptions, targets: number[] = [1], seed = 3) {
  return built(new GradientBoosting(options), { targets, seed });
}

Deno.test("GradientBoosting tells penguins apart as well as scikit-learn's", () => {
  const model = boosted({ task: "classification" });
  assertTellsPenguinsApart(model, golden.scores.boosting.accuracy - 0.02);
});

Deno.test("GradientBoosting explains the mass of penguins as well as scikit-learn's", () => {
  const model = built(new GradientBoosting(), { input: [3], targets: [1] });
  assertExplainsMass(model, golden.scores.boosting.explained - 0.03);
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
  assertWeightsCount(() => boosted({ rounds: 10 }));
});

Deno.test("GradientBoosting draws samples from its seeds only", () => {
  assertDrawsFromSeeds((seed) => boosted({ rounds: 5, subsample: 0.5 }, [2], seed));
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
  const { round } = { round: { round: 3 } as GradientBoostingOptions };
  assert.throws(() => new GradientBoosting(round), /did you mean "rounds"/);
});
