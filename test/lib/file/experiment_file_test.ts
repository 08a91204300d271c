import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { encodeJson, member, parseMember } from "../../../lib/data/file/sealed_zip.ts";
import { openSealedZip, sealZip } from "../../../lib/data/file/sealed_zip.ts";
import type { JsonObject } from "../../../lib/core/json.ts";
import { defineCallback } from "../../../lib/experiment/callbacks/define_callback.ts";
import { EarlyStopping } from "../../../lib/experiment/callbacks/early_stopping.ts";
import { Evaluation } from "../../../lib/experiment/callbacks/evaluation.ts";
import { LearningRate } from "../../../lib/experiment/callbacks/learning_rate.ts";
import { packFile, unpackFile } from "../../../lib/experiment/checkpoints/packed_file.ts";
import type { Experiment } from "../../../lib/experiment/experiment.ts";
import { PhaseGroup } from "../../../lib/experiment/phases/phase_group.ts";
import { stateOfResults } from "../../../lib/experiment/results/phase_state.ts";
import type { RunTree } from "../../../lib/experiment/travel/run_tree.ts";
import { loadExperiment, loadState, saveExperiment } from "../../../lib/file/experiment_file.ts";
import { ExperimentFileError } from "../../../lib/file/experiment_file_error.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { Checkpointing } from "../../../lib/experiment/checkpoints/checkpointing.ts";
import { changedPlaces, junk, refusesClearly, spoiled, spoilt } from "./spoilt.ts";
import { inFolder } from "../../support/temporary.ts";
import { evaluation, mse, pulses, study, training } from "../experiment/study.ts";

const quiet = { progress: false } as const;
const source = { featureSet: "pulses", split: "val", losses: [mse] };

function full(options: { readonly checkpointing?: Checkpointing } = {}) {
  const callbacks = [Evaluation.fromSplit("val", source), new EarlyStopping({ patience: 9 })];
  return study([
    new PhaseGroup("both", [
      training("warm_up", { activeNodes: ["Head"], epochs: 1 }),
      training("tune", { callbacks, epochs: 2, resultRecording: "last" }),
    ]),
    evaluation("test"),
  ], { ...options, dropout: 0.2, callbacks: [new LearningRate()], seed: "soh" });
}

function told(experiment: Experiment) {
  return {
    state: experiment.getState(),
    history: experiment.history.map(({ results, ...run }) => ({
      ...run,
      results: stateOfResults(results),
    })),
  };
}

Deno.test("loadExperiment() gives an equal experiment, which goes on as the saved one", async () => {
  await inFolder(async (folder) => {
    const experiment = full() as unknown as Experiment;
    await experiment.run(quiet);
    const path = join(folder, "soh.experiment");
    await saveExperiment(experiment, path);
    const again = await loadExperiment(path);
    assert.deepEqual(told(again), told(experiment));
    assert.deepEqual(again.plan.labels, ["both", "test"]);
    await experiment.run(quiet);
    await again.run(quiet);
    assert.deepEqual(again.getState(), experiment.getState());
    const [one, other] = [experiment, again].map(({ lastRun }) => lastRun?.results.eval("test"));
    assert.deepEqual(other?.stackedTensors("Head"), one?.stackedTensors("Head"));
  });
});

Deno.test("loadExperiment() reads runs that were saved when they had no version", async () => {
  const experiment = study([training("train", { epochs: 1 })]);
  await experiment.run(quiet);
  const bytes = await saveExperiment(experiment);
  const members = await openSealedZip(bytes, { names: /.*/ });
  const runs = unpackFile(member(members, "history.bin")) as unknown as RunTree[];
  const unversioned = runs.map(({ version: _, ...run }) => run);
  const old = await sealZip({ ...members, "history.bin": packFile(unversioned) });
  assert.deepEqual(told(await loadExperiment(old)), told(experiment));
});

Deno.test("saveExperiment() gives the same bytes for the same experiment", async () => {
  const experiment = full();
  assert.deepEqual(await saveExperiment(experiment), await saveExperiment(experiment));
});

Deno.test("an experiment that was saved without state begins anew, with data that is given", async () => {
  const experiment = full();
  const before = experiment.getState().graph;
  await experiment.run(quiet);
  const bytes = await saveExperiment(experiment, undefined, { state: false, data: false });
  await assert.rejects(loadExperiment(bytes), /it holds no samples of "pulses"; give them/);
  const again = await loadExperiment(bytes, { data: [pulses()] });
  assert.deepEqual(again.getState().graph, before);
  assert.equal(again.history.length, 0);
});

