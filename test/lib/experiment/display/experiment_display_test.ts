import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { displayPlan } from "../../../../lib/experiment/display/plan_display.ts";
import { FitPhase } from "../../../../lib/experiment/phases/fit_phase.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { evaluation, mse, study, training } from "../study.ts";

const quiet = { progress: false } as const;
const DISPLAY = Symbol.for("Jupyter.display");

/** What a value shows in a notebook. */
async function shown(value: object): Promise<Readonly<Record<string, string>>> {
  const display = Reflect.get(value, DISPLAY) as () => Record<string, string>;
  return await display.call(value);
}

function plan() {
  const source = { featureSet: "pulses", split: "val", losses: [mse] };
  return [
    new PhaseGroup("training", [
      training("warm", { epochs: 1, activeNodes: ["Head"] }),
      training("tune", { epochs: 2, callbacks: [Evaluation.fromSplit("val", source)] }),
    ]),
    evaluation("test"),
  ];
}

Deno.test("a plan shows what each phase does with which data, groups around it", async () => {
  const { plan: group } = study(plan());
  const bundle = await shown(group);
  assert.equal(
    bundle["text/plain"],
    [
      "study: 3 phases",
      "  phase     what                    data                    losses       callbacks",
      "  training  group",
      "  \u2003warm     train of Head, 1 epoch  pulses/train by simple  mse on Head",
      "  \u2003tune     train, 2 epochs         pulses/train by simple  mse on Head  val",
      "  test      eval                    pulses/test             mse on Head",
    ].join("\n"),
  );
  const html = bundle["text/html"] ?? "";
  assert.match(html, /^<table><caption>study: 3 phases<\/caption><thead><tr><th scope="col">phase/);
  assert.equal(html.match(/<th scope="row"/g)?.length, 4);
});

Deno.test("a plan as Mermaid draws phases one after the other, within groups, with their data", () => {
  const { plan: group } = study(plan());
  const lines = displayPlan(group)["text/vnd.mermaid"].split("\n");
  assert.deepEqual(lines.slice(0, 12), [
    "flowchart LR",
    '  d0[("pulses/train")]:::data',
    '  d1[("pulses/test")]:::data',
    '  subgraph g0["training"]',
    '    p0["warm<br/>train × 1"]:::train',
    '    p1["tune<br/>train × 2"]:::train',
    "  end",
    '  p2["test<br/>eval"]:::eval',
    "  p0 ==> p1",
    "  p1 ==> p2",
    "  d0 -.-> p0",
    "  d0 -.-> p1",
  ]);
});

Deno.test("an experiment shows its plan, what it is about, and its newest runs", async () => {
  const experiment = study(plan());
  const before = await shown(experiment);
  assert.doesNotMatch(before["text/plain"] ?? "", /Log/);
  assert.match(before["text/plain"] ?? "", /graph of Encoder, Head · data pulses \(100 samples\)/);
  for (let count = 0; count < 6; count++) await experiment.runPhase("test", quiet);
  const { "text/plain": text = "", "text/html": html = "" } = await shown(experiment);
  assert.match(text, /^Log, after 1 earlier one$/m);
  assert.match(text, /^ {2}Run 5 of study: completed in [\d.]+ m?s +mse \d\.\d+$/m);
  assert.equal(html.match(/<table>/g)?.length, 2);
});

Deno.test("a run shows its phases with status, duration, losses and metrics, and what was said", async () => {
  const stop = defineCallback({ label: "stop" }, {
    onEpochEnd: ({ stopRun }) => stopRun("time for tea"),
  });
  const [group] = plan();
  const experiment = study([group ?? assert.fail(), evaluation("test")], { callbacks: [stop] });
  const { "text/plain": text = "", "text/html": html = "" } = await shown(
    await experiment.run(quiet),
  );
  assert.match(text, /^Run 0 of study: stopped in [\d.]+ m?s$/m);
  assert.match(text, /^ {2}training \/ warm +stopped +\d+ ms +3 batches in 1 epoch +mse \d\.\d+/m);
  assert.match(text, /^stopped: time for tea$/m);
  assert.doesNotMatch(text, /tune/);
  assert.match(html, /<p>stopped: time for tea<\/p>$/);
});

Deno.test("a run that failed shows why", async () => {
  const bomb = defineCallback({ label: "bomb" }, {
    onBatchEnd: () => {
      throw new Error("<b>boom</b>");
    },
  });
  const experiment = study([training("train", { callbacks: [bomb] })]);
  await assert.rejects(experiment.run(quiet));
  const bundle = await shown(experiment.lastRun ?? assert.fail("no run"));
  assert.match(bundle["text/plain"] ?? "", /failed[^]*failed in onBatchEnd: <b>boom<\/b>/);
  assert.doesNotMatch(bundle["text/html"] ?? "", /<b>/);
  assert.match(bundle["text/html"] ?? "", /&lt;b&gt;boom/);
});

Deno.test("experiments, plans, runs and results show in consoles what notebooks show as text", async () => {
  const experiment = study(plan());
  const run = await experiment.run(quiet);
  const { results } = run;
  const [train, losses] = [results.train("warm"), results.train("warm").losses("Head")];
  for (const value of [experiment, experiment.plan, run, results, train, losses]) {
    assert.equal(inspect(value), (await shown(value))["text/plain"]);
  }
});

Deno.test("labels and names of splits are text in every form", async () => {
  const hostile = '<img src=x onerror=alert("1")>"]--x`';
  const phase = FitPhase.fromSplit("fit", { featureSet: "pulses", split: hostile });
  const rate = defineCallback({ label: hostile }, {});
  const experiment = study([phase], { callbacks: [rate], seed: hostile });
  for (const value of [experiment, experiment.plan]) {
    const bundle = await shown(value);
    assert.doesNotMatch(bundle["text/html"] ?? "", /<img/);
    assert.match(bundle["text/html"] ?? "", /&lt;img/);
    const [, box = ""] = (bundle["text/vnd.mermaid"] ?? "").split("\n");
    assert.match(box, /^ {2}d0\[\("pulses\/#60;img [^"<>`[\]]*"\)\]:::data$/);
  }
});

Deno.test("an empty plan shows itself too", async () => {
  const bundle = await shown(new PhaseGroup("nothing"));
  assert.equal(bundle["text/plain"], "nothing: no phases");
});
