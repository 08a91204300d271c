import assert from "node:assert/strict";
import { callbacks, HOOKS, type Hooks } from "../../../lib/experiment/callbacks/callback.ts";
import { artifact, metric } from "../../../lib/experiment/callbacks/callback_result.ts";
import { defineCallback } from "../../../lib/experiment/callbacks/define_callback.ts";
import {
  EarlyStopping,
  type EarlyStoppingResult,
} from "../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../lib/experiment/callbacks/evaluation.ts";
import { findLearningRate } from "../../../lib/experiment/callbacks/find_learning_rate.ts";
import { LearningRate } from "../../../lib/experiment/callbacks/learning_rate.ts";
import { EvalResults } from "../../../lib/experiment/results/eval_results.ts";
import { PhaseGroup } from "../../../lib/experiment/phases/phase_group.ts";
import { evaluation, mse, study, training } from "./study.ts";

const quiet = { progress: false } as const;

/** Notes every hook. */
function noting(label: string, notes: string[], order = 0) {
  const hooks = HOOKS.map((hook) => [hook, (moment: Record<string, unknown>) => {
    const phase = moment.phase as { label: string } | undefined;
    const where = [moment.group ?? phase?.label, moment.epoch, moment.batch]
      .filter((part) => part !== undefined);
    notes.push([label, hook, ...where].join(" "));
  }]);
  return defineCallback({ label, order }, Object.fromEntries(hooks) as Hooks);
}

Deno.test("hooks are called in their order, those of the phase before those of the experiment", async () => {
  const notes: string[] = [];
  const own = noting("own", notes);
  const experiment = study([
    new PhaseGroup("both", [
      training("train", { epochs: 1, callbacks: [own] }),
      evaluation("test"),
    ]),
  ], { callbacks: [noting("all", notes)] });
  await experiment.run(quiet);
  assert.deepEqual(notes, [
    "all onExperimentStart",
    "all onGroupStart both",
    "own onPhaseStart train",
    "all onPhaseStart train",
    "own onEpochStart train 0",
    "all onEpochStart train 0",
    ...[0, 1, 2].flatMap((batch) => [
      `own onBatchStart train 0 ${batch}`,
      `all onBatchStart train 0 ${batch}`,
      `own onBatchEnd train 0 ${batch}`,
      `all onBatchEnd train 0 ${batch}`,
    ]),
    "own onEpochEnd train 0",
    "all onEpochEnd train 0",
    "own onPhaseEnd train",
    "all onPhaseEnd train",
    "all onPhaseStart test",
    "all onPhaseEnd test",
    "all onGroupEnd both",
    "all onExperimentEnd",
  ]);
});

Deno.test("callbacks run by their order, and onException hears of what threw", async () => {
  const notes: string[] = [];
  const bomb = defineCallback({ label: "bomb", order: 5 }, {
    onBatchEnd: () => {
      throw new Error("boom");
    },
  });
  const callbacks = [noting("late", notes, 9), bomb, noting("early", notes, 1)];
  const experiment = study([training("train", { callbacks })], {
    callbacks: [noting("all", notes)],
  });
  await assert.rejects(experiment.run(quiet), /boom/);
  assert.deepEqual(notes.slice(-4), [
    "early onBatchEnd train 0 0",
    "early onException train 0 0",
    "late onException train 0 0",
    "all onException train 0 0",
  ]);
});

Deno.test("what hooks give back stands in the results, metrics and artifacts among them", async () => {
  const giving = defineCallback({ label: "giving" }, {
    onPhaseStart: () => metric("height", -1),
    onEpochEnd: async ({ epoch }) => {
      await Promise.resolve();
      return [metric("height", epoch), artifact(`table ${epoch}`, { epoch }), { any: "thing" }];
    },
  });
  const experiment = study([training("train", { callbacks: [giving], epochs: 2 })]);
  const results = (await experiment.run(quiet)).results.train();
  const height = results.metric("height");
  assert.deepEqual(height.items(), [
    [{ epoch: -1, batch: null }, -1],
    [{ epoch: 0, batch: null }, 0],
    [{ epoch: 1, batch: null }, 1],
  ]);
  assert.deepEqual(results.artifacts().where({ epoch: 1 }).values(), [{ epoch: 1 }]);
  assert.deepEqual(results.callbacks("custom").where({ epoch: 0 }).one(), { any: "thing" });
});

