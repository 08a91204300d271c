import assert from "node:assert/strict";
import { join } from "node:path";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import type { CVResults } from "../../../../lib/experiment/cross_validation/cv_results.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ChildProcessRunner } from "../../../../lib/experiment/runner/child_process_runner.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../../lib/experiment/runner/worker_permissions.ts";
import { classes, classifier } from "./groups_study.ts";
import { KillOnce } from "./kill_once.ts";

const progress = false;
const set = classes();
const bindings = [
  new CVBinding({ featureSet: set, sourceSplits: ["train", "val"], stratifyBy: "kind" }),
];

/** All but times. */
function content(results: CVResults): unknown {
  return results.folds.map(({ label, rows, results, live }) => ({
    label,
    rows,
    results: stateOfResults(results),
    live,
  }));
}

Deno.test("CrossValidation.run() in parallel loses and doubles nothing when a worker is killed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const marker = join(folder, "killed");
    const killer = new KillOnce({ marker });
    const experiment = classifier(set).withCallbacks([killer]);
    const cv = new CrossValidation({ experiment, bindings, folds: 4 });
    const runner = new ChildProcessRunner({
      permissions: { ...TRAINING_PERMISSIONS, read: [folder], write: [folder], run: true },
    });
    const modules = [new URL("./kill_once.ts", import.meta.url)];
    const parallel = await cv.run({ runner, concurrency: 2, modules, progress });
    assert.ok((await Deno.stat(marker)).isFile);
    const serial = await cv.run({ progress });
    assert.deepEqual(parallel.labels, ["fold_0", "fold_1", "fold_2", "fold_3"]);
    assert.deepEqual(content(parallel), content(serial));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("CrossValidation.run() goes on with the folds that its store has", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const cv = new CrossValidation({ experiment: classifier(set), bindings, folds: 3 });
    const controller = new AbortController();
    const stopAt = (label: string) => ({
      phase: ({ path }: { readonly path: readonly string[] }) => {
        if (path[0] === label) controller.abort();
      },
    });
    const store = new JobStore(folder);
    const options = { store, signal: controller.signal };
    const broken = await cv.run({ ...options, progress: stopAt("fold 2/3") });
    assert.equal(broken.status, "interrupted");
    assert.deepEqual(broken.labels, ["fold_0"]);
    const begun: string[] = [];
    const told = { phase: ({ path }: { path: readonly string[] }) => begun.push(path.join(" ")) };
    const whole = await cv.run({ store, progress: told });
    assert.deepEqual(begun.map((text) => text.split(" ").at(-1)), [
      "train",
      "test",
      "train",
      "test",
    ]);
    assert.deepEqual(content(whole), content(await cv.run({ progress })));
    assert.equal(whole.fold(0).run.startedAt, broken.fold(0).run.startedAt);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("results of worker processes answer as others do, with samples and outputs", async () => {
  const cv = new CrossValidation({ experiment: classifier(set), bindings, folds: 2 });
  const runner = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });
  const results = await cv.run({ runner, progress });
  const outputs = results.collect((fold) => fold.eval("test").stackedTensors("Head"));
  const { sampleIds, shape } = outputs.at({ fold: "fold_1" });
  assert.deepEqual(shape, [120, 3]);
  assert.deepEqual(sampleIds, set.getSplit("test").sampleIds);
});
