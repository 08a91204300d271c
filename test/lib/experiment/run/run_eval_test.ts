import assert from "node:assert/strict";
import {
  ComparisonTable,
  computeMetrics,
  EvalPhase,
  Experiment,
  FeatureSet,
  FitPhase,
  InputBinding,
  LinearRegression,
  merge,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  rmse,
} from "../../../../lib/mod.ts";
import { battery, chainOf, experimentOf, mseOn, quiet, training } from "../battery.ts";

const cells = battery({ ratios: { train: 0.7, val: 0.1, test: 0.2 } });

// Tutorial 08: an ensemble of three networks and a line

const input = reference(cells, { features: "voltage" });
const NETS = ["One", "Two", "Three"] as const;
const MEMBERS = [...NETS, "Line"] as const;
const members = [
  ...NETS.map((label) =>
    new ModelNode({ label, model: new MLP({ outputShape: [1], hidden: 8 }), input })
  ),
  new ModelNode({ label: "Line", model: new LinearRegression(), input }),
];
const vote = new MergeNode({ label: "Vote", merge: merge.mean(), inputs: members });
const ensemble = ModelGraph.of([...members, vote]);

/** The line is fitted, the networks are trained one apart from the other, all are evaluated. */
async function voted() {
  const experiment = experimentOf<string>(ensemble, {
    data: [cells],
    phases: [
      FitPhase.fromSplit("fit", { featureSet: "cells", split: "train" }),
      training<"train", string>("train", {
        losses: NETS.map((label) => mseOn(label)),
        stages: "each",
        epochs: 5,
      }),
      EvalPhase.fromSplit("test", {
        featureSet: "cells",
        split: "test",
        activeNodes: [...MEMBERS, "Vote"],
      }),
    ],
  });
  return (await experiment.run(quiet)).results;
}

Deno.test("tutorial 08: a vote is never worse than its members on the mean", async () => {
  const test = (await voted()).eval();
  const errors = [...MEMBERS, "Vote"].map((node) => {
    const [outputs, targets] = (["outputs", "targets"] as const)
      .map((domain) => test.stackedTensors(node, { domain }));
    return rmse(outputs ?? assert.fail(), targets ?? assert.fail());
  });
  const mean = errors.slice(0, 4).reduce((sum, error) => sum + error, 0) / 4;
  const [ofVote = NaN] = errors.slice(4);
  assert.ok(ofVote <= mean, `${ofVote} and ${mean}`);
  assert.equal(new Set(errors).size, 5);
  const table = new ComparisonTable(
    "member",
    [...MEMBERS, "Vote"].map((label, at) => ({ label, values: { rmse: errors[at] ?? NaN } })),
  );
  assert.equal(table.sortBy("rmse").rows.length, 5);
  assert.match(
    `${table}`,
    /^5 × member\n {2}member +rmse\n {2}One +0\.\d+\n[^]*\n {2}Vote +0\.\d+$/,
  );
});

Deno.test("tutorial 08: what four inputs merge into belongs to rows, weights and tags", async () => {
  const test = (await voted()).eval();
  const view = cells.getSplit("test");
  const given = test.stackedTensors("Vote");
  assert.deepEqual(given.sampleIds, view.sampleIds);
  assert.deepEqual([...given.weights], view.sampleIds.map(() => 1));
  assert.deepEqual(test.tensors("Vote", { domain: "tags" }).one(), view.getTags());
  const parts = MEMBERS.map((node) => test.stackedTensors(node).data);
  given.data.forEach((value, row) => {
    const mean = parts.reduce((sum, data) => sum + Number(data[row]), 0) / 4;
    assert.ok(Math.abs(Number(value) - mean) < 1e-6);
  });
});

// Evaluation

Deno.test("an evaluation in batches gives what it gives at once, and the mean over all samples", async () => {
  const losses = [mseOn("Head")];
  const source = { featureSet: "cells", split: "test", losses };
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [
      EvalPhase.fromSplit("whole", source),
      EvalPhase.fromSplit("parts", { ...source, batchSize: 33 }),
    ],
  });
  const { results } = await experiment.run(quiet);
  const [whole, parts] = [results.eval("whole"), results.eval("parts")];
  assert.deepEqual([whole.batchCount, parts.batchCount], [1, 4]);
  const [one, other] = [whole, parts].map((found) => found.stackedTensors("Head"));
  assert.deepEqual(one?.sampleIds, other?.sampleIds);
  assert.ok(
    one?.data.every((value, at) => Math.abs(Number(value) - Number(other?.data[at])) < 1e-6),
  );
  const losses2 = [whole, parts].map((found) => found.aggregatedLosses("Head").one());
  assert.ok(Math.abs((losses2[0] ?? NaN) - (losses2[1] ?? NaN)) < 1e-6, losses2.join(" "));
  const outputs = whole.stackedTensors("Head");
  const targets = whole.stackedTensors("Head", { domain: "targets" });
  const { mse } = computeMetrics(["mse"], { outputs, targets });
  assert.ok(Math.abs(Number(mse) - (losses2[0] ?? NaN)) < 1e-6);
});

Deno.test("upstream: progress of evaluations is a KeyError; ours is shown", async () => {
  const shown: string[] = [];
  const experiment = experimentOf(chainOf(cells), {
    data: [cells],
    phases: [EvalPhase.fromSplit("test", { featureSet: "cells", split: "test", batchSize: 50 })],
  });
  await experiment.run({
    progress: {
      phase: ({ path, kind, steps }) => void shown.push(`${path.join("/")}: ${kind} ${steps}`),
      step: ({ batch }) => void shown.push(String(batch)),
      end: (status) => void shown.push(status),
    },
  });
  assert.deepEqual(shown, ["test: eval 2", "0", "1", "completed"]);
});

Deno.test("an evaluation refuses FeatureSets that differ in length, at once or in batches", async () => {
  const sets = [3, 2].map((length, at) => {
    const y = Array.from({ length }, (_, row) => row);
    const options = { features: ["x"], targets: ["y"] } as const;
    return FeatureSet.fromColumns(`set_${at}`, { x: y, y }, options) as FeatureSet;
  });
  const nodes = sets.map((set, at) =>
    new ModelNode({ label: `n${at}`, model: new MLP({}), input: reference(set, { features: "x" }) })
  );
  const inputSources = sets.map((featureSet) => InputBinding.forEvaluation({ featureSet }));
  for (const sizes of [{}, { batchSize: 2 }]) {
    const phase = new EvalPhase("test", { inputSources, ...sizes });
    const experiment = new Experiment<string>("study", {
      graph: ModelGraph.of(nodes),
      data: sets,
      phases: [phase],
    });
    await assert.rejects(experiment.run({ progress: false }), /set_0, set_1 differ in length/);
  }
});
