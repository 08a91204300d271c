import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import {
  type Callback,
  Checkpointing,
  defineCallback,
  Evaluation,
  type Experiment,
  LearningRate,
  MemoryCheckpoints,
  PhaseGroup,
} from "../../../../lib/mod.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { inFolder } from "../../../support/temporary.ts";
import { battery, type Chain, chainOf, experimentOf, mseOn, quiet, training } from "../battery.ts";

// Tutorial 06: ten epochs with dropout, broken off after four

const cells = battery({ count: 200 });
const losses = [mseOn("Head")];
const val = Evaluation.fromSplit("val", { featureSet: "cells", split: "val", losses });
const EPOCHS = 10;

/** Breaks the run off in the middle of an epoch, if it is told which. */
function power(cut: number | undefined) {
  return defineCallback({ label: "power" }, {
    onBatchEnd: ({ epoch, batch }) => {
      if (epoch === cut && batch === 2) throw new Error("power cut");
    },
  });
}

/** Records everything, so that the order of samples can be compared. */
function study(cut?: number, checkpointing?: Checkpointing): Experiment<Chain> {
  return experimentOf(chainOf(cells, 0.2), {
    data: [cells],
    phases: [
      training("train", {
        losses,
        epochs: EPOCHS,
        callbacks: [val, power(cut)],
        resultRecording: "all",
      }),
    ],
    ...(checkpointing && { checkpointing }),
  });
}

/** Weights, moments and chance; metrics, losses and the samples of every batch. */
function told(experiment: Experiment<Chain>) {
  const { graph, training, counts } = experiment.getState();
  const results = experiment.lastRun?.results.train() ?? assert.fail("no run");
  const rows = results.sourceViews("Encoder").map((view) => [...view.rows]).items();
  return { graph, training, counts, rows, results: stateOfResults(results) };
}

Deno.test("tutorial 06: 4 epochs, an exception, and 6 more are 10 epochs, to the bit", async () => {
  const whole = study();
  await whole.run(quiet);
  await inFolder(async (directory) => {
    const broken = study(4, new Checkpointing({ directory, maxToKeep: 3 }));
    await assert.rejects(broken.run(quiet), /power cut/);
    assert.deepEqual(broken.history.map(({ status }) => status), ["failed"]);
    assert.equal(broken.lastRun?.results.train().epochCount, 5);

    // As another process would: the same experiment, made anew.
    const again = study();
    const run = await again.resume(directory, quiet);
    assert.deepEqual([run.status, run.resumed], ["completed", true]);
    const [found, expected] = [told(again), told(whole)];
    assert.deepEqual(found.rows, expected.rows);
    assert.deepEqual(found, expected);
    assert.equal(run.results.train().epochCount, EPOCHS);
  });
});

Deno.test("tutorial 06: an interrupted run goes on in the same experiment", async () => {
  const whole = study();
  await whole.run(quiet);
  const store = new Checkpointing({ saveOn: "batchEnd", maxToKeep: 1 });
  const controller = new AbortController();
  const experiment = study(undefined, store);
  const run = await experiment.run({
    signal: controller.signal,
    progress: {
      step: ({ epoch, batch }) => {
        if (epoch === 3 && batch === 1) controller.abort();
      },
    },
  });
  assert.equal(run.status, "interrupted");
  await experiment.resume(store.store, quiet);
  assert.deepEqual(experiment.history.map(({ status }) => status), ["interrupted", "completed"]);
  assert.deepEqual(told(experiment), told(whole));
});

Deno.test("upstream: maxToKeep forgets files without deleting them; ours deletes", async () => {
  await inFolder(async (directory) => {
    await study(undefined, new Checkpointing({ directory, maxToKeep: 2 })).run(quiet);
    const files = (await readdir(directory)).filter((name) => name.endsWith(".checkpoint"));
    assert.deepEqual(files.sort(), ["train_epoch8.checkpoint", "train_epoch9.checkpoint"]);
  });
});

