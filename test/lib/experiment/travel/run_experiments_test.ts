import assert from "node:assert/strict";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { CrossValidation } from "../../../../lib/experiment/cross_validation/cross_validation.ts";
import { CVBinding } from "../../../../lib/experiment/cross_validation/cv_binding.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { ChildProcessRunner } from "../../../../lib/experiment/runner/child_process_runner.ts";
import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import { JobStore } from "../../../../lib/experiment/runner/job_store.ts";
import { TRAINING_PERMISSIONS } from "../../../../lib/experiment/runner/worker_permissions.ts";
import {
  type ExperimentOutcome,
  runExperiments,
  type RunManyOptions,
} from "../../../../lib/experiment/travel/run_experiments.ts";
import { NestedCrossValidation } from "../../../../lib/experiment/sweep/nested_cross_validation.ts";
import { Sweep } from "../../../../lib/experiment/sweep/sweep.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { evaluation, study, training } from "../study.ts";
import "./own_loss.ts";

const workers = new ChildProcessRunner({ permissions: TRAINING_PERMISSIONS });

function made(seed: number): Experiment {
  const phases = [training("train", { epochs: 2 }), evaluation("test")];
  return study(phases, { seed, dropout: 0.1 });
}

const tasks = [1, 2, 3].map((seed) => ({ id: `seed_${seed}`, make: () => made(seed) }));

async function outcomes(
  options: RunManyOptions,
  of: Parameters<typeof runExperiments>[0] = tasks,
): Promise<readonly ExperimentOutcome[]> {
  const all = runExperiments(of, { title: "seed", progress: false, ...options });
  return (await Array.fromAsync(all)).toSorted((a, b) => a.id < b.id ? -1 : 1);
}

/** All but times. */
function content(outcome: ExperimentOutcome): unknown {
  if (outcome.status === "failed") return { ...outcome, error: outcome.error.message };
  const { run: { status, results, notices }, live } = outcome;
  return { status, results: stateOfResults(results), notices, live };
}

Deno.test("runExperiments() gives the same here, through a runner, and in worker processes", async () => {
  const here = await outcomes({});
  const packed = await outcomes({ runner: new InProcessRunner() });
  const parallel = await outcomes({ runner: workers, concurrency: 2 });
  assert.deepEqual(here.map(({ status }) => status), ["completed", "completed", "completed"]);
  assert.deepEqual(packed.map(content), here.map(content));
  assert.deepEqual(parallel.map(content), here.map(content));
});

Deno.test("runExperiments() lets workers load the modules that register what is one's own", async () => {
  const own = new AppliedLoss({ loss: "quartic", on: "Head" as const });
  const make = () => study([training("train", { losses: [own] })]);
  const one = [{ id: "one", make }];
  const modules = [new URL("./own_loss.ts", import.meta.url)];
  const [here] = await outcomes({}, one);
  const [there] = await outcomes({ runner: workers, modules }, one);
  assert.deepEqual(here && content(here), there && content(there));
  await assert.rejects(
    outcomes({ runner: workers, modules: ["./own_loss.ts"] }, one),
    /Cannot load the module "\.\/own_loss\.ts": give its whole URL/,
  );
  const [lost] = await outcomes({ runner: workers }, one);
  assert.ok(lost?.status === "failed");
  assert.match(lost.error.message, /No loss "quartic".*modules: \[url\]/s);
});

Deno.test("runExperiments() tells of an experiment that fails, and runs the others", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onEpochEnd: () => {
      throw new Error("boom");
    },
  });
  const broken = () => study([training("train", { callbacks: [bomb] })]);
  const unmade = (): Experiment => {
    throw new RangeError("no such thing");
  };
  const [first] = tasks;
  assert.ok(first);
  const of = [{ id: "a", make: broken }, { id: "b", make: unmade }, { ...first, id: "c" }];
  const here = await outcomes({}, of);
  assert.deepEqual(here.map(({ status }) => status), ["failed", "failed", "completed"]);
  const elsewhere = await outcomes({ runner: new InProcessRunner() }, of);
  assert.deepEqual(elsewhere.map(({ status }) => status), ["failed", "failed", "completed"]);
  const [cannotGo] = elsewhere;
  assert.ok(cannotGo?.status === "failed" && /Cannot send/.test(cannotGo.error.message));
});

