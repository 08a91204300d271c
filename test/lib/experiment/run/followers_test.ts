import assert from "node:assert/strict";
import {
  artifact,
  type Callback,
  Checkpointing,
  defineCallback,
  EarlyStopping,
  type EarlyStoppingResult,
  EvalPhase,
  type EvalResults,
  Evaluation,
  type Hooks,
  LearningRate,
  metric,
  parityPlot,
  PhaseGroup,
} from "../../../../lib/mod.ts";
import { stepRate } from "../../../../lib/training/schedules.ts";
import { battery, chainOf, experimentOf, mseOn, quiet, training } from "../battery.ts";

const cells = battery({ points: 20 });
const losses = [mseOn("Head")];
const val = Evaluation.fromSplit("val", { featureSet: "cells", split: "val", losses });
const test = EvalPhase.fromSplit("test", { featureSet: "cells", split: "test", losses });

// Tutorial 04: warm up, tune, evaluate

const RATE = 0.01;

/** The rate falls to a half after every two epochs. */
function fall(): LearningRate {
  return new LearningRate({ rates: stepRate({ rate: RATE, every: 2, factor: 0.5 }) });
}

/** Phases in groups, with what each of them is followed by. */
function customTraining(own: readonly Callback[], epochs = 20) {
  return experimentOf(chainOf(cells), {
    data: [cells],
    phases: [
      new PhaseGroup("training", [
        training("warm-up", { losses, epochs: 2, activeNodes: ["Head"] }),
        training("fine-tune", {
          losses,
          epochs,
          callbacks: [
            ...own,
            fall(),
            val,
            new EarlyStopping({ patience: 2, minDelta: 0.001, restoreBest: true }),
          ],
        }),
      ]),
      test,
    ],
  });
}

Deno.test("tutorial 04: a warm-up leaves the encoder, results are found by label and by kind", async () => {
  const experiment = customTraining([]);
  const before = experiment.getState().graph;
  const { results } = await experiment.runPhase("training/warm-up", quiet);
  assert.deepEqual(experiment.getState().graph.Encoder, before.Encoder);
  assert.notDeepEqual(experiment.getState().graph.Head, before.Head);
  assert.equal(results.train().epochCount, 2);

  const whole = (await experiment.run(quiet)).results;
  assert.equal(whole.group("training").train("fine-tune"), whole.train("fine-tune"));
  assert.equal(whole.eval(), whole.phase("test"));
  assert.deepEqual(whole.flatten().map(({ label, kind }) => `${label}: ${kind}`), [
    "warm-up: train",
    "fine-tune: train",
    "test: eval",
  ]);
  assert.throws(() => whole.train(), /there are "warm-up", "fine-tune"/);
  assert.throws(() => whole.eval("tset"), /did you mean "test"\?/);
});

Deno.test("tutorial 04: the weights that come back are those of the best epoch", async () => {
  const snapshots: unknown[] = [];
  const snapshot = defineCallback({ label: "snapshot" }, {
    onEpochEnd: ({ training }) => void snapshots.push(training?.getState().graph),
  });
  const experiment = customTraining([snapshot]);
  const run = await experiment.run(quiet);
  const tuned = run.results.train("fine-tune");
  const stopped = tuned.callbacks<EarlyStoppingResult>("earlyStopping").one();
  assert.ok(stopped.restored && stopped.bestEpoch !== null);
  assert.equal(stopped.stoppedEpoch, stopped.bestEpoch + 2);
  assert.equal(tuned.status, "stopped");
  assert.equal(run.status, "completed");
  assert.deepEqual(experiment.getState().graph, snapshots[stopped.bestEpoch]);
  const best = tuned.metric("val_loss").one({ epoch: stopped.bestEpoch });
  assert.equal(stopped.bestValue, best);
});

Deno.test("tutorial 04: the metric of the rate follows its schedule, and so do the steps", async () => {
  const rates: number[] = [];
  const logger = defineCallback({ label: "logger", order: 3 }, {
    onBatchEnd: ({ step }) => void rates.push(step?.rates.Head ?? NaN),
    onEpochEnd: ({ training }) => metric("rate_of_head", training?.rates.Head ?? NaN),
  });
  const run = await customTraining([logger], 5).run(quiet);
  const tuned = run.results.train("fine-tune");
  const epochs = tuned.epochs.length;
  const expected = Array.from(
    { length: epochs },
    (_, epoch) => RATE * 0.5 ** Math.floor(epoch / 2),
  );
  assert.deepEqual(tuned.metric("learning_rate").values(), expected);
  assert.deepEqual(tuned.metric("rate_of_head").values(), expected);
  assert.deepEqual(rates, expected.flatMap((rate) => Array.from({ length: 11 }, () => rate)));
});

Deno.test("tutorial 04: hooks of a phase come in one order, whatever they take", async () => {
  const notes: string[] = [];
  const hook = (label: string, name: keyof Hooks, ticks: number) => async () => {
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    notes.push(`${label} ${name.slice(2)}`);
  };
  const all = [
    "onPhaseStart",
    "onEpochStart",
    "onBatchStart",
    "onBatchEnd",
    "onEpochEnd",
    "onPhaseEnd",
  ] as const;
  const slow = (label: string, order: number, ticks: number) =>
    defineCallback(
      { label, order },
      Object.fromEntries(all.map((name) => [name, hook(label, name, ticks)])),
    );
  const callbacks = [slow("second", 2, 0), slow("first", 1, 5)];
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [training("train", { losses, callbacks })],
  });
  await experiment.run(quiet);
  const both = (name: string) => [`first ${name}`, `second ${name}`];
  assert.deepEqual(notes, [
    ...both("PhaseStart"),
    ...both("EpochStart"),
    ...Array.from({ length: 11 }, () => [...both("BatchStart"), ...both("BatchEnd")]).flat(),
    ...both("EpochEnd"),
    ...both("PhaseEnd"),
  ]);
});

