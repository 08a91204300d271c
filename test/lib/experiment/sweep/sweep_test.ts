import assert from "node:assert/strict";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ChildProcessRunner } from "../../../../lib/experiment/runner/child_process_runner.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../../lib/experiment/runner/worker_permissions.ts";
import { logUniform } from "../../../../lib/experiment/sweep/parameters.ts";
import {
  gridSearch,
  randomSearch,
  successiveHalving,
} from "../../../../lib/experiment/sweep/strategies.ts";
import { Sweep } from "../../../../lib/experiment/sweep/sweep.ts";
import type { SweepResults } from "../../../../lib/experiment/sweep/sweep_results.ts";
import { adam } from "../../../../lib/training/optimizer.ts";
import { exponentialRate } from "../../../../lib/training/schedules.ts";
import { mse, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
const experiment = study([
  training("train", { callbacks: [val], epochs: 2 }),
]);
const rate = "plan.train.optimizer.learningRate";
const hidden = "graph.nodes.Head.model.hidden";
const objective = { metric: "val_loss" } as const;

/** All but times. */
function content(results: SweepResults): unknown {
  return results.trials.map(({ runs, ...trial }) => ({
    ...trial,
    runs: runs.map((run) => stateOfResults(run.results)),
  }));
}

Deno.test("Sweep.run() tries every combination and finds the best", async () => {
  const before = experiment.getState();
  const sweep = new Sweep({
    experiment,
    parameters: { rate: [1e-5, 0.01], hidden: [4, 16] },
    paths: { rate, hidden },
    objective,
  });
  const results = await sweep.run(quiet);
  assert.equal(results.status, "completed");
  assert.deepEqual(results.trials.map(({ status }) => status), Array(4).fill("completed"));
  const best = results.best();
  assert.equal(best.parameters.rate, 0.01);
  assert.equal(best.value, Math.min(...results.trials.map(({ value }) => value)));
  assert.deepEqual(results.table().columns, ["rate", "hidden", "val_loss", "epochs", "status"]);
  assert.equal(results.table().labels[0], best.label);
  const again = await sweep.experimentOf(best).previewRun(quiet);
  assert.notEqual(again.results.train().metric("val_loss").last("epoch"), best.value);
  assert.deepEqual(experiment.getState(), before);
  assert.equal(experiment.history.length, 0);
});

Deno.test("Sweep.run() gives the same in workers, and goes on with what its store has", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const sweep = new Sweep({
      experiment,
      parameters: { [rate]: logUniform([1e-4, 1e-1]) },
      objective,
      strategy: randomSearch({ trials: 3 }),
    });
    const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
    const store = new JobStore(folder);
    const serial = await sweep.run(quiet);
    const parallel = await sweep.run({ ...quiet, runner, concurrency: 2, store });
    assert.deepEqual(content(parallel), content(serial));
    const again = await sweep.run({ ...quiet, runner, store });
    assert.deepEqual(
      again.trials.map(({ runs }) => runs[0]?.startedAt),
      parallel.trials.map(({ runs }) => runs[0]?.startedAt),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Sweep.run() halves: the best go on from where they were", async () => {
  const sweep = new Sweep({
    experiment,
    parameters: { [rate]: [1e-6, 1e-3, 0.01, 1e-5] },
    objective,
    strategy: successiveHalving({ of: gridSearch(), epochs: 1, factor: 2 }),
  });
  const results = await sweep.run(quiet);
  assert.deepEqual(results.trials.map(({ rungs }) => rungs.map(({ epochs }) => epochs)), [
    [1],
    [1, 2],
    [1, 2, 4],
    [1],
  ]);
  assert.deepEqual(
    results.trials.map(({ status }) => status),
    ["stopped", "stopped", "completed", "stopped"],
  );
  // The same epochs one after the other, as the phase runs again and again.
  const whole = sweep.experimentOf({ parameters: { [rate]: 0.01 } });
  const values: number[] = [];
  for (const epochs of [1, 1, 2]) {
    const phase = training("train", { callbacks: [val], epochs });
    const run = await whole.runPhase(phase, quiet);
    values.push(run.results.train().metric("val_loss").last("epoch"));
  }
  assert.deepEqual(results.best().rungs.map(({ value }) => value), values);
  assert.deepEqual(sweep.experimentOf(results.best()).getState().graph, whole.getState().graph);
});

Deno.test("Sweep.run() halves with restart: every rung is a plain run of so many epochs, schedule and all", async () => {
  const falling = (epochs: number) =>
    training("train", {
      callbacks: [val],
      epochs,
      optimizer: adam({ learningRate: exponentialRate({ rate: 0.02, factor: 0.8 }) }),
    });
  const scheduled = study([falling(1)], { dropout: 0.1 });
  const strategy = successiveHalving({ of: gridSearch(), epochs: 1, factor: 2, restart: true });
  const sweep = new Sweep({
    experiment: scheduled,
    parameters: { seed: [1, 2] },
    objective,
    strategy,
  });
  const best = (await sweep.run(quiet)).best();
  const values: number[] = [];
  for (const epochs of [1, 2]) {
    const plain = sweep.experimentOf({ parameters: best.parameters });
    const { results } = await plain.runPhase(falling(epochs), quiet);
    values.push(results.train().metric("val_loss").last("epoch"));
    if (epochs === 2) {
      assert.deepEqual(sweep.experimentOf(best).getState().graph, plain.getState().graph);
    }
  }
  assert.deepEqual(best.rungs.map(({ value }) => value), values);
});

Deno.test("Sweep.run() goes on when a trial fails, and says why none is the best if all do", async () => {
  const some = new Sweep({ experiment, parameters: { [hidden]: [8, -1, 4] }, objective });
  const results = await some.run(quiet);
  assert.deepEqual(results.trials.map(({ status }) => status), [
    "completed",
    "failed",
    "completed",
  ]);
  assert.match(String(results.trial("trial_1").error), /hidden|units|-1/i);
  assert.equal(results.ranked.at(-1)?.label, "trial_1");
  const none = new Sweep({ experiment, parameters: { [rate]: [1] }, objective: { metric: "los" } });
  const failed = await none.run(quiet);
  assert.throws(() => failed.best(), /trial_0 failed: No number to sweep for "los"/);
});

Deno.test("Sweep makes experiments by a function of the values, and leaves what it made alone", async () => {
  const sweep = new Sweep({
    parameters: { epochs: [1, 3] },
    make: ({ epochs }) =>
      experiment.withPlan((plan) =>
        plan.withReplaced("train", training("train", { epochs, callbacks: [val] }))
      ),
    objective,
  });
  const before = experiment.getState();
  const results = await sweep.run(quiet);
  assert.equal(results.best().parameters.epochs, 3);
  assert.deepEqual(experiment.getState(), before);
});

Deno.test("Sweep judges trials by folds: their value is the mean", async () => {
  const binding = new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] });
  const sweep = new Sweep({
    experiment,
    parameters: { [rate]: [1e-5, 0.01] },
    objective,
    validate: { bindings: [binding], folds: 3 },
  });
  const results = await sweep.run(quiet);
  const { runs, value } = results.best();
  const values = runs.map((run) => run.results.train().metric("val_loss").last("epoch"));
  assert.equal(values.length, 3);
  assert.equal(value, values.reduce((sum, one) => sum + one, 0) / 3);
  const made = new Sweep({
    parameters: { epochs: [1] },
    make: ({ epochs }) =>
      experiment.withPlan((plan) =>
        plan.withReplaced("train", training("train", { epochs, callbacks: [val] }))
      ),
    objective,
    validate: { bindings: [binding], folds: 2 },
  });
  assert.equal((await made.run(quiet)).best().runs.length, 2);
});

