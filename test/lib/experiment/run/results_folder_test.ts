import assert from "node:assert/strict";
import { join } from "node:path";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { Checkpointing } from "../../../../lib/experiment/checkpoints/checkpointing.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ResultsStore } from "../../../../lib/experiment/results/store/results_store.ts";
import { inFolder } from "../../../support/temporary.ts";
import { evaluation, pulses, study, training } from "../study.ts";

const quiet = { progress: false } as const;

/** Throws at the first batch of the second epoch of a phase, or never. */
function plan(explodes: boolean) {
  const bomb = defineCallback({ label: "bomb" }, {
    onBatchEnd: ({ epoch }) => {
      if (explodes && epoch === 1) throw new Error("boom");
    },
  });
  return [
    new PhaseGroup("both", [
      training("warm_up", { epochs: 1, resultRecording: "all" }),
      training("tune", { epochs: 2, resultRecording: "all", callbacks: [bomb] }),
    ]),
    evaluation("test"),
  ];
}

Deno.test("a run with resultsDirectory writes there what it gives back", async () => {
  await inFolder(async (folder) => {
    const resultsDirectory = join(folder, "results");
    const run = await study(plan(false)).run({ ...quiet, resultsDirectory });
    const read = await ResultsStore.read(resultsDirectory, { data: [pulses()] });
    assert.deepEqual(read.labels, ["both", "test"]);
    const [there, here] = [read, run.results].map((results) =>
      stateOfResults(results.group("both").train("tune"))
    );
    assert.deepEqual(there, here);
    assert.deepEqual(
      read.eval("test").stackedTensors("Head"),
      run.results.eval("test").stackedTensors("Head"),
    );
    await assert.rejects(study(plan(false)).run({ ...quiet, resultsDirectory }), /it is not empty/);
  });
});

Deno.test("a run that is resumed goes on in its folder, as if nothing had happened", async () => {
  await inFolder(async (folder) => {
    const undisturbed = join(folder, "undisturbed");
    const whole = await study(plan(false)).run({ ...quiet, resultsDirectory: undisturbed });
    const resultsDirectory = join(folder, "results");
    const checkpointing = new Checkpointing({
      directory: join(folder, "kept"),
      saveOn: "batchEnd",
    });
    const options = { ...quiet, resultsDirectory, checkpointing };
    await assert.rejects(study(plan(true)).run(options), /boom/);
    const run = await study(plan(false)).resume(join(folder, "kept"), options);
    assert.deepEqual(stateOfResults(run.results), stateOfResults(whole.results));
    const read = await ResultsStore.read(resultsDirectory, { data: [pulses()] });
    assert.deepEqual(read.labels, ["both", "test"]);
    assert.deepEqual(read.group("both").labels, ["warm_up", "tune"]);
    assert.equal(read.group("both").train("tune").losses("Head").length, 2 * 3);
  });
});