Deno.test("loadState() puts weights and optimizers into an experiment with another plan", async () => {
  const experiment = full();
  await experiment.run(quiet);
  const bytes = await saveExperiment(experiment, undefined, { data: false, history: false });
  const other = study([training("other")], { dropout: 0.2 });
  await loadState(other, bytes);
  assert.deepEqual(other.getState(), experiment.getState());
  const bare = await saveExperiment(experiment, undefined, { state: false });
  await assert.rejects(loadState(other, bare), /saved without state/);
});

Deno.test("saveExperiment() refuses losses and callbacks that no name stands for", async () => {
  const mine = defineCallback({ label: "mine" }, {});
  await assert.rejects(
    saveExperiment(study([training("a", { callbacks: [mine] })])),
    /No callback "custom"/,
  );
  const losses = [new AppliedLoss({ loss: (outputs) => outputs, on: "Head" as const })];
  await assert.rejects(saveExperiment(study([training("a", { losses })])), /register it/);
});

/** The file with its manifest changed, and sealed again as by somebody who knows how. */
async function forged(bytes: Uint8Array, change: (manifest: Record<string, unknown>) => void) {
  const members = await openSealedZip(bytes, { names: /.*/ });
  const manifest = JSON.parse(new TextDecoder().decode(members["experiment.json"]));
  change(manifest);
  const text = new TextEncoder().encode(JSON.stringify(manifest));
  return await sealZip({ ...members, "experiment.json": text });
}

Deno.test("loadExperiment() says what is wrong with a file, and makes nothing of it", async () => {
  const bytes = await saveExperiment(full());
  const kind = (reason: string, message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof ExperimentFileError, String(error));
    assert.equal(error.reason, reason);
    assert.match(error.message, message);
    return true;
  };
  const cut = bytes.subarray(0, bytes.length - 40);
  await assert.rejects(loadExperiment(cut), kind("damaged", /./));
  const changed = Uint8Array.from(bytes);
  changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1;
  await assert.rejects(loadExperiment(changed), kind("damaged", /./));
  const newer = await forged(bytes, (manifest) => manifest.format = "modulab.experiment/2");
  await assert.rejects(
    loadExperiment(newer),
    kind("version", /version 2, written by a newer modulab/),
  );
  const other = await forged(bytes, (manifest) => manifest.format = "modulab.model-graph/1");
  await assert.rejects(loadExperiment(other), kind("kind", /not modulab\.experiment/));
  const unknown = await forged(bytes, (manifest) => {
    const [callback] = manifest.callbacks as Record<string, unknown>[];
    if (callback) callback.name = "learnigRate";
  });
  await assert.rejects(
    loadExperiment(unknown),
    /No callback "learnigRate": did you mean "learningRate"\?/,
  );
  const strange = await forged(bytes, (manifest) => manifest.phases = { __proto__: null });
  await assert.rejects(loadExperiment(strange), /phases must be a list/);
});

/** What was loaded, or nothing when the file was refused. */
async function orRefused<T>(loading: Promise<T>): Promise<T | undefined> {
  return await loading.catch((error) => {
    assert.ok(error instanceof ExperimentFileError, error.stack);
    return undefined;
  });
}

const REFUSALS = [
  "ExperimentFileError",
  "ConfigError",
  "UnknownNameError",
  "GraphConfigError",
  // Where the list of FeatureSets is gone.
  "GraphError",
];

Deno.test("loadExperiment() and loadState() refuse damaged files, or read what was saved", async () => {
  const experiment = study();
  await experiment.run(quiet);
  const bytes = await saveExperiment(experiment);
  const before = experiment.getState();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(spoiled, async (spoiling) => {
      const damaged = spoilt(bytes, spoiling);
      // Nobody reads some bytes of a zip, such as those that are there twice.
      const loaded = await orRefused(loadExperiment(damaged));
      if (loaded) assert.deepEqual(loaded.getState(), before);
      await orRefused(loadState(experiment, damaged));
      assert.deepEqual(experiment.getState(), before);
      if (loaded === undefined) refused++;
    }),
    { numRuns: 100 },
  );
  assert.ok(refused > 80, `${refused} of 100`);
});

Deno.test("loadExperiment() says what is wrong with whatever somebody wrote into its manifest", async () => {
  const experiment = full({ checkpointing: new Checkpointing({ everyN: 2 }) });
  const saved = await openSealedZip(await saveExperiment(experiment), { names: /.*/ });
  const places = changedPlaces(parseMember(saved, "experiment.json"));
  const graph = encodeJson(experiment.graph.graph.getConfig());
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), junk, async (change, value) => {
      const manifest = encodeJson(change(value) as JsonObject);
      const bytes = await sealZip({ "experiment.json": manifest, "graph.json": graph });
      await refusesClearly(() => loadExperiment(bytes, { data: [pulses(20)] }), REFUSALS);
    }),
    { numRuns: 300 },
  );
});
