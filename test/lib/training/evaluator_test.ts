import assert from "node:assert/strict";
import { AppliedLoss, FeatureSet, ModelGraph, Predictor, sgd, Trainer } from "../../../lib/mod.ts";
import { Evaluator } from "../../../lib/training/evaluator.ts";
import { cells, mlp, samples } from "../graph/cells.ts";

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
