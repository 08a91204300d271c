import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import type { Callback } from "../../../lib/experiment/callbacks/callback.ts";
import { defineCallback } from "../../../lib/experiment/callbacks/define_callback.ts";
import { Evaluation } from "../../../lib/experiment/callbacks/evaluation.ts";
import { Checkpointing } from "../../../lib/experiment/checkpoints/checkpointing.ts";
import { Experiment } from "../../../lib/experiment/experiment.ts";
import { PlanError } from "../../../lib/experiment/phases/check_plan.ts";
import { PhaseGroup } from "../../../lib/experiment/phases/phase_group.ts";
import { chain, evaluation, mse, type Nodes, pulses, study, training } from "./study.ts";

const quiet = { progress: false } as const;

Deno.test("Experiment.run() trains and evaluates, and logs the run", async () => {
  const experiment = study([training("train", { epochs: 30 }), evaluation("test")]);
  const run = await experiment.run(quiet);
  assert.equal(run.status, "completed");
  assert.deepEqual(experiment.history, [run]);
  const losses = run.results.train().losses("Head");
  const means = losses.collapse("batch", "mean");
  const [first, last] = [means.first(), means.last()];
  assert.ok(last < 0.2 * first, `${first} → ${last}`);
  const test = run.results.eval("test").aggregatedLosses("Head", "mean");
  assert.ok(test.one() < first);
});

Deno.test("Experiment.previewRun() leaves weights, optimizers, chance and log as they were", async () => {
  const experiment = study();
  await experiment.run(quiet);
  const before = experiment.getState();
  await experiment.previewRun(quiet);
  assert.deepEqual(experiment.getState(), before);
  assert.equal(experiment.history.length, 1);
});

Deno.test("Experiment.previewRun() leaves nothing changed when a phase throws", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onBatchEnd: ({ epoch }) => {
      if (epoch === 1) throw new Error("boom");
    },
  });
  const experiment = study([training("train", { callbacks: [bomb] })]);
  const before = experiment.getState();
  await assert.rejects(
    experiment.previewRun(quiet),
    /The callback "bomb" failed in onBatchEnd: boom/,
  );
  assert.deepEqual(experiment.getState(), before);
});

Deno.test("Experiment.run() keeps a failed run with the results that there were, and throws on", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onBatchEnd: ({ epoch, batch }) => {
      if (epoch === 1 && batch === 1) throw new Error("boom");
    },
  });
  const experiment = study([training("train", { callbacks: [bomb] }), evaluation("test")]);
  await assert.rejects(experiment.run(quiet), /boom/);
  const run = experiment.lastRun ?? assert.fail("no run");
  assert.equal(run.status, "failed");
  assert.match(String(run.error), /boom/);
  assert.deepEqual(run.results.labels, ["train"]);
  assert.equal(run.results.train().losses("Head").length, 3 + 2);
});

Deno.test("Experiment.run() ends as interrupted when its signal aborts, between two batches", async () => {
  const controller = new AbortController();
  const cancel = defineCallback({ label: "cancel" }, {
    onBatchEnd: ({ epoch, batch }) => {
      if (epoch === 1 && batch === 0) controller.abort();
    },
  });
  const experiment = study([training("train", { callbacks: [cancel] }), evaluation("test")]);
  const run = await experiment.run({ ...quiet, signal: controller.signal });
  assert.equal(run.status, "interrupted");
  assert.deepEqual(experiment.history, [run]);
  assert.equal(run.results.train().losses("Head").length, 3 + 1);
  assert.deepEqual(run.results.labels, ["train"]);
});

Deno.test("stop() of the training controls ends the phase after its epoch, and the run goes on", async () => {
  const stop = defineCallback({ label: "stop" }, {
    onBatchEnd: ({ epoch, training }) => {
      if (epoch === 1) training?.stop("enough");
    },
  });
  const experiment = study([
    training("train", { callbacks: [stop], epochs: 9 }),
    evaluation("test"),
  ]);
  const run = await experiment.run(quiet);
  assert.equal(run.status, "completed");
  assert.equal(run.results.train().losses("Head").length, 3 + 3);
  assert.deepEqual(run.results.labels, ["train", "test"]);
});

