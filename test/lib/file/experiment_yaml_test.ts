import assert from "node:assert/strict";
import fc from "fast-check";
import { anyPlan } from "./any_plan.ts";
import { refusesClearly } from "./spoilt.ts";
import { EarlyStopping } from "../../../lib/experiment/callbacks/early_stopping.ts";
import { itemConfig } from "../../../lib/experiment/phases/phase_config.ts";
import type { Experiment } from "../../../lib/experiment/experiment.ts";
import {
  experimentFromTree,
  experimentToTree,
} from "../../../lib/experiment/travel/experiment_tree.ts";
import { loadExperiment, saveExperiment } from "../../../lib/file/experiment_file.ts";
import { experimentFromYaml, experimentToYaml } from "../../../lib/file/experiment_yaml.ts";
import { evaluation, pulses, study, training } from "../experiment/study.ts";

const experiment = study([
  training("train", { callbacks: [new EarlyStopping({ patience: 2 })] }),
  evaluation("test"),
]);

Deno.test("experimentFromYaml() makes an equal experiment of what experimentToYaml() wrote", async () => {
  const text = await experimentToYaml(experiment);
  const again = await experimentFromYaml(text, [pulses()]);
  assert.deepEqual(
    JSON.parse(JSON.stringify(itemConfig(again.plan))),
    JSON.parse(JSON.stringify(itemConfig(experiment.plan))),
  );
  assert.equal(again.graph.graph.fingerprint, experiment.graph.graph.fingerprint);
  assert.deepEqual(again.getState().graph, experiment.getState().graph);
  assert.equal(await experimentToYaml(again), text);
});

/** A plan as plain data. */
function planOf({ plan }: { readonly plan: Parameters<typeof itemConfig>[0] }): unknown {
  return JSON.parse(JSON.stringify(itemConfig(plan)));
}

Deno.test("any plan is the same after YAML, after a file, and in another process", async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (phases) => {
      const experiment = study(phases);
      const config = planOf(experiment);
      const text = await experimentToYaml(experiment);
      const fromText = await experimentFromYaml(text, [pulses()]);
      assert.deepEqual(planOf(fromText), config);
      assert.equal(await experimentToYaml(fromText), text);
      const bytes = await saveExperiment(experiment);
      assert.deepEqual(planOf(await loadExperiment(bytes)), config);
      const sent = experimentFromTree(experimentToTree(experiment as unknown as Experiment));
      assert.deepEqual(planOf(sent), config);
    }),
    { numRuns: 25 },
  );
});

Deno.test("experimentToYaml() writes what people can read", async () => {
  const text = await experimentToYaml(experiment);
  assert.match(text, /^format: modulab\.experiment\/1\nlabel: study\nseed: 13$/m);
  assert.match(text, /^ {2}nodes:\n {4}Encoder:\n {6}model: mlp$/m);
  assert.match(text, /^ {2}- kind: train\n {4}label: train$/m);
  assert.ok(Math.max(...text.split("\n").map((line) => line.length)) <= 120, text);
});

Deno.test("experimentFromYaml() names what is wrong", async () => {
  const text = await experimentToYaml(experiment);
  const read = (from: string, to: string) => experimentFromYaml(text.replace(from, to), [pulses()]);
  await assert.rejects(read("patience", "patienc"), /No option "patienc": did you mean "patience"/);
  await assert.rejects(read("kind: train", "kind: trian"), /did you mean "train"/);
  await assert.rejects(read("model: mlp", "model: mpl"), /did you mean "mlp"/);
  await assert.rejects(read("experiment/1", "experiment/7"), /newer modulab/);
  await assert.rejects(experimentFromYaml("label: a", []), /it names no format, not modulab/);
  await assert.rejects(
    experimentFromYaml(undefined as never, []),
    /Cannot read YAML from undefined/,
  );
  await assert.rejects(experimentFromYaml("a: [", []), /Cannot load this file as an experiment/);
  await assert.rejects(experimentFromYaml(text, []), /it takes "pulses": give that FeatureSet/);
});

Deno.test("experimentFromYaml() says what is wrong with text that was changed anywhere", async () => {
  const text = await experimentToYaml(experiment);
  const written = fc.oneof(
    fc.string(),
    fc.constantFrom("null", "[]", "{}", "- a", "&a *a", "!!js/function 'x'", "\t", ""),
  );
  const names = [
    ...["ExperimentFileError", "ConfigError", "GraphConfigError", "GraphError"],
    ...["UnknownNameError", "UnregisteredError"],
  ];
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), fc.nat(30), written, async (at, length, put) => {
      const changed = text.slice(0, at) + put + text.slice(at + length);
      await refusesClearly(() => experimentFromYaml(changed, [pulses(20)]), names);
    }),
    { numRuns: 200 },
  );
});
