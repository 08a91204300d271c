import assert from "node:assert/strict";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { NestedCrossValidation } from "../../../../lib/experiment/sweep/nested_cross_validation.ts";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import type { EvalResults } from "../../../../lib/experiment/results/eval_results.ts";
import { evaluation, mse, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
const phases = [training("train", { callbacks: [val], epochs: 1 }), evaluation("test")];
const experiment = study(phases);
const rate = "plan.train.optimizer.learningRate";
const options = {
  experiment,
  bindings: [new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] })],
  folds: 2,
  parameters: { [rate]: [1e-6, 0.01] },
  objective: { metric: "val_loss" },
  innerFolds: 2,
  innerPhase: "train",
} as const;

Deno.test("NestedCrossValidation.run() tunes each fold and runs it with what was chosen", async () => {
  const told: string[] = [];
  const progress: Progress = {
    begin: (title) => told.push(title),
    end: (status) => told.push(status),
  };
  const results = await new NestedCrossValidation(options).run({ progress });
  assert.equal(results.status, "completed");
  assert.deepEqual(told, [
    "nested_cv, fold 1/2: 4 × trial",
    "nested_cv, fold 1/2: 1 × fold",
    "nested_cv, fold 2/2: 4 × trial",
    "nested_cv, fold 2/2: 1 × fold",
    "completed",
  ]);
  assert.equal(results.table().value("fold_1", rate), 0.01);
  assert.deepEqual(results.folds.map(({ parameters }) => parameters), [
    { [rate]: 0.01 },
    { [rate]: 0.01 },
  ]);
  assert.deepEqual(results.fold(0).results.labels, ["train", "test"]);
  assert.equal(results.spread("mse", "test").values.length, 2);
  assert.equal(experiment.history.length, 0);
});

Deno.test("NestedCrossValidation chooses without a look at what the fold is judged by", async () => {
  const nested = new NestedCrossValidation(options);
  const judged = new Set(nested.outer.folds[0]?.pulses?.val);
  const sweep = nested.sweepOf(nested.outer.experimentOf(0));
  const found = await sweep.run(quiet);
  const runs = found.trials.flatMap(({ runs }) => runs);
  assert.equal(runs.length, 4);
  for (const { results } of runs) {
    assert.deepEqual(results.labels, ["train"]);
    const [answer] = results.train().callbacks<EvalResults>("evaluation").values();
    const { rows } = answer?.stackedView("pulses") ?? { rows: [] };
    assert.equal(rows.length, 20);
    assert.ok(rows.every((row) => !judged.has(row)));
  }
});

Deno.test("NestedCrossValidation.run() says which fold has no trial with a value", async () => {
  const nested = new NestedCrossValidation({ ...options, objective: { metric: "val_los" } });
  await assert.rejects(nested.run(quiet), /The fold "fold_0" failed: .*val_los/);
});

Deno.test("NestedCrossValidation names the option that there is not, and those that there are", () => {
  const strange = { ...options, sweep: {} } as typeof options;
  assert.throws(
    () => new NestedCrossValidation(strange),
    /No option "sweep".*"innerFolds" and 1 more; it was given to NestedCrossValidation/,
  );
});
