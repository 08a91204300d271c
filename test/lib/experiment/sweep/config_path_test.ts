import assert from "node:assert/strict";
import { writeAt } from "../../../../lib/experiment/sweep/config_path.ts";
import { patchExperiment } from "../../../../lib/experiment/sweep/patch_experiment.ts";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import type { Experiment } from "../../../../lib/experiment/experiment.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { itemConfig } from "../../../../lib/experiment/phases/phase_config.ts";
import { evaluation, study, training } from "../study.ts";

const callbacks = [new EarlyStopping({ patience: 2 })];
const phases = [
  new PhaseGroup("training", [training("train", { callbacks })]),
  evaluation("test"),
];
const experiment = study(phases);

function patched(values: Readonly<Record<string, number>>): Experiment {
  return patchExperiment(experiment, values);
}

Deno.test("patchExperiment() changes models, optimizers, samplers, losses and callbacks by path", () => {
  const other = patched({
    "graph.nodes.Head.model.hidden": 5,
    "plan.training.train.optimizer.learningRate": 0.5,
    "plan.training.train.inputSources.0.sampler.batchSize": 7,
    "plan.training.train.losses.mse.weight": 3,
    "plan.training.train.callbacks.earlyStopping.patience": 9,
    "plan.training.train.epochs": 4,
    "plan.training.train.clip": 1,
    "compute.threads": 2,
  });
  const text = JSON.stringify(other.plan.items.map(itemConfig));
  for (
    const part of [
      '"learningRate":0.5',
      '"batchSize":7',
      '"weight":3',
      '"patience":9',
      '"epochs":4',
      '"clip":1',
    ]
  ) assert.ok(text.includes(part), `${part} in ${text}`);
  assert.deepEqual(other.graph.graph.node("Head").type, "model");
  assert.match(JSON.stringify(other.graph.graph.getConfig()), /"hidden":5/);
  assert.equal(other.compute.threads, 2);
  assert.deepEqual(experiment.compute, { threads: 1 });
});

Deno.test("patchExperiment() keeps the weights of nodes that are the same, and draws others anew", () => {
  const before = experiment.getState().graph;
  const wider = patched({ "graph.nodes.Head.model.hidden": 5 }).getState().graph;
  assert.deepEqual(wider.Encoder, before.Encoder);
  assert.notDeepEqual(wider.Head, before.Head);
  const reseeded = patched({ seed: 99 }).getState().graph;
  assert.notDeepEqual(reseeded.Encoder, before.Encoder);
});

Deno.test("patchExperiment() says which step of a path leads nowhere", () => {
  assert.throws(() => patched({ "grap.nodes": 1 }), /did you mean "graph"/);
  assert.throws(() => patched({ "plan.trainig.train.epochs": 1 }), /did you mean "training"/);
  assert.throws(
    () => patched({ "graph.nodes.Haed.model.hidden": 1 }),
    /No part of "nodes" "Haed": did you mean "Head"/,
  );
  assert.throws(() => patched({ "graph.nodes.Head.model.hiden": 1 }), /did you mean "hidden"/);
});

Deno.test("writeAt() leaves the config as it is, and finds what has one meaning only", () => {
  const config = { of: [{ name: "adam", options: { rate: 1 } }] };
  assert.deepEqual(writeAt(config, { path: "of.rate", value: 2 }), {
    of: [{ name: "adam", options: { rate: 2 } }],
  });
  assert.equal(config.of[0]?.options.rate, 1);
});
