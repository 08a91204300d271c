import assert from "node:assert/strict";
import {
  RandomForest,
  type RandomForestOptions,
} from "../../../../lib/models/estimators/random_forest.ts";
import {
  assertRoundTrip,
  built,
  classes,
  golden,
  near,
  predicted,
  rows,
  scaled,
  x,
  y,
} from "./rig.ts";
import {
  assertDrawsFromSeeds,
  assertExplainsMass,
  assertTellsPenguinsApart,
  assertWeightsCount,
} from "./tree_expectations.ts";

/** One tree of all samples and features. */
const single = { trees: 1, bootstrap: false } as const;

function forest(options: RandomForestOptions, targets: number[] = [1], seed = 3) {
  return built(new RandomForest(options), { targets, seed });
}

Deno.test("RandomForest of one whole tree is the decision tree of scikit-learn", () => {
  const tree = forest({ ...single, maxDepth: 3, minLeaf: 4 }, [2]);
  tree.fit({ inputs: { input: rows(x, 0, 25) }, targets: rows(y, 0, 25) });
  near(predicted(tree, x), golden.tree, 1e-5);
});

Deno.test("RandomForest tells penguins apart as well as scikit-learn's", () => {
  for (const seed of [1, 2]) {
    const model = forest({ task: "classification" }, [1], seed);
    assertTellsPenguinsApart(model, golden.scores.forest.accuracy - 0.02);
  }
});

Deno.test("RandomForest explains the mass of penguins as well as scikit-learn's", () => {
  const model = built(new RandomForest(), { input: [3], targets: [1] });
  assertExplainsMass(model, golden.scores.forest.explained - 0.03);
});

Deno.test("RandomForest gives probabilities that add up to 1, and the likeliest class", () => {
  const model = forest({ task: "classification", trees: 20 });
  model.fit({ inputs: { input: scaled }, targets: classes });
  const chances = predicted(model, scaled, "probabilities");
  for (const [row, label] of predicted(model, scaled).entries()) {
    const own = chances.slice(3 * row, 3 * row + 3);
    near([own.reduce((sum, chance) => sum + chance, 0)], [1]);
    assert.equal(own[label], Math.max(...own));
  }
});

Deno.test("RandomForest draws from its seeds only: equal seeds grow equal trees", () => {
  assertDrawsFromSeeds((seed) => forest({ trees: 5 }, [2], seed));
});

Deno.test("RandomForest counts a sample of weight 3 as three samples", () => {
  assertWeightsCount(() => forest({ ...single, maxDepth: 4 }));
});

Deno.test("RandomForest stops at the depth and the size of leaves that it is given", () => {
  const leaves = (options: RandomForestOptions) => {
    const model = forest({ ...single, ...options }, [2]);
    model.fit({ inputs: { input: x }, targets: y });
    return new Set(predicted(model, x).filter((_, at) => at % 2 === 0)).size;
  };
  assert.equal(leaves({}), 30);
  assert.ok(leaves({ maxDepth: 2 }) <= 4);
  assert.ok(leaves({ minLeaf: 10 }) <= 3);
  assert.equal(leaves({ minLeaf: 16 }), 1);
});

Deno.test("RandomForest predicts the same after a round trip, and has no partialFit", () => {
  const data = { inputs: { input: x }, targets: y };
  assertRoundTrip(() => forest({ trees: 7 }, [2]), { data });
  const kinds = { ...data, targets: classes };
  assertRoundTrip(() => forest({ trees: 7, task: "classification" }), { data: kinds });
});

Deno.test("RandomForest refuses a state whose nodes would lead in circles", () => {
  const model = forest({ trees: 1 }, [2]);
  model.fit({ inputs: { input: x }, targets: y });
  const { tensors } = model.getState();
  const children = tensors.children;
  assert.ok(children);
  const forged = { ...children, data: Int32Array.from(children.data).fill(0) };
  assert.throws(() => model.setState({ tensors: { ...tensors, children: forged } }), /damaged/);
});

Deno.test("RandomForest refuses options without meaning", () => {
  assert.throws(() => new RandomForest({ trees: 0 }), /trees: 0/);
  const { count } = { count: { tree: 3 } as RandomForestOptions };
  assert.throws(() => new RandomForest(count), /did you mean "trees"/);
  assert.throws(() => forest({ task: "ranking" as "regression" }), /task "ranking"/);
});
