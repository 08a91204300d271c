import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { metric } from "../../../../lib/experiment/callbacks/callback_result.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { Checkpointing } from "../../../../lib/experiment/checkpoints/checkpointing.ts";
import { FolderTakenError } from "../../../../lib/experiment/checkpoints/folder_lock.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { inFolder } from "../../../support/temporary.ts";
import { evaluation, mse, type Nodes, study, training } from "../study.ts";

const quiet = { progress: false } as const;

/** Throws at one batch of one epoch, once. */
function bomb(epoch: number, batch: number) {
  let isArmed = true;
  return defineCallback({ label: "bomb", order: 9 }, {
    onBatchEnd: (moment) => {
      if (!isArmed || moment.epoch !== epoch || moment.batch !== batch) return;
      isArmed = false;
      throw new Error("boom");
    },
  });
}

const silent = defineCallback({ label: "bomb", order: 9 }, {});

function plan(bomb: ReturnType<typeof defineCallback>, checkpointing?: Checkpointing) {
  const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
  const best = new EarlyStopping({ patience: 9, restoreBest: true });
  return [
    training("warm_up", { epochs: 2, activeNodes: ["Head"] }),
    training("tune", {
      epochs: 4,
      accumulate: 2,
      average: 0.9,
      callbacks: [bomb, val, best],
      ...(checkpointing && { checkpointing }),
    }),
    evaluation("test"),
  ];
}

/** Everything that an interruption could spoil. */
function told(experiment: Experiment<Nodes>) {
  const { graph, training, counts } = experiment.getState();
  const { results } = experiment.lastRun ?? assert.fail("no run");
  return { graph, training, counts, results: stateOfResults(results) };
}

Deno.test("resume() gives the same weights, optimizers, chance and results, bit for bit", async () => {
  const whole = study(plan(silent), { dropout: 0.3 });
  await whole.run(quiet);
  const expected = told(whole);
  for (const saveOn of ["epochEnd", "batchEnd", "phaseEnd"] as const) {
    const checkpointing = new Checkpointing({ saveOn });
    const broken = study(plan(bomb(2, 1)), { dropout: 0.3 });
    await assert.rejects(broken.run({ ...quiet, checkpointing }), /boom/);
    const again = study(plan(silent), { dropout: 0.3 });
    const run = await again.resume(checkpointing.store, quiet);
    assert.equal(run.status, "completed");
    assert.ok(run.resumed);
    assert.deepEqual(told(again), expected, saveOn);
  }
});

Deno.test("resume() goes on from files in the same way", async () => {
  const whole = study(plan(silent), { dropout: 0.3 });
  await whole.run(quiet);
  await inFolder(async (directory) => {
    const checkpointing = new Checkpointing({ directory, saveOn: "batchEnd", maxToKeep: 2 });
    const broken = study(plan(bomb(1, 0)), { dropout: 0.3 });
    await assert.rejects(broken.run({ ...quiet, checkpointing }), /boom/);
    assert.equal(broken.lastRun?.status, "failed");
    const files = await readdir(directory);
    assert.equal(files.filter((name) => name.endsWith(".checkpoint")).length, 2);
    const again = study(plan(silent), { dropout: 0.3 });
    await again.resume(directory, quiet);
    assert.deepEqual(told(again), told(whole));
  });
});

Deno.test("resume() refuses a checkpoint that was changed, cut off or of another run", async () => {
  await inFolder(async (directory) => {
    const checkpointing = new Checkpointing({ directory });
    const experiment = study([training("train")]);
    await experiment.run({ ...quiet, checkpointing });
    const other = study([training("train", { epochs: 7 })]);
    await assert.rejects(other.resume(directory, quiet), /another graph, data, plan or seed/);
    const path = join(directory, "train_epoch2.checkpoint");
    const bytes = await readFile(path);
    const changed = Uint8Array.from(bytes);
    changed[changed.length - 5] = (changed.at(-5) ?? 0) ^ 1;
    for (
      const bad of [
        changed,
        bytes.subarray(0, bytes.length - 9),
        new Uint8Array(),
        bytes.subarray(9),
      ]
    ) {
      await writeFile(path, bad);
      await assert.rejects(experiment.resume(directory, quiet), { name: "CheckpointError" });
    }
    await experiment.resume(directory, { ...quiet, key: "train_epoch1" });
    await assert.rejects(
      experiment.resume(directory, { ...quiet, key: "train_epoch9" }),
      /did you mean/,
    );
  });
});

Deno.test("checkpoints of phases have one size, however many there are", async () => {
  await inFolder(async (directory) => {
    const checkpointing = new Checkpointing({ directory, saveOn: "phaseStart" });
    const phases = ["a", "b", "c", "d"].map((label) =>
      training(label, { checkpointing, epochs: 1 })
    );
    const experiment = study(phases);
    const sizes: number[] = [];
    for (const label of ["a", "b", "c", "d"]) {
      await experiment.runPhase(label, quiet);
      sizes.push((await readFile(join(directory, `${label}_START.checkpoint`))).length);
    }
    assert.ok(Math.max(...sizes.slice(1)) < 1.02 * Math.min(...sizes.slice(1)), String(sizes));
  });
});

