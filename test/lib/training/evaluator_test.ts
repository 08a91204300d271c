import assert from "node:assert/strict";
import {
  AppliedLoss,
  type BuiltGraph,
  FeatureSet,
  ModelGraph,
  Predictor,
  reference,
  sgd,
  Trainer,
} from "../../../lib/mod.ts";
import { Evaluator } from "../../../lib/training/evaluator.ts";
import { cells, mlp, samples, voltage } from "../graph/cells.ts";

const graph = ModelGraph.of([mlp("Head")]);
const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];

Deno.test("Evaluator tells the losses and outputs of now, while a trainer moves the weights", async () => {
  using built = graph.build([cells]);
  const evaluator = new Evaluator(built, { losses, tell: ["Head"], threads: 1 });
  using trainer = new Trainer(built, { losses, optimizer: sgd({ learningRate: 0.1 }), threads: 1 });
  for (let step = 0; step < 3; step++) {
    const { loss, outputs } = await evaluator.evaluate(samples);
    const found = await new Predictor(built, { threads: 1 }).predict(samples);
    assert.deepEqual(outputs.Head?.output?.data, found.Head?.outputs.output?.data);
    // A step tells the loss before its update.
    const told = await trainer.step(samples);
    assert.ok(Math.abs(told.loss - loss) < 1e-6, `${told.loss} is not ${loss}`);
  }
});

Deno.test("Evaluator refuses missing targets that it compares, instead of telling NaN", async () => {
  const gaps = FeatureSet.fromColumns("cells", {
    voltage: [new Array(10).fill(0.5), new Array(10).fill(0.25)],
    soh: [null, 1],
  }, { features: ["voltage"], targets: ["soh"] });
  using built = graph.build([cells]);
  await assert.rejects(
    new Evaluator(built, { losses }).evaluate({ cells: gaps.toView() as never }),
    /Cannot compare with the targets of cells: numbers are missing in "soh"/,
  );
  const { outputs } = await new Evaluator(built, { tell: ["Head"] })
    .evaluate({ cells: gaps.toView() as never });
  assert.equal(outputs.Head?.output?.data.length, 2);
});

Deno.test("Evaluator says at once what it cannot compare or tell", () => {
  using built = graph.build([cells]);
  const mse = (on: string, label = "mse"): AppliedLoss =>
    new AppliedLoss({ loss: "mse", on, label });
  const mistakes: readonly (readonly [object, RegExp])[] = [
    [{ losses: [mse("Haed")] }, /Cannot evaluate .*"mse" is on "Haed", which is not there/],
    [{ losses: [mse("Head"), mse("Head")] }, /2 losses have the label "mse"/],
    [
      { losses: [new AppliedLoss({ loss: "mse", on: "Head", inputs: ["outputs", voltage] })] },
      /"mse" on "Head" compares outputs \(1\) with cells \(features: voltage\) \(1, 10\)/,
    ],
    [{ losses: ["mse"] }, /Cannot read the option "losses"/],
    [{ tell: ["Haed"] }, /No node "Haed": did you mean "Head"/],
    [{ loses: [] }, /No option "loses": did you mean "losses"/],
  ];
  for (const [options, said] of mistakes) {
    assert.throws(() => new Evaluator(built as BuiltGraph, options), said);
  }
  assert.throws(() => new Evaluator(graph as never), /give what graph\.build\(data\) gives/);
});

Deno.test("Evaluator refuses samples of which it can neither compare nor tell anything", async () => {
  const other = FeatureSet.fromColumns("other", { x: [1, 2] }, { features: ["x"] }) as FeatureSet;
  using built = ModelGraph.of([mlp("Head"), mlp("Beside", { input: reference(other) })])
    .build([cells, other]);
  await assert.rejects(
    new Evaluator(built, { losses, tell: ["Head"] }).evaluate({ other: other.toView() }),
    /Cannot evaluate from "other" alone: "Head" need other samples/,
  );
});