Deno.test("runExperiments() does not do again what the store has", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = new JobStore(folder);
    const first = await outcomes({ store }, tasks.slice(0, 2));
    const files = [...Deno.readDirSync(folder)].length;
    const again = await outcomes({ store });
    assert.equal(files, 2);
    assert.equal([...Deno.readDirSync(folder)].length, 3);
    const times = ({ run }: Extract<ExperimentOutcome, { status: "completed" }>) => run.startedAt;
    const kept = again.slice(0, 2).map((one) => one.status === "completed" && times(one));
    assert.deepEqual(kept, first.map((one) => one.status === "completed" && times(one)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runExperiments() throws the reason of its signal, and tells progress by number", async () => {
  const told: string[] = [];
  const controller = new AbortController();
  const progress: Progress = {
    begin: (title) => told.push(title),
    phase: ({ path }) => {
      told.push(path.join(" "));
      if (path[0] === "seed 2/3") controller.abort(new Error("enough"));
    },
    end: (status) => told.push(status),
  };
  await assert.rejects(outcomes({ progress, signal: controller.signal }), /enough/);
  assert.deepEqual(told, [
    "3 × seed",
    "seed 1/3 train",
    "seed 1/3 test",
    "seed 2/3 train",
    "interrupted",
  ]);
});

Deno.test("runExperiments() ends workers when its signal aborts", async () => {
  const controller = new AbortController();
  const progress: Progress = { phase: () => controller.abort(new Error("enough")) };
  const options = { runner: workers, concurrency: 2, progress, signal: controller.signal };
  await assert.rejects(outcomes(options), /enough/);
});

Deno.test("folds, trials and comparisons refuse options of runs that there are not", async () => {
  const experiment = made(1);
  const bindings = [new CVBinding({ featureSet: "pulses", sourceSplits: ["train", "val"] })];
  const parameters = { seed: [1] };
  const objective = { metric: "mse" };
  const strange = { runer: workers } as RunManyOptions;
  const all = {
    CrossValidation: new CrossValidation({ experiment, bindings }),
    Sweep: new Sweep({ experiment, parameters, objective }),
    NestedCrossValidation: new NestedCrossValidation({
      experiment,
      bindings,
      parameters,
      objective,
    }),
  };
  for (const [name, one] of Object.entries(all)) {
    const wanted = new RegExp(`did you mean "runner"\\?.*given to ${name}\\.run\\(\\)`);
    await assert.rejects(one.run(strange), wanted);
    await assert.rejects(one.run({ concurrency: 2 }), /Cannot run 2 at once in this process/);
    await assert.rejects(one.run({ runner: "x" as never }), /Cannot let "x" run jobs: give runner/);
    await assert.rejects(one.run({ store: "x" as never }), /give store: new JobStore\("folder"\)/);
  }
});

Deno.test("runExperiments() says how workers get the permissions that they lack, and which module is missing", async () => {
  const of = tasks.slice(0, 1);
  const [refused] = await outcomes({ runner: new ChildProcessRunner() }, of);
  assert.ok(refused?.status === "failed");
  assert.match(refused.error.message, /NotCapable[^]*permissions: TRAINING_PERMISSIONS/);
  const modules = ["file:///no/such.ts"];
  const [missing] = await outcomes({ runner: workers, modules }, of);
  assert.ok(missing?.status === "failed");
  assert.match(missing.error.message, /the modules of its jobs: .*"file:\/\/\/no\/such\.ts"/s);
});