Deno.test("Checkpointing refuses hooks, placeholders and numbers that mean nothing", () => {
  assert.throws(
    () => new Checkpointing({ saveOn: "epochEnds" as never }),
    /did you mean "epochEnd"/,
  );
  assert.throws(() => new Checkpointing({ nameTemplate: "{epcoh}" }), /did you mean "epoch"/);
  assert.throws(() => new Checkpointing({ maxToKeep: 0 }), /maxToKeep = 0/);
});

Deno.test("Checkpointing leaves what an earlier run has kept, unless it may overwrite", async () => {
  const careful = new Checkpointing({ overwrite: false });
  const experiment = study([training("train", { epochs: 1 })]);
  await experiment.run({ ...quiet, checkpointing: careful });
  await assert.rejects(
    experiment.run({ ...quiet, checkpointing: careful }),
    /an earlier run has left 1/,
  );
  assert.equal(experiment.history.length, 1);
  assert.equal((await careful.store.list()).length, 1);
});

Deno.test("saveCheckpoint() and restoreCheckpoint() bring weights and optimizers back", async () => {
  await inFolder(async (directory) => {
    const notes = defineCallback({ label: "notes" }, { onEpochEnd: () => metric("one", 1) });
    const experiment = study([training("train", { callbacks: [notes] })]);
    await experiment.run(quiet);
    const before = experiment.getState();
    await experiment.saveCheckpoint(directory, "mine", { meta: { why: "test" } });
    await experiment.run(quiet);
    assert.notDeepEqual(experiment.getState().graph, before.graph);
    await experiment.restoreCheckpoint(directory, "mine");
    assert.deepEqual(experiment.getState(), before);
  });
});

Deno.test("phases of one run keep their checkpoints in one place, at their ends too", async () => {
  for (const [saveOn, count] of [["epochEnd", 6], ["phaseEnd", 2]] as const) {
    const checkpointing = new Checkpointing({ saveOn, overwrite: false });
    const phases = [training("first", { checkpointing }), training("second", { checkpointing })];
    await study(phases).run({ progress: false });
    assert.equal((await checkpointing.store.list()).length, count);
  }
});

Deno.test("a folder that cannot be written is told before anything runs", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const checkpointing = new Checkpointing({ directory: join(file, "runs") });
    for (
      const experiment of [
        study([training("train")], { checkpointing }),
        study([training("train", { checkpointing })]),
      ]
    ) {
      await assert.rejects(
        experiment.run(quiet),
        /^Error: Cannot keep checkpoints in .*with room$/,
      );
      assert.equal(experiment.history.length, 0);
    }
  });
});

Deno.test("a folder that can no longer be written fails the run, which keeps its results", async () => {
  await inFolder(async (folder) => {
    const directory = join(folder, "runs");
    const rename = defineCallback({ label: "rename" }, {
      onEpochStart: () => rm(directory, { recursive: true }).then(() => writeFile(directory, "")),
    });
    const checkpointing = new Checkpointing({ directory });
    const experiment = study([training("train", { callbacks: [rename] })], { checkpointing });
    await assert.rejects(
      experiment.run(quiet),
      /^Error: Cannot keep the checkpoint "train_epoch0" in/,
    );
    assert.equal(experiment.lastRun?.status, "failed");
    assert.equal(experiment.lastRun.results.train().metric("train_loss").length, 4);
  });
});

Deno.test("two runs cannot keep their checkpoints in one folder at once", async () => {
  await inFolder(async (directory) => {
    const checkpointing = new Checkpointing({ directory });
    let refused: unknown;
    const disturbing = defineCallback({ label: "disturbing" }, {
      onPhaseStart: () =>
        study([training("train", { epochs: 1 })], { checkpointing }).run(quiet)
          .catch((error: unknown) => refused = error),
    });
    const experiment = study([training("train", { callbacks: [disturbing] })], { checkpointing });
    await experiment.run(quiet);
    assert.ok(refused instanceof FolderTakenError);
    assert.equal((await checkpointing.store.list()).length, 3);
    await experiment.resume(directory, { ...quiet, checkpointing });
  });
});

Deno.test("a preview leaves checkpoints of phases as they were", async () => {
  const checkpointing = new Checkpointing();
  const experiment = study([training("train", { checkpointing })]);
  await experiment.run(quiet);
  const before = await checkpointing.store.list();
  const kept = await checkpointing.store.read("train_epoch2");
  await experiment.previewRun(quiet);
  await experiment.run({ ...quiet, checkpointing: false });
  assert.deepEqual(await checkpointing.store.list(), before);
  assert.equal(await checkpointing.store.read("train_epoch2"), kept);
});
