import assert from "node:assert/strict";
import type { Callback } from "../../../../lib/experiment/callbacks/callback.ts";
import { metric } from "../../../../lib/experiment/callbacks/callback_result.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { LearningRate } from "../../../../lib/experiment/callbacks/learning_rate.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import { PlanError } from "../../../../lib/experiment/phases/check_plan.ts";
import { EvalPhase } from "../../../../lib/experiment/phases/eval_phase.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { cosineRate, plateauRate } from "../../../../lib/training/schedules.ts";
import { evaluation, mse, type Nodes, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const val = { featureSet: "pulses", split: "val", losses: [mse] };

/** What stands in the way of a run with these callbacks; nothing has run by then. */
async function problemsWith(
  callbacks: readonly Callback[],
  ofExperiment: readonly Callback[] = [],
): Promise<readonly string[]> {
  let batches = 0;
  const count = defineCallback({ label: "count", uses: {} }, {
    onBatchStart: () => void batches++,
  });
  const experiment: Experiment<Nodes> = study([
    training("train", { callbacks: [...callbacks, count] }),
    evaluation("test"),
  ], { callbacks: ofExperiment });
  try {
    await experiment.run(quiet);
    return [];
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    assert.deepEqual([batches, experiment.history.length], [0, 0]);
    return error.problems.map(({ message }) => message);
  }
}

Deno.test("a plan whose callback evaluates what is not there is refused before anything runs", async () => {
  const wrong = Evaluation.fromSplit("val", {
    ...val,
    split: "vall",
    losses: [new AppliedLoss({ loss: "mse", on: "Haed" })],
    metrics: [
      { name: "mae", on: "Hed", metric: "mae" },
      { name: "inner", on: "Encoder", metric: "mae" },
    ],
  });
  const problems = await problemsWith([wrong as Callback]);
  assert.equal(problems.length, 4);
  assert.match(problems[0] ?? "", /^the callback "val": No split "vall": did you mean "val"\?/);
  assert.match(problems[1] ?? "", /no node "Haed": did you mean "Head"\?/);
  assert.match(problems[2] ?? "", /no node "Hed": did you mean "Head"\?/);
  assert.match(
    problems[3] ?? "",
    /"Encoder" gives no outputs: name it in activeNodes, beside "Head"/,
  );
  assert.deepEqual(await problemsWith([], [wrong as Callback]).then((all) => all.length), 8);
});

Deno.test("two callbacks that hand in one metric are refused before anything runs", async () => {
  const first = Evaluation.fromSplit("val", val);
  const second = Evaluation.fromSplit("other", { ...val, split: "test" });
  const expected = 'the metric "val_loss" is handed in by "val", "other": give each its own name';
  assert.deepEqual(await problemsWith([first, second]), [expected]);
  assert.deepEqual(await problemsWith([first], [second]), [expected]);
  const named = Evaluation.fromSplit("other", { ...val, split: "test", lossName: "test_loss" });
  assert.deepEqual(await problemsWith([first, named, new LearningRate()]), []);
});

Deno.test("a metric that is watched and that nothing hands in is refused, unless somebody might", async () => {
  const first = Evaluation.fromSplit("val", val);
  const early = new EarlyStopping({ monitor: "val_los" });
  assert.deepEqual(await problemsWith([first, early]), [
    'the callback "early_stopping" watches the metric "val_los", which nothing hands in: did you ' +
    'mean "val_loss"?; there is "train_loss", "val_loss"',
  ]);
  assert.deepEqual(await problemsWith([new EarlyStopping({ monitor: "train_loss" })]), []);
  const mine = defineCallback({ label: "mine" }, { onEpochEnd: () => metric("val_los", 1) });
  assert.deepEqual(await problemsWith([first, early, mine]), []);
});

Deno.test("a metric that a learning rate goes by is one that is handed in", async () => {
  const first = Evaluation.fromSplit("val", val);
  const falling = (monitor?: string) =>
    new LearningRate({ rates: plateauRate({ rate: 0.1 }), monitor });
  assert.deepEqual(await problemsWith([first, falling()]), []);
  assert.deepEqual(await problemsWith([falling("train_loss")]), []);
  const [problem, ...others] = await problemsWith([falling()]);
  assert.match(
    problem ?? "",
    /"learning_rate" watches the metric "val_loss", which nothing hands in/,
  );
  assert.deepEqual(others, []);
  const typing = await problemsWith([first, falling("val_los")]);
  assert.match(typing[0] ?? "", /did you mean "val_loss"/);
  assert.deepEqual(
    await problemsWith([new LearningRate({ rates: cosineRate({ updates: 3 }) })]),
    [],
  );
});

Deno.test("evaluate() of a callback refuses a phase that does not fit", async () => {
  const wrong = EvalPhase.fromSplit("val", { ...val, split: "vall" });
  const mine = defineCallback({ label: "mine" }, {
    onEpochEnd: ({ evaluate }) => evaluate(wrong as EvalPhase),
  });
  await assert.rejects(
    study([training("train", { callbacks: [mine] })]).run(quiet),
    /"mine" failed in onEpochEnd: Cannot run "val": 1 problem\n.*did you mean "val"/,
  );
});
