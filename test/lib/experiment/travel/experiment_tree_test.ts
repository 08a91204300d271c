import assert from "node:assert/strict";
import { EarlyStopping } from "../../../../lib/experiment/callbacks/early_stopping.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { Evaluation } from "../../../../lib/experiment/callbacks/evaluation.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { packTree, unpackTree } from "../../../../lib/experiment/runner/tree.ts";
import {
  experimentFromTree,
  experimentToTree,
  type ExperimentTree,
  TravelError,
} from "../../../../lib/experiment/travel/experiment_tree.ts";
import { Experiment } from "../../../../lib/experiment/experiment.ts";
import { AppliedLoss } from "../../../../lib/training/applied_loss.ts";
import { chain, evaluation, mse, pulses, study, training } from "../study.ts";

const quiet = { progress: false } as const;

function followed(): Experiment {
  const val = Evaluation.fromSplit("val", { featureSet: "pulses", split: "val", losses: [mse] });
  const callbacks = [val, new EarlyStopping({ patience: 2, restoreBest: true })];
  const phases = [training("train", { callbacks }), evaluation("test")];
  return study(phases, { dropout: 0.2, seed: "root" });
}

function sent(experiment: Experiment): Experiment {
  const packed = packTree(experimentToTree(experiment));
  return experimentFromTree(unpackTree(packed) as unknown as ExperimentTree);
}

Deno.test("experimentFromTree() makes an experiment that runs as the original, after a run too", async () => {
  const original = followed();
  await original.run(quiet);
  const twin = sent(original);
  assert.deepEqual(twin.getState(), original.getState());
  const [one, other] = [await original.run(quiet), await twin.run(quiet)];
  assert.deepEqual(stateOfResults(other.results), stateOfResults(one.results));
  assert.deepEqual(twin.getState(), original.getState());
  assert.equal(twin.history.length, 1);
});

Deno.test("experimentToTree() gives the same tree again of what experimentFromTree() makes", () => {
  const tree = experimentToTree(followed());
  assert.deepEqual(packTree(experimentToTree(experimentFromTree(tree))), packTree(tree));
});

Deno.test("experimentToTree() refuses a loss that no name stands for, and says how to mend it", () => {
  const own = new AppliedLoss({ loss: (outputs) => outputs, on: "Head" as const, label: "own" });
  const experiment = study([training("train", { losses: [own] })]);
  assert.throws(
    () => experimentToTree(experiment),
    (error) =>
      error instanceof TravelError && /register it in a module.*modules:/.test(error.message),
  );
});

Deno.test("experimentToTree() refuses a callback that is not registered", () => {
  const own = defineCallback({ label: "own" }, {});
  const experiment = study([training("train", { callbacks: [own] })]);
  assert.throws(() => experimentToTree(experiment), /Cannot send the experiment "study".*modules:/);
});

Deno.test("experimentFromTree() says which name is not registered here", () => {
  const tree = experimentToTree(followed());
  const [train, ...others] = tree.plan;
  const [loss] = train?.losses as readonly object[];
  const strange = { ...train, losses: [{ ...loss, loss: { name: "mine", config: {} } }] };
  assert.throws(
    () => experimentFromTree({ ...tree, plan: [strange as never, ...others] }),
    (error) => error instanceof TravelError && /No loss "mine".*modules:/.test(error.message),
  );
});

Deno.test("experimentFromTree() makes FeatureSets of the same content, splits and scalers", () => {
  const set = pulses().fitTransform("standard", { domain: "features", fitTo: "train" });
  const experiment = new Experiment("study", { graph: chain(pulses()), data: [set as never] });
  const [twin] = sent(experiment).data;
  assert.equal(twin?.fingerprint, set.fingerprint);
  assert.deepEqual(twin?.sampleIds, set.sampleIds);
  assert.deepEqual(twin?.splitRecords, set.splitRecords);
  assert.deepEqual(
    twin?.scalerRecords.map(({ fitted }) => fitted.getState()),
    set.scalerRecords.map(({ fitted }) => fitted.getState()),
  );
});