Deno.test("upstream: checkpoints of batches overwrite each other in memory; ours have names of their own", async () => {
  const checkpointing = new Checkpointing({ saveOn: "batchEnd", everyN: 5 });
  const experiment = study();
  await experiment.run({ ...quiet, checkpointing });
  assert.ok(checkpointing.store instanceof MemoryCheckpoints);
  const keys = (await checkpointing.store.list()).map(({ key }) => key);
  assert.equal(keys.length, EPOCHS * 5 / 5);
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("a broken phase is kept by no checkpoint of the group or the run that it is in", async () => {
  const controller = new AbortController();
  const progress = { step: () => controller.abort() };
  for (const saveOn of ["experimentEnd", "phaseEnd"] as const) {
    const checkpointing = new Checkpointing({ saveOn });
    const run = await study(undefined, checkpointing).run({ progress, signal: controller.signal });
    assert.equal(run.status, "interrupted");
    assert.deepEqual(await checkpointing.store.list(), []);
  }
});

Deno.test("a run that goes on keeps the rate that a callback set, and the wish to stop", async () => {
  const followers = () => [
    val,
    new LearningRate({ rates: [0.02, 0.01, 0.005] }),
    defineCallback({ label: "enough" }, {
      onEpochEnd: ({ epoch, training }) => {
        if (epoch === 2) training?.stop("enough");
      },
    }),
  ];
  const make = () =>
    experimentOf(chainOf(cells, 0.2), {
      data: [cells],
      phases: [training("train", { losses, epochs: 9, callbacks: followers() })],
    });
  const whole = make();
  await whole.run(quiet);
  // As if it had been killed after any of its batches, and at the end of the last epoch.
  for (const saveOn of ["batchEnd", "epochEnd"] as const) {
    const checkpointing = new Checkpointing({ saveOn });
    await make().run({ ...quiet, checkpointing });
    const kept = await checkpointing.store.list();
    // The last batch of an epoch, the first of one; and after the wish to stop.
    const chosen = saveOn === "batchEnd" ? [kept.at(4), kept.at(10)] : [kept.at(-1)];
    for (const { key } of chosen.filter((one) => one !== undefined)) {
      const again = make();
      const run = await again.resume(checkpointing.store, { ...quiet, key });
      assert.equal(run.results.train().status, "stopped");
      assert.deepEqual(again.getState(), whole.getState(), key);
      const [found, expected] = [again, whole].map((one) =>
        stateOfResults(one.lastRun?.results.train() ?? assert.fail("no run"))
      );
      assert.deepEqual(found, expected, key);
    }
  }
});

Deno.test("a phase that stopped early deals out other batches when it runs again", async () => {
  const enough = defineCallback({ label: "enough" }, {
    onEpochEnd: ({ training }) => training?.stop(),
  });
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [
      training("train", {
        losses,
        epochs: 5,
        callbacks: [enough],
        resultRecording: "all",
      }),
    ],
  });
  const orders: string[] = [];
  for (const _ of ["once", "again"]) {
    const { results } = await experiment.run(quiet);
    const views = results.train().sourceViews("Encoder").values();
    orders.push(views.flatMap((view) => [...view.rows]).join());
  }
  assert.notEqual(orders[0], orders[1]);
});

Deno.test("callbacks of the experiment go on with what they remember, as those of phases do", async () => {
  const make = (cut?: number) => {
    const seen: number[] = [];
    const counting: Callback = {
      label: "counting",
      order: 0,
      name: "custom",
      getConfig: () => ({}),
      start: () => {
        let count = 0;
        return {
          onBatchEnd: () => void count++,
          onExperimentEnd: () => void seen.push(count),
          getState: () => ({ values: { count } }),
          setState: ({ values }) => {
            count = values.count as number;
          },
        };
      },
    };
    const phases = ["one", "two"].map((label) =>
      training(label, { losses, epochs: 2, callbacks: label === "two" ? [power(cut)] : [power(9)] })
    );
    return {
      seen,
      experiment: study().withPlan((plan) => plan.withoutItem(0)).withItem(
        new PhaseGroup("both", phases),
      ).withCallbacks([counting]),
    };
  };
  const store = new Checkpointing({ saveOn: "batchEnd", everyN: 2 });
  const broken = make(1);
  await assert.rejects(broken.experiment.run({ ...quiet, checkpointing: store }), /power cut/);
  const again = make();
  await again.experiment.resume(store.store, quiet);
  assert.deepEqual([broken.seen, again.seen], [[], [2 * 2 * 5]]);
});

Deno.test("a phase of a group that was run alone is gone on with", async () => {
  const make = (cut?: number) =>
    experimentOf(chainOf(cells, 0.2), {
      data: [cells],
      phases: [
        new PhaseGroup("group", [
          training("inner", { losses, epochs: 3, callbacks: [power(cut)] }),
        ]),
      ],
    });
  const whole = make();
  await whole.runPhase("group/inner", quiet);
  const checkpointing = new Checkpointing();
  await assert.rejects(make(1).runPhase("group/inner", { ...quiet, checkpointing }), /power cut/);
  const again = make();
  await again.resume(checkpointing.store, quiet);
  assert.deepEqual(again.getState(), whole.getState());
});

Deno.test("a run that was stopped as a whole goes on when it is resumed", async () => {
  const whole = study();
  await whole.run(quiet);
  const checkpointing = new Checkpointing({ maxToKeep: 1 });
  const experiment = study();
  const progress = { step: () => experiment.stop("lunch") };
  const stopped = await experiment.run({ progress, checkpointing });
  assert.deepEqual([stopped.status, stopped.reason], ["stopped", "lunch"]);
  assert.equal(stopped.results.train().epochCount, 1);
  const run = await experiment.resume(checkpointing.store, quiet);
  assert.equal(run.status, "completed");
  assert.deepEqual(told(experiment), told(whole));
});
