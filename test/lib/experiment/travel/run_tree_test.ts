import assert from "node:assert/strict";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { packTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import {
  runFromTree,
  runToTree,
  type RunTree,
} from "../../../../lib/experiment/travel/run_tree.ts";
import { study, training } from "../study.ts";

const quiet = { progress: false } as const;

Deno.test("runFromTree() makes a failed run again, with its results so far and its error in words", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onBatchEnd: ({ epoch, batch }) => {
      if (epoch === 1 && batch === 1) throw new RangeError("boom");
    },
  });
  const experiment = study([training("train", { callbacks: [bomb] })]);
  await assert.rejects(experiment.run(quiet), /boom/);
  const run = experiment.lastRun ?? assert.fail("no run");
  const sent = unpackTree(packTree(runToTree(run) as never, "run")) as unknown as RunTree;
  const again = runFromTree(sent, { data: experiment.data });
  const { error, results, ...same } = again;
  const { error: _, results: expected, ...others } = run;
  assert.deepEqual(same, others);
  assert.match(String(error), /The callback "bomb" failed in onBatchEnd: boom/);
  assert.equal(again.results.train().losses("Head").length, 3 + 2);
  assert.deepEqual(stateOfResults(results), stateOfResults(expected));
});

Deno.test("runFromTree() refuses runs of another version", async () => {
  const experiment = study([training("train", { epochs: 1 })]);
  const tree = runToTree(await experiment.run(quiet));
  assert.throws(
    () => runFromTree({ ...tree, version: 2 as never }),
    /Cannot read a run of version 2/,
  );
});