Deno.test("a callback that keeps things begins anew with each run", async () => {
  const counts: number[] = [];
  const counting = defineCallback({ label: "count" }, () => {
    let batches = 0;
    return { onBatchEnd: () => void batches++, onPhaseEnd: () => void counts.push(batches) };
  });
  const experiment = study([training("train", { callbacks: [counting], epochs: 2 })]);
  await experiment.run(quiet);
  await experiment.run(quiet);
  assert.deepEqual(counts, [6, 6]);
});

Deno.test("Evaluation hands in results, val_loss and metrics, and changes nothing", async () => {
  const source = { featureSet: "pulses", split: "val", losses: [mse] };
  const val = Evaluation.fromSplit("val", {
    ...source,
    everyEpochs: 2,
    runOnStart: true,
    metrics: [{ name: "val_mae", on: "Head", metric: "mae" }],
  });
  const plain = study([training("train", { epochs: 4 })], { dropout: 0.2 });
  const watched = study([training("train", { epochs: 4, callbacks: [val] })], { dropout: 0.2 });
  await plain.run(quiet);
  const results = (await watched.run(quiet)).results.train();
  assert.deepEqual(watched.getState().graph, plain.getState().graph);
  assert.deepEqual(results.metric("val_loss").axisValues("epoch"), [-1, 1, 3]);
  assert.ok(results.metric("val_loss").last() < results.metric("val_loss").first());
  assert.ok(results.metric("val_mae").last() > 0);
  assert.ok(results.callbacks("evaluation").one({ epoch: 3 }) instanceof EvalResults);
});

Deno.test("EarlyStopping stops after its patience and brings the best weights back", async () => {
  const values = [5, 3, 4, 4, 4, 1];
  const snapshots: unknown[] = [];
  const script = defineCallback({ label: "script" }, {
    onEpochEnd: ({ epoch, training }) => {
      snapshots.push(training?.getState().graph);
      return metric("val_loss", values[epoch] ?? NaN);
    },
  });
  const stop = new EarlyStopping({ patience: 2, restoreBest: true });
  const experiment = study([training("train", { epochs: 6, callbacks: [stop, script] })]);
  const results = (await experiment.run(quiet)).results.train();
  assert.equal(results.status, "stopped");
  assert.deepEqual(results.callbacks<EarlyStoppingResult>("earlyStopping").one(), {
    bestEpoch: 1,
    bestValue: 3,
    stoppedEpoch: 3,
    restored: true,
  });
  assert.deepEqual(experiment.getState().graph, snapshots[1]);
});

Deno.test("EarlyStopping counts an epoch without its metric, or with NaN, as not better", async () => {
  const nan = defineCallback({ label: "nan" }, {
    onEpochEnd: ({ epoch }) => epoch === 0 ? metric("val_loss", 1) : metric("val_loss", NaN),
  });
  const run = await study([
    training("train", { epochs: 9, callbacks: [nan, new EarlyStopping({ patience: 3 })] }),
  ]).run(quiet);
  assert.equal(run.results.train().losses("Head").axisValues("epoch").length, 4);
});

Deno.test("LearningRate sets the rate of each epoch and writes it down", async () => {
  const rates = new LearningRate({ rates: [0.01, 0.001] });
  const experiment = study([training("train", { callbacks: [rates] })]);
  const results = (await experiment.run(quiet)).results.train();
  assert.deepEqual(results.metric("learning_rate").values(), [0.01, 0.001, 0.001]);
});

Deno.test("findLearningRate() suggests a rate at which the loss falls, and changes nothing", async () => {
  const experiment = study([training("train")]);
  const before = experiment.getState();
  const phase = experiment.plan.trainPhase("train") as ReturnType<typeof training>;
  const found = await findLearningRate(experiment, phase, { steps: 40 });
  assert.deepEqual(experiment.getState(), before);
  assert.equal(found.rates.length, found.losses.length);
  assert.ok(found.suggestion > 1e-6 && found.suggestion < 1, `${found.suggestion}`);
});

Deno.test("callbacks are made again of their configs", () => {
  const source = { featureSet: "pulses", split: "val", losses: [mse] };
  const metrics = [{ name: "val_mae", on: "Head" as const, metric: "mae" }];
  const all = [
    new EarlyStopping({ patience: 2, mode: "max" }),
    new LearningRate({ rates: [0.1] }),
    Evaluation.fromSplit("val", { ...source, metrics }),
  ];
  for (const one of all) {
    const again = callbacks.get(one.name)(JSON.parse(JSON.stringify(one.getConfig())));
    assert.deepEqual(again.getConfig(), JSON.parse(JSON.stringify(one.getConfig())));
    assert.equal(again.label, one.label);
  }
});
