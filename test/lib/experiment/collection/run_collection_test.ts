import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { ExperimentCollection } from "../../../../lib/experiment/collection/experiment_collection.ts";
import { CollectionRunError } from "../../../../lib/experiment/collection/run_collection.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ChildProcessRunner } from "../../../../lib/experiment/runner/child_process_runner.ts";
import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../../lib/experiment/runner/worker_permissions.ts";
import { inFolder } from "../../../support/temporary.ts";
import { evaluation, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const workers = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });

function twoSeeds() {
  const phases = () => [training("train", { epochs: 2 }), evaluation("test")];
  return new ExperimentCollection({
    one: study(phases(), { seed: 1, dropout: 0.1 }),
    two: study(phases(), { seed: 2, dropout: 0.1 }),
  });
}

/** What is in the logs of the experiments, and what they have learned; all but times. */
function told(all: ReturnType<typeof twoSeeds>): unknown {
  return all.labels.map((label) => {
    const experiment = all.experiment(label);
    const runs = experiment.history.map(({ status, index, results }) => [
      status,
      index,
      stateOfResults(results),
    ]);
    return [runs, experiment.getState()];
  });
}

Deno.test("ExperimentCollection.run() gives the same here and in workers, and again from there on", async () => {
  const [here, there] = [twoSeeds(), twoSeeds()];
  for (const _ of ["once", "again"]) {
    const runs = await here.run(quiet);
    assert.deepEqual(Object.keys(runs), ["one", "two"]);
    const elsewhere = await there.run({ ...quiet, runner: workers, concurrency: 2 });
    assert.deepEqual(Object.keys(elsewhere), ["one", "two"]);
    assert.equal(elsewhere.two, there.experiment("two").lastRun);
  }
  assert.deepEqual(told(there), told(here));
  assert.deepEqual(`${there.table()}`, `${here.table()}`);
  const { results } = there.experiment("one").lastRun ?? assert.fail("no run");
  assert.equal(results.eval().stackedTensors("Head").sampleIds.length, 20);
});

Deno.test("ExperimentCollection.run() runs all that do not fail, and says which ones did and why", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onEpochEnd: () => {
      throw new Error("boom");
    },
  });
  const broken = study([training("train", { callbacks: [bomb] })]);
  const fine = study([training("train")], { seed: 2 });
  const all = new ExperimentCollection({ broken, fine });
  await assert.rejects(all.run(quiet), (error: unknown) => {
    assert.ok(error instanceof CollectionRunError);
    assert.match(error.message, /^Cannot complete "broken": The callback "bomb" failed/);
    assert.deepEqual(Object.keys(error.failures), ["broken"]);
    assert.equal(error.runs.fine, fine.lastRun);
    return true;
  });
  assert.deepEqual(broken.history.map(({ status }) => status), ["failed"]);
  await assert.rejects(
    all.run({ ...quiet, runner: new InProcessRunner() }),
    /"broken": Cannot send the experiment.*register it in a module/s,
  );
  assert.deepEqual(fine.history.map(({ index }) => index), [0, 1]);
});

Deno.test("ExperimentCollection.run() ends when its signal aborts, here and elsewhere", async () => {
  for (const runner of [undefined, new InProcessRunner()]) {
    const controller = new AbortController();
    const places: string[] = [];
    const progress = {
      phase: ({ path }: { readonly path: readonly string[] }) => {
        places.push(path.join(" "));
        if (path[0] === "experiment 2/2") controller.abort();
      },
    };
    const all = twoSeeds();
    const runs = await all.run({
      progress,
      runner,
      concurrency: 1,
      signal: controller.signal,
    });
    assert.equal(places[0], "experiment 1/2 train");
    assert.equal(runs.one?.status, "completed");
    // One that runs elsewhere is not half changed here.
    assert.equal(runs.two?.status, runner ? undefined : "interrupted");
    assert.equal(all.experiment("two").history.length, runner ? 0 : 1);
  }
});

Deno.test("ExperimentCollection.run() goes on with what a store has", async () => {
  await inFolder(async (folder) => {
    const store = new JobStore(folder);
    const first = twoSeeds();
    await first.run({ ...quiet, store });
    const again = twoSeeds();
    const runs = await again.run({ ...quiet, store });
    assert.equal(runs.one?.startedAt, first.experiment("one").lastRun?.startedAt);
    assert.deepEqual(told(again), told(first));
  });
});

Deno.test("ExperimentCollection.run() writes results into a folder for each experiment", async () => {
  await inFolder(async (resultsDirectory) => {
    await twoSeeds().run({ ...quiet, resultsDirectory });
    assert.deepEqual((await readdir(resultsDirectory)).sort(), ["0000-one", "0001-two"]);
    await assert.rejects(
      twoSeeds().run({ resultsDirectory, runner: workers }),
      /resultsDirectory while experiments run elsewhere: leave it out/,
    );
    await assert.rejects(twoSeeds().run({ runer: workers } as object), /did you mean "runner"/);
  });
});