Deno.test("Experiment.stop() ends the run after the epoch, as stopped", async () => {
  const experiment = study([
    training("train", {
      callbacks: [defineCallback({ label: "me" }, { onBatchEnd: () => experiment.stop("tea") })],
    }),
    evaluation("test"),
  ]);
  const run = await experiment.run(quiet);
  assert.equal(run.status, "stopped");
  assert.equal(run.reason, "tea");
  assert.deepEqual(run.results.labels, ["train"]);
});

Deno.test("Experiment.run() twice goes on with weights and draws other batches", async () => {
  const experiment = study([training("train", { epochs: 1, resultRecording: "all" })]);
  const orders = [];
  for (const _ of [1, 2]) {
    const { results } = await experiment.run(quiet);
    orders.push([...results.train().sourceView("pulses", { epoch: 0, batch: 0 }).rows]);
  }
  assert.notDeepEqual(orders[0], orders[1]);
  const [one, two] = experiment.history.map(({ results }) => results.train().losses("Head"));
  assert.ok(Number(two?.last()) < Number(one?.first()));
});

Deno.test("an equal experiment gives equal numbers, dropout included, and another seed others", async () => {
  const phases = () => [training("a"), training("b"), evaluation("test")];
  const states = [];
  for (const seed of [1, 1, 2]) {
    const experiment = study(phases(), { dropout: 0.3, seed });
    await experiment.run(quiet);
    states.push(experiment.getState().graph);
  }
  assert.deepEqual(states[0], states[1]);
  assert.notDeepEqual(states[0], states[2]);
});

Deno.test("withItem() and withPlan() make other plans over the same weights and log", async () => {
  const plain = study([training("train")]);
  const longer = plain.withItem(evaluation("test"));
  assert.deepEqual(plain.plan.labels, ["train"]);
  assert.deepEqual(longer.plan.labels, ["train", "test"]);
  await longer.run(quiet);
  assert.equal(plain.history.length, 1);
  assert.deepEqual(plain.getState(), longer.getState());
});

Deno.test("copy() learns apart from what it was copied of", async () => {
  const experiment = study([training("train")]);
  const before = experiment.getState();
  const copy = experiment.copy("other");
  await copy.run(quiet);
  assert.deepEqual(experiment.getState(), before);
  assert.notDeepEqual(copy.getState().graph, before.graph);
});

Deno.test("Experiment.run() lists all problems of a plan before anything runs", async () => {
  const experiment = study([
    new PhaseGroup("first", [training("train", { activeNodes: ["Haed" as never] })]),
    evaluation("test", "tset" as never),
  ]);
  await assert.rejects(experiment.run(quiet), (error: unknown) => {
    assert.ok(error instanceof PlanError);
    assert.deepEqual(error.problems.map(({ phase }) => phase), ["first/train", "test"]);
    assert.match(error.message, /did you mean "Head"\?[^]*did you mean "test"\?/);
    return true;
  });
  assert.equal(experiment.history.length, 0);
});

Deno.test("Experiment.run() refuses to run twice at once", async () => {
  const experiment = study([training("train")]);
  const first = experiment.run(quiet);
  await assert.rejects(experiment.run(quiet), /Cannot run the experiment "study" while/);
  assert.equal((await first).status, "completed");
});

