import assert from "node:assert/strict";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import {
  AppliedLoss,
  FeatureSet,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  SeedStream,
} from "../../../../lib/mod.ts";
import { experimentOf, quiet, training } from "../battery.ts";

// Tutorial 05: 600 rows of three classes, unbalanced, in 30 groups

const SHARES = [0.6, 0.3, 0.1];
const cells = (() => {
  const chance = SeedStream.from(5);
  const kind = Array.from({ length: 600 }, () => {
    const draw = chance.uniform();
    return draw < 0.6 ? 0 : draw < 0.9 ? 1 : 2;
  });
  const voltage = kind.map((kind, row) =>
    Array.from({ length: 4 }, (_, at) => kind + at + 0.3 * chance.normal() + (row % 30) / 60)
  );
  const group = kind.map((_, row) => `group ${row % 30}`);
  return FeatureSet.fromColumns("cells", { voltage, kind, group }, {
    features: ["voltage"],
    targets: ["kind"],
    tags: ["group"],
  })
    .splitRandom({ ratios: { source: 0.8, test: 0.2 }, stratifyBy: "kind" })
    .splitRandom({ of: "source", ratios: { train: 0.75, val: 0.25 }, stratifyBy: "kind" })
    .fitTransform("standard", { domain: "features", fitTo: "train" });
})();

const losses = [new AppliedLoss({ loss: "crossEntropy", on: "Classifier" as const })];
const classifier = new ModelNode({
  label: "Classifier",
  model: new MLP({ outputShape: [3], hidden: 8 }),
  input: reference(cells, { features: "*" }),
});
const source = { featureSet: "cells", losses };

function experiment() {
  const val = Evaluation.fromSplit("val", { ...source, split: "val" });
  return experimentOf(ModelGraph.of([classifier]), {
    data: [cells as unknown as FeatureSet],
    phases: [
      training<"train", "Classifier">("train", { losses, epochs: 2, callbacks: [val] }),
      EvalPhase.fromSplit("test", { ...source, split: "test" }),
    ],
  });
}

type Column = "kind" | "group";

function crossValidation(by: "stratifyBy" | "groupBy", column: Column, seed = 13) {
  const binding = new CVBinding({
    featureSet: "cells",
    sourceSplits: ["train", "val"],
    [by]: column,
  });
  return new CrossValidation({
    experiment: experiment(),
    bindings: [binding],
    folds: { n: 5, seed },
  });
}

/** A column of the samples that a fold is judged by. */
function judged(
  cv: CrossValidation<"Classifier">,
  fold: number,
  column: Column,
): readonly unknown[] {
  const view = (cv.dataOf(fold)[0] ?? assert.fail()).getSplit("val");
  return column === "kind" ? [...view.getTargets().values] : view.getTags().group ?? [];
}

const NUMBERS = [0, 1, 2, 3, 4];

Deno.test("tutorial 05: stratified folds have the shares of three classes to within one row", async () => {
  const cv = crossValidation("stratifyBy", "kind");
  const counts = NUMBERS.map((fold) => {
    const kinds = judged(cv, fold, "kind");
    return [0, 1, 2].map((kind) => kinds.filter((one) => Number(one) === kind).length);
  });
  for (const kind of [0, 1, 2]) {
    const each = counts.map((count) => count[kind] ?? NaN);
    assert.ok(Math.max(...each) - Math.min(...each) <= 1, each.join());
    const share = each.reduce((sum, count) => sum + count, 0) / 480;
    assert.ok(Math.abs(share - (SHARES[kind] ?? NaN)) < 0.06, `${share}`);
  }
  const before = cv.experiment.getState();
  const results = await cv.run(quiet);
  assert.deepEqual(cv.experiment.getState(), before);
  assert.deepEqual([cv.experiment.history.length, cv.experiment.plan.label], [0, "study"]);
  assert.equal(results.metric("val_loss", "train").length, 5 * 2);
  const again = await crossValidation("stratifyBy", "kind").run(quiet);
  assert.deepEqual(
    again.folds.map(({ live }) => live.graph),
    results.folds.map(({ live }) => live.graph),
  );
  assert.equal(new Set(results.spread("crossEntropy", "test").values).size, 5);
});

Deno.test("tutorial 05: grouped folds never split a group, and another seed makes others of them", () => {
  const foldOf = (seed: number): ReadonlyMap<unknown, number> => {
    const cv = crossValidation("groupBy", "group", seed);
    const found = new Map<unknown, number>();
    for (const fold of NUMBERS) {
      for (const group of judged(cv, fold, "group")) {
        assert.ok((found.get(group) ?? fold) === fold, `${group} is in two folds`);
        found.set(group, fold);
      }
    }
    assert.equal(found.size, 30);
    return found;
  };
  assert.deepEqual(foldOf(1), foldOf(1));
  assert.notDeepEqual(foldOf(1), foldOf(2));
});

Deno.test("tutorial 05: each fold has a scaler of its own, other than that of all", () => {
  const cv = crossValidation("stratifyBy", "kind");
  const zeros = [
    cells as unknown as FeatureSet,
    ...NUMBERS.map((fold) => cv.dataOf(fold)[0] ?? assert.fail()),
  ]
    .map((set) =>
      Array.from(set.inverse(new Float32Array(4), { domain: "features" }), Number).join()
    );
  assert.equal(new Set(zeros).size, 6);
});

Deno.test("upstream: a fold too few is accepted and trains on nothing; ours is refused", () => {
  const binding = new CVBinding({ featureSet: "cells", sourceSplits: ["train", "val"] });
  assert.throws(
    () => new CrossValidation({ experiment: experiment(), bindings: [binding], folds: 1 }),
    RangeError,
  );
});