// How-to 08: callbacks

/** Three epochs (or more), followed by callbacks. */
async function followed(callbacks: readonly Callback[], epochs = 3) {
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [training("train", { losses, epochs, callbacks })],
  });
  return (await experiment.run(quiet)).results.train();
}

Deno.test("how-to 08: a callback of one's own reads the losses of its epoch, which fall", async () => {
  const told: number[] = [];
  const logger = defineCallback({ label: "loss_logger" }, {
    onEpochEnd: ({ results, epoch }) =>
      void told.push(results.losses("Head").where({ epoch }).collapse("batch", "mean").one()),
  });
  const results = await followed([logger]);
  assert.equal(told.length, 3);
  assert.ok(told.every((loss, at) => at === 0 || loss < (told[at - 1] ?? NaN)), told.join(" "));
  assert.deepEqual(told, results.losses("Head").collapse("batch", "mean").values());
});

Deno.test("how-to 08: Evaluation answers at the end of each epoch with results to query", async () => {
  const results = await followed([val], 5);
  const answers = results.callbacks<EvalResults>("evaluation");
  assert.deepEqual(answers.axes, ["kind", "label", "epoch", "batch", "edge"]);
  assert.deepEqual(
    answers.keys(),
    [0, 1, 2, 3, 4].map((epoch) => (
      { kind: "evaluation", label: "val", epoch, batch: null, edge: "end" }
    )),
  );
  const third = answers.where({ epoch: 3 }).one();
  const outputs = third.stackedTensors("Head", { unscale: true });
  assert.deepEqual(outputs.sampleIds, cells.getSplit("val").sampleIds);
  assert.equal(results.metric("val_loss").one({ epoch: 3 }), third.aggregatedLosses("Head").one());
  assert.ok(results.metric("val_loss").last() < results.metric("val_loss").first());
});

Deno.test("how-to 08: a scatter plot every other epoch is an artifact of epochs 0 and 2", async () => {
  const scatter = defineCallback({ label: "scatter_plot", order: 1 }, {
    onEpochEnd: ({ epoch, results }) => {
      if (epoch % 2 === 1) return undefined;
      const found = results.callbacks<EvalResults>("evaluation").one({ epoch });
      const [outputs, targets] = (["outputs", "targets"] as const)
        .map((domain) => found.stackedTensors("Head", { domain, unscale: true }).data);
      return artifact("scatter", parityPlot(outputs ?? [], targets ?? []));
    },
  });
  const results = await followed([val, scatter]);
  assert.deepEqual(
    results.artifacts().keys(),
    [0, 2].map((epoch) => (
      { name: "scatter", epoch, batch: null }
    )),
  );
  const [plot] = results.artifacts().values() as readonly Record<symbol, () => object>[];
  const bundle = plot?.[Symbol.for("Jupyter.display")]?.() ?? assert.fail("no display");
  assert.ok("application/vnd.vegalite.v5+json" in bundle);
});

// What fails upstream

Deno.test("upstream: callbacks of experiments throw NotImplementedError; ours hear of everything", async () => {
  const heard: string[] = [];
  const all = defineCallback({ label: "all" }, {
    onExperimentStart: () => void heard.push("start"),
    onGroupStart: ({ group }) => void heard.push(group),
    onPhaseEnd: ({ phase }) => void heard.push(phase.label),
    onExperimentEnd: () => void heard.push("end"),
  });
  await customTraining([], 1).withCallbacks([all]).run(quiet);
  assert.deepEqual(heard, ["start", "training", "warm-up", "fine-tune", "test", "end"]);
});

Deno.test("upstream: an evaluation within a callback calls its own callbacks; ours stay still", async () => {
  const heard: string[] = [];
  const inner = defineCallback({ label: "inner" }, { onPhaseEnd: () => void heard.push("inner") });
  const phase = EvalPhase.fromSplit("val", {
    featureSet: "cells",
    split: "val",
    losses,
    callbacks: [inner],
  });
  const results = await followed([new Evaluation(phase)]);
  assert.deepEqual(heard, []);
  assert.equal(results.callbacks("evaluation").length, 3);
});

Deno.test("upstream: metrics of one name and place overwrite each other; ours are refused", async () => {
  const twice = ["one", "other"].map((label) =>
    defineCallback({ label }, { onEpochEnd: () => metric("score", 1) })
  );
  await assert.rejects(followed(twice), /score/);
});

Deno.test("upstream: EarlyStopping trusts checkpoints that lack the best epoch; ours keeps its own", async () => {
  const values = [5, 3, 4, 4];
  const snapshots: unknown[] = [];
  const script = defineCallback({ label: "script" }, {
    onEpochEnd: ({ epoch, training }) => {
      snapshots.push(training?.getState().graph);
      return metric("val_loss", values[epoch] ?? NaN);
    },
  });
  const stop = new EarlyStopping({ patience: 2, restoreBest: true });
  const checkpointing = new Checkpointing({ everyN: 3, maxToKeep: 1 });
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [training("train", { losses, epochs: 9, callbacks: [script, stop], checkpointing })],
  });
  await experiment.run(quiet);
  assert.deepEqual((await checkpointing.store.list()).map(({ place }) => place.epoch), [2]);
  assert.deepEqual(experiment.getState().graph, snapshots[1]);
});
