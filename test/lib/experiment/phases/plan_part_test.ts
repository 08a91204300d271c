import assert from "node:assert/strict";
import { Checkpointing } from "../../../../lib/experiment/checkpoints/checkpointing.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { study, training } from "../study.ts";

const quiet = { progress: false } as const;

/** Two phases of one label, in two groups. */
function nested() {
  const phase = () => training("train", { epochs: 1, resultRecording: "all" });
  const groups = ["first", "second"].map((label) => new PhaseGroup(label, [phase()]));
  return study(groups, { dropout: 0.3 });
}

Deno.test("a phase of a group that is run alone goes on with the epochs of the whole plan", async () => {
  const experiment = nested();
  await experiment.run(quiet);
  const alone = await experiment.runPhase("second/train", quiet);
  assert.deepEqual(experiment.getState().counts, {
    "first/train": { runs: 1, epochs: 1 },
    "second/train": { runs: 2, epochs: 2 },
  });
  const [whole] = experiment.history;
  assert.deepEqual(whole?.phases.map(({ path }) => path), [["first", "train"], [
    "second",
    "train",
  ]]);
  assert.deepEqual(alone.phases.map(({ path }) => path), [["train"]]);
  assert.ok(alone.phases.every(({ milliseconds = -1 }) => milliseconds >= 0));
  const rows = [whole?.results.group("second").train(), alone.results.train()].map((results) => [
    ...(results?.sourceView("pulses", { epoch: 0, batch: 0 }).rows ?? []),
  ]);
  assert.notDeepEqual(rows[0], rows[1]);
});

Deno.test("a phase of the plan counts in its place, given itself or by its label", async () => {
  const experiment = nested();
  await experiment.runPhase(experiment.plan.group("second").trainPhase("train"), quiet);
  await experiment.runPhase("second/train", quiet);
  assert.deepEqual(Object.keys(experiment.getState().counts), ["second/train"]);
  await experiment.runPhase(training("train"), quiet);
  assert.deepEqual(Object.keys(experiment.getState().counts), ["second/train", "train"]);
});

Deno.test("resume() tells equal phases of two groups apart", async () => {
  const checkpointing = new Checkpointing();
  const experiment = nested();
  await experiment.runPhase("second/train", { ...quiet, checkpointing });
  const again = nested();
  await again.resume(checkpointing.store, quiet);
  assert.deepEqual(again.getState(), experiment.getState());
});

Deno.test("runPhase() and runGroup() refuse each other's labels", async () => {
  const experiment = nested();
  await assert.rejects(experiment.runPhase("first", quiet), /"first" is not a phase, but a group/);
  await assert.rejects(
    experiment.runGroup("first/train", quiet),
    /"train" is not a group, but a train phase/,
  );
  await assert.rejects(experiment.runPhase("frist/train", quiet), /did you mean "first"/);
  await assert.rejects(experiment.previewPhase("first", quiet), /not a phase/);
});