Deno.test("a callback that throws at the end of a group or of all leaves the results that there were", async () => {
  for (const hook of ["onGroupEnd", "onExperimentEnd"] as const) {
    const heard: unknown[] = [];
    const bomb = defineCallback({ label: "bomb" }, {
      [hook]: () => {
        throw new Error("boom");
      },
      onException: ({ error }: { readonly error: unknown }) => void heard.push(error),
    });
    const experiment = study([new PhaseGroup("both", [training("train"), evaluation("test")])], {
      callbacks: [bomb],
    });
    await assert.rejects(experiment.run(quiet), new RegExp(`"bomb" failed in ${hook}: boom`));
    const run = experiment.lastRun ?? assert.fail("no run");
    assert.equal(run.status, "failed");
    assert.deepEqual(heard, [run.error]);
    assert.deepEqual(run.results.flatten().map(({ label }) => label), ["train", "test"]);
    assert.deepEqual(Object.keys(run.durations), ["both/train", "both/test"]);
  }
});

Deno.test("a callback that throws where it is told of an error hides neither of the two", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onPhaseStart: () => {
      throw new Error("first");
    },
    onException: () => {
      throw new Error("second");
    },
  });
  const experiment = study([training("train"), evaluation("test")], { callbacks: [bomb] });
  await assert.rejects(experiment.run(quiet), (error: unknown) => {
    assert.ok(error instanceof AggregateError);
    assert.match(error.errors.join(), /first.*second/);
    return true;
  });
  assert.equal(experiment.lastRun?.status, "failed");
});

Deno.test("nothing puts other weights under a run that goes on, whoever asks", async () => {
  const undisturbed = study([training("train")]);
  await undisturbed.run({ progress: false });
  const checkpointing = new Checkpointing();
  const refused: string[] = [];
  const disturbing = defineCallback({ label: "disturbing" }, {
    onEpochEnd: async ({ epoch }) => {
      const hear = (error: Error) => void refused.push(error.message);
      await experiment.run({ progress: false }).catch(hear);
      await experiment.previewPhase(evaluation("val"), { progress: false }).catch(hear);
      if (epoch > 0) await experiment.resume(checkpointing.store).catch(hear);
      if (epoch > 0) await experiment.restoreCheckpoint(checkpointing.store).catch(hear);
    },
  });
  const phase = training("train", { callbacks: [disturbing] });
  const experiment: Experiment<Nodes> = study([phase], { checkpointing });
  await experiment.run({ progress: false });
  assert.equal(refused.length, 10);
  for (const message of refused) {
    assert.match(message, /^Cannot .* while the experiment "study" runs: await it, stop\(\) it/);
  }
  assert.deepEqual(experiment.getState(), undisturbed.getState());
});

Deno.test("Experiment refuses two FeatureSets of one label", () => {
  const set = pulses();
  assert.throws(
    () => new Experiment("study", { graph: chain(set), data: [set, pulses(50)] }),
    /two FeatureSets are called "pulses"/,
  );
});

Deno.test("results of an experiment know the labels of its nodes", async () => {
  const { results } = await study().run({ progress: false });
  results.train().losses("Head");
  // @ts-expect-error there is no such node
  assert.throws(() => results.train().losses("Hed"), /did you mean "Head"/);
});

Deno.test("an experiment runs again after a run that was interrupted and never came back", async () => {
  const phase = (callbacks: readonly Callback[]) => training("train", { callbacks, epochs: 1 });
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const stuck = defineCallback({ label: "stuck" }, {
    onPhaseStart: () => {
      resolve();
      return new Promise(() => {});
    },
  });
  const experiment = study([
    new PhaseGroup("first", [training("warm_up", { epochs: 1 }), phase([stuck])]),
  ]);
  const controller = new AbortController();
  const shown: string[] = [];
  const progress = { end: (status: string) => void shown.push(status) };
  void experiment.run({ progress, signal: controller.signal });
  await reached;
  await assert.rejects(experiment.run({ progress: false }), /while the experiment "study" runs/);
  controller.abort();
  assert.deepEqual(shown, ["interrupted"]);
  const [broken, ...others] = experiment.history;
  assert.deepEqual([broken?.status, others.length], ["interrupted", 0]);
  const { results } = broken ?? assert.fail("no run");
  assert.deepEqual(results.group("first").labels, ["warm_up", "train"]);
  assert.deepEqual(results.flatten().map(({ status }) => status), ["completed", "interrupted"]);
  assert.equal(results.train("warm_up").losses("Head").length, 3);
  const { status } = await experiment.runPhase(phase([]), { progress: false });
  assert.equal(status, "completed");
  assert.deepEqual(experiment.history.map(({ index }) => index), [0, 1]);
});

