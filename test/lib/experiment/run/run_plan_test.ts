import assert from "node:assert/strict";
import {
  Checkpointing,
  defineCallback,
  Evaluation,
  LearningRate,
  metric,
  PhaseGroup,
} from "../../../../lib/mod.ts";
import type { Callback } from "../../../../lib/experiment/callbacks/callback.ts";
import type { CheckpointHook } from "../../../../lib/experiment/run/checkpointer.ts";
import { quiet } from "../battery.ts";
import { evaluation, study, training } from "../study.ts";

/** Everything that callbacks can do to a phase: rates, metrics at each start, a wish to stop. */
const steering: readonly Callback[] = [
  new LearningRate({ rates: [0.1, 0.01, 0.001] }),
  new Evaluation(evaluation("val", "val"), { runOnStart: true }),
  defineCallback({ label: "steering" }, {
    onPhaseStart: () => metric("begun", 1),
    onEpochStart: () => metric("begun", 2),
    onBatchStart: () => metric("begun", 3),
    onEpochEnd: ({ epoch, training }) => {
      if (epoch === 1) training?.stop("enough");
    },
  }),
];

function steered(checkpointing?: Checkpointing) {
  const phase = training("train", { callbacks: steering, epochs: 4 });
  return study([phase], { ...(checkpointing && { checkpointing }) });
}

Deno.test("resume() from any point of a phase gives what an undisturbed run gives", async () => {
  const whole = steered();
  const { results, status, reason } = await whole.run(quiet);
  const hooks: readonly CheckpointHook[] = [
    "phaseStart",
    "epochStart",
    "batchStart",
    "batchEnd",
    "epochEnd",
    "phaseEnd",
  ];
  for (const saveOn of hooks) {
    const checkpointing = new Checkpointing({ saveOn });
    await steered(checkpointing).run(quiet);
    for (const { key } of await checkpointing.store.list()) {
      const again = steered();
      const run = await again.resume(checkpointing.store, { key, ...quiet });
      const where = `${saveOn} ${key}`;
      assert.deepEqual([run.status, run.reason], [status, reason], where);
      for (const name of results.train().metricNames) {
        const [found, expected] = [run.results, results].map((one) => one.train().metric(name));
        assert.deepEqual(found?.items(), expected?.items(), `${where}: ${name}`);
      }
      assert.deepEqual(again.getState(), whole.getState(), where);
    }
  }
});

Deno.test("resume() goes on with a phase of a group that was run alone", async () => {
  const checkpointing = new Checkpointing();
  const nested = () => study([new PhaseGroup("group", [training("train")])], { checkpointing });
  const whole = nested();
  await whole.runPhase("group/train", quiet);
  const [first] = await checkpointing.store.list();
  const again = nested();
  await again.resume(checkpointing.store, { key: first?.key ?? "", ...quiet });
  assert.deepEqual(again.getState(), whole.getState());
});

Deno.test("a phase that was stopped has used its epochs: the next run draws other batches", async () => {
  const stop = defineCallback({ label: "stop" }, {
    onEpochEnd: ({ training }) => training?.stop(),
  });
  const experiment = study([training("train", { resultRecording: "all", callbacks: [stop] })]);
  const orders = new Set<string>();
  for (const _ of ["once", "again"]) {
    const { results } = await experiment.run(quiet);
    const views = results.train().sourceViews("Encoder").values();
    orders.add(views.flatMap((view) => [...view.rows]).join());
  }
  assert.equal(orders.size, 2);
});

Deno.test("a run that is asked to stop before its first batch does nothing", async () => {
  const experiment = study();
  const before = experiment.getState().graph;
  const going = experiment.run(quiet);
  experiment.stop("changed my mind");
  const { status, reason, results } = await going;
  assert.deepEqual([status, reason, results.labels], ["stopped", "changed my mind", []]);
  assert.deepEqual(experiment.getState().graph, before);
});

Deno.test("a run whose signal has aborted already changes nothing and is interrupted", async () => {
  const experiment = study();
  const before = experiment.getState().graph;
  const { status } = await experiment.run({ ...quiet, signal: AbortSignal.abort() });
  assert.equal(status, "interrupted");
  assert.deepEqual(experiment.getState().graph, before);
});
