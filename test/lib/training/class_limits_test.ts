import assert from "node:assert/strict";
import {
  AppliedLoss,
  Evaluator,
  FeatureSet,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  SimpleSampler,
  Trainer,
} from "../../../lib/mod.ts";
import { checkClasses, classLimits, targetsKey } from "../../../lib/training/class_limits.ts";

const set = FeatureSet.fromColumns("set", {
  x: [1, 2, 3],
  kind: [0, 1, 5],
  other: [0, -100, 1],
  half: [0, 0.5, 1],
}, { features: ["x"], targets: ["kind"], tags: ["other", "half"] });

const head = new ModelNode({ label: "Head", model: new MLP({ outputShape: [2] }), input: set });
const graph = ModelGraph.of([head]);
const onTargets = new AppliedLoss({ loss: "crossEntropy", on: "Head" });

function onTags(tags: "other" | "half"): AppliedLoss<"Head"> {
  const inputs = ["outputs", reference(set, { tags })] as const;
  return new AppliedLoss({ loss: "crossEntropy", on: "Head", label: tags, inputs });
}

Deno.test("Trainer and Evaluator refuse classes that are not scored, and name column and row", async () => {
  using built = graph.build([set]);
  using trainer = new Trainer(built, { losses: [onTargets], threads: 1 });
  const before = built.stateFingerprint();
  const said =
    /"crossEntropy" on "Head": set \(targets: \*\) has the class 5 \(row 2\), and there are scores of 2 classes, 0 to 1/;
  await assert.rejects(trainer.step({ set: set.toView() }), said);
  assert.equal(built.stateFingerprint(), before);
  const evaluator = new Evaluator(built, { losses: [onTargets] });
  await assert.rejects(evaluator.evaluate({ set: set.toView() }), said);
  // Padding stands in the first class, and the class that is ignored is none.
  const [batch] = new SimpleSampler({ batchSize: 4, last: "pad" }).batches(set.take([0, 1]), {});
  assert.ok(batch);
  assert.ok(Number.isFinite((await trainer.step({ set: batch })).loss));
});

Deno.test("Trainer takes the class that is ignored, and refuses what lies between two classes", async () => {
  using built = graph.build([set]);
  using trainer = new Trainer(built, { losses: [onTags("other")], threads: 1 });
  assert.ok(Number.isFinite((await trainer.step({ set: set.toView() })).loss));
  using half = new Trainer(built, { losses: [onTags("half")], threads: 1 });
  await assert.rejects(
    half.step({ set: set.toView() }),
    /\(tags: half\) has the class 0.5 \(row 1\)/,
  );
});

Deno.test("Trainer refuses classes that hinge has no score for, and takes any sign beside one score", async () => {
  const hinge = new AppliedLoss({ loss: "hinge", on: "Head" });
  using built = graph.build([set]);
  using trainer = new Trainer(built, { losses: [hinge], threads: 1 });
  await assert.rejects(
    trainer.step({ set: set.toView() }),
    /"hinge" on "Head": set \(targets: \*\) has the class 5 \(row 2\)/,
  );
  const one = new ModelNode({ label: "Head", model: new MLP({ outputShape: [1] }), input: set });
  using signed = ModelGraph.of([one]).build([set]);
  using signs = new Trainer(signed, { losses: [hinge], threads: 1 });
  assert.ok(Number.isFinite((await signs.step({ set: set.toView() })).loss));
});

Deno.test("classLimits() finds columns of classes, the least count of each, and no probabilities", () => {
  const wide = new ModelNode({ label: "Wide", model: new MLP({ outputShape: [7] }), input: set });
  using built = ModelGraph.of([head, wide]).build([set]);
  const losses = [
    new AppliedLoss({ loss: "crossEntropy", on: "Wide", label: "wide" }),
    onTargets,
    new AppliedLoss({ loss: "mse", on: "Head", inputs: ["outputs", "outputs"] }),
  ];
  const limits = classLimits(built, losses);
  assert.deepEqual([...limits.keys()], [targetsKey("set")]);
  assert.equal(limits.get(targetsKey("set"))?.count, 2);
  const shares = FeatureSet.fromColumns("s", { x: [1, 2], y: [[0.5, 0.5], [1, 0]] }, {
    features: ["x"],
    targets: ["y"],
  });
  const node = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [2] }),
    input: shares,
  });
  using soft = ModelGraph.of([node]).build([shares as FeatureSet]);
  assert.equal(classLimits(soft, [onTargets]).size, 0);
});

Deno.test("checkClasses() counts rows, not places", () => {
  const limit = { loss: onTargets, count: 3, ignore: -100 };
  assert.throws(
    () => checkClasses([0, 1, 2, 3], { limit, samples: 2, column: "tokens" }),
    /tokens has the class 3 \(row 1\)/,
  );
});