Deno.test("Experiment and its runs refuse options that there are not", async () => {
  const set = pulses();
  assert.throws(
    () => new Experiment("study", { graph: chain(set), data: [set], phase: [] } as never),
    /did you mean "phases"\?/,
  );
  await assert.rejects(
    study().run({ progres: false } as never),
    /No option "progres": did you mean "progress"\?/,
  );
  assert.throws(() => new Checkpointing({ keep: 3 } as never), /No option "keep"/);
  assert.throws(() => new Checkpointing({ directory: 3 as never }), /give directory, the path/);
  for (const data of ["pulses", ["pulses"]] as never[]) {
    assert.throws(
      () => new Experiment("study", { graph: chain(set), data }),
      { name: "TypeError", message: /data is a list of FeatureSets, such as \[pulses\]/ },
    );
  }
  const checkpointing = "runs" as never;
  assert.throws(() => study([], { checkpointing }), /of the experiment "study" by "runs"/);
  await assert.rejects(study().run({ checkpointing }), /checkpoints of a run by "runs": give/);
  assert.throws(() => study([], { compute: { thread: 1 } as never }), /did you mean "threads"/);
});

Deno.test("experiments and their results know the labels of phases and groups", async () => {
  const set = pulses();
  const experiment = new Experiment("study", {
    graph: chain(set),
    data: [set],
    phases: [new PhaseGroup("both", [training("train", { epochs: 1 })]), evaluation("test")],
  });
  const typed: Experiment<Nodes, "both" | "train" | "test"> = experiment;
  const { results } = await typed.run(quiet);
  assert.equal(results.group("both").train("train").label, "train");
  // @ts-expect-error there is no such phase
  assert.throws(() => results.phase("trian"), /did you mean "train"/);
  // @ts-expect-error there is no such group
  assert.throws(() => results.group("bth"), /did you mean "both"/);
  // @ts-expect-error there is no such phase
  await assert.rejects(experiment.runPhase("tset", quiet), /did you mean "test"/);
  // @ts-expect-error there is no such phase in a group
  await assert.rejects(experiment.previewPhase("both/trian", quiet), /did you mean "train"/);
  // @ts-expect-error there is no such item
  assert.throws(() => experiment.plan.item("tset"), /did you mean "test"/);
  const val = await experiment.runPhase(evaluation("extra", "val"), quiet);
  assert.equal(val.results.eval("extra").label, "extra");
  // @ts-expect-error what was run alone is not the plan
  assert.throws(() => val.results.phase("train"), /No phase/);
  const longer = experiment.withItem(evaluation("extra"));
  assert.equal(longer.plan.phase("extra").kind, "eval");
  assert.equal(longer.withPlan((plan) => plan.withoutItem("test")).plan.items.length, 2);
  const untyped: Experiment = experiment;
  assert.throws(() => untyped.plan.phase("any"), /No item/);
});

Deno.test("runs and previews leave no tensors behind, whatever becomes of them", async () => {
  const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
  const bomb = defineCallback({ label: "bomb", uses: {} }, {
    onBatchEnd: ({ epoch }) => {
      if (epoch === 1) throw new Error("boom");
    },
  });
  const experiment = study([training("train", { callbacks: [val] }), evaluation("test")]);
  const broken = training("broken", { callbacks: [bomb, val] });
  const { numTensors } = tf.memory();
  await experiment.run(quiet);
  await experiment.previewRun(quiet);
  await assert.rejects(experiment.runPhase(broken, quiet), /boom/);
  await assert.rejects(experiment.previewPhase(broken, quiet), /boom/);
  assert.equal(tf.memory().numTensors, numTensors);
});
