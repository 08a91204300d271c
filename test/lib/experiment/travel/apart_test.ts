import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { reference } from "../../../../lib/data/reference.ts";
import { Checkpointing } from "../../../../lib/experiment/checkpoints/checkpointing.ts";
import { ExperimentContext } from "../../../../lib/experiment/context.ts";
import { Experiment } from "../../../../lib/experiment/experiment.ts";
import { FitPhase } from "../../../../lib/experiment/phases/fit_phase.ts";
import { PhaseGroup } from "../../../../lib/experiment/phases/phase_group.ts";
import { apartFrom } from "../../../../lib/experiment/travel/apart.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { RandomForest } from "../../../../lib/models/estimators/random_forest.ts";
import { MLP } from "../../../../lib/models/mlp.ts";
import { chain, evaluation, pulses, study, training } from "../study.ts";

const quiet = { progress: false } as const;

Deno.test("apartFrom() makes an experiment that goes on as the original would, and changes nothing there", async () => {
  const original = study([training("train")], { dropout: 0.2 });
  await original.run(quiet);
  const before = original.getState();
  const apart = apartFrom(original);
  assert.deepEqual(apart.getState(), before);
  await apart.run(quiet);
  assert.deepEqual(original.getState(), before);
  assert.equal(original.history.length, 1);
  await original.run(quiet);
  assert.deepEqual(apart.getState(), original.getState());
});

Deno.test("apartFrom() makes one that no context knows, also where labels must differ", () => {
  new ExperimentContext({ policy: "error" }).run(() => {
    const original = study();
    const apart = apartFrom(original);
    assert.equal(apart.label, original.label);
    assert.equal(ExperimentContext.active.experiments.get("study"), original as unknown);
  });
});

Deno.test("apartFrom() leaves checkpoints to the original, in groups too", () => {
  const checkpointing = new Checkpointing();
  const phases = [
    new PhaseGroup("group", [training("train", { checkpointing })]),
    evaluation("test"),
  ];
  const original = study(phases, { checkpointing });
  const apart = apartFrom(original);
  assert.equal(apart.checkpointing, undefined);
  assert.equal(apart.plan.group("group").trainPhase("train").checkpointing, undefined);
  assert.equal(original.plan.group("group").trainPhase("train").checkpointing, checkpointing);
});

Deno.test("apartFrom() keeps shapes that a node has of the one in whose place it stands", () => {
  const set = pulses();
  const built = chain(set).build([set]);
  const inputs = built.graph.node("Encoder").inputs;
  const open = new ModelNode({ label: "Other", model: new MLP({ hidden: 5 }), inputs });
  const graph = built.graph.withReplaced("Encoder", open).build([set], { from: built as never });
  const original = new Experiment("replaced", { graph, data: [set] });
  assert.deepEqual(graph.node("Other").outputs.output?.shape, [8]);
  assert.deepEqual(apartFrom(original).getState(), original.getState());
  const fresh = apartFrom(original, { start: "fresh", seed: 4 });
  assert.deepEqual(fresh.graph.node("Other").outputs.output?.shape, [8]);
});

/** Kinds as columns of their own: as many as the split has that the encoder is fitted to. */
function encoded(kinds: readonly string[]): FeatureSet {
  const plain = FeatureSet.fromColumns("kinds", { kind: [...kinds], y: kinds.map((_, at) => at) }, {
    features: ["kind"],
    targets: ["y"],
  });
  return plain.fitTransform("oneHot", { domain: "features" }) as unknown as FeatureSet;
}

Deno.test("apartFrom() lets a node begin afresh whose shape differs on other data", () => {
  const set = encoded(["a", "b", "c"]);
  const head = new ModelNode({
    label: "Head",
    model: new MLP({ outputShape: [1] }),
    input: reference(set, { features: "kind" }),
  });
  const original = new Experiment("kinds", { graph: ModelGraph.of([head]), data: [set] });
  const apart = apartFrom(original, { data: [encoded(["a", "b", "a"])] });
  const shapes = [original, apart].map((one) => one.graph.node("Head").inputs.input?.shape.join());
  assert.notEqual(shapes[0], shapes[1]);
});

Deno.test("apartFrom() keeps the chance of estimators", async () => {
  const set = FeatureSet.fromColumns("rows", {
    x: Array.from({ length: 60 }, (_, at) => Math.sin(at)),
    y: Array.from({ length: 60 }, (_, at) => Math.cos(3 * at)),
  }, { features: ["x"], targets: ["y"] });
  const forest = new ModelNode({
    label: "Forest",
    model: new RandomForest({ task: "regression", trees: 5 }),
    input: reference(set, { features: "x" }),
  });
  const original = new Experiment("forest", {
    graph: ModelGraph.of([forest]),
    data: [set],
    phases: [FitPhase.fromSplit("fit", { featureSet: set })],
    seed: 5,
  });
  const apart = apartFrom(original);
  await original.run(quiet);
  await apart.run(quiet);
  assert.deepEqual(apart.getState(), original.getState());
});