Deno.test("Sweep.run() leaves trials open when its signal aborts", async () => {
  const controller = new AbortController();
  const progress = {
    phase: ({ path }: { readonly path: readonly string[] }) => {
      if (path[0] === "trial 2/3") controller.abort();
    },
  };
  const sweep = new Sweep({ experiment, parameters: { [rate]: [0.1, 0.2, 0.3] }, objective });
  const results = await sweep.run({ progress, signal: controller.signal });
  assert.equal(results.status, "interrupted");
  assert.deepEqual(results.trials.map(({ status }) => status), ["completed", "open", "open"]);
});

Deno.test("Sweep refuses what makes no trials", () => {
  const parameters = { [rate]: [1] };
  const strategy = "grid" as never;
  assert.throws(
    () => new Sweep({ experiment, parameters, objective, strategy }),
    /Cannot choose trials by "grid": give gridSearch\(\)/,
  );
  assert.throws(
    () => new Sweep({ experiment, parameters: { [rate]: [] }, objective }),
    /from no values/,
  );
  assert.throws(() => new Sweep({ parameters, objective }), /give either an experiment, or make/);
  assert.throws(
    () => new Sweep({ experiment, parameters: { "plan.trian.epochs": [1] }, objective }),
    /did you mean "train"/,
  );
  assert.throws(
    () => new Sweep({ experiment, parameters: { a: [1] }, paths: { b: rate } as never, objective }),
    /No parameter "b"/,
  );
  assert.throws(
    () =>
      new Sweep({ experiment, parameters, objective: { metric: "x", direction: "up" as never } }),
    /No value of "direction" "up"/,
  );
});

Deno.test("SweepResults draws points of one parameter and lines through several", async () => {
  const one = await new Sweep({
    experiment,
    parameters: { [rate]: logUniform([1e-4, 1e-2], { steps: 2 }) },
    objective,
  }).run(quiet);
  const points = one.plot() as unknown as { encoding: { x: { scale: object } } };
  assert.deepEqual(points.encoding.x.scale, { type: "log" });
  const bundle = (one as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ]?.call(one);
  assert.match(bundle?.["text/html"] ?? "", /<caption>sweep: 2 trials · best val_loss/);
});

Deno.test("Sweep.run() halves trials that are judged by folds, the same in workers", async () => {
  const binding = new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] });
  const sweep = new Sweep({
    experiment,
    parameters: { [rate]: [1e-5, 0.01] },
    objective,
    strategy: successiveHalving({ of: gridSearch(), epochs: 1, factor: 2 }),
    validate: { bindings: [binding], folds: 2, phase: "train" },
  });
  const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
  const [serial, parallel] = [
    await sweep.run(quiet),
    await sweep.run({ ...quiet, runner, concurrency: 2 }),
  ];
  assert.deepEqual(serial.trials.map(({ status, rungs }) => [status, rungs.length]), [
    ["stopped", 1],
    ["completed", 2],
  ]);
  const [first = NaN, second = NaN] = serial.best().rungs.map(({ value }) => value);
  assert.ok(second < first, `${first} → ${second}`);
  assert.deepEqual(content(parallel), content(serial));
});
