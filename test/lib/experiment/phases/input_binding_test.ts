import assert from "node:assert/strict";
import {
  AlignedSampler,
  ConcatNode,
  EvalPhase,
  FeatureSet,
  InputBinding,
  MLP,
  ModelGraph,
  ModelNode,
  reference,
  SeedStream,
  SimpleSampler,
  TrainPhase,
} from "../../../../lib/mod.ts";
import type { BatchSchedule } from "../../../../lib/experiment/phases/batch_schedule.ts";
import { experimentOf, mseOn, quiet } from "../battery.ts";

// Tutorial 03: voltage and temperature of cells over their cycles, measured apart

/** Voltage of 8 cells in 8 cycles: 64 samples, 4 batches of 16. */
const volts = measured("volts", { cells: [0, 1, 2, 3, 4, 5, 6, 7], key: "voltage" });
/** Temperature of 5 of those cells and 5 others, in another order: 80 samples, 5 batches. */
const temps = measured("temps", { cells: [9, 3, 8, 1, 12, 5, 7, 0, 11, 10], key: "temperature" });

function measured(
  label: string,
  { cells, key }: { readonly cells: readonly number[]; readonly key: string },
): FeatureSet {
  const chance = SeedStream.from(label);
  const rows = cells.flatMap((cell) => Array.from({ length: 8 }, (_, cycle) => ({ cell, cycle })));
  const health = rows.map(({ cell, cycle }) => 1 - 0.05 * cycle - 0.03 * cell);
  const signal = health.map((soh) => [soh, soh * soh, 0.05 * chance.normal()]);
  return FeatureSet.fromColumns(label, {
    [key]: signal,
    soh: health,
    cell: rows.map(({ cell }) => cell),
    cycle: rows.map(({ cycle }) => cycle),
  }, { features: [key], targets: ["soh"], tags: ["cell", "cycle"] }) as unknown as FeatureSet;
}

const [ofVolts, ofTemps] = [volts, temps].map((set) => reference(set, { features: "*" }));
function encode(label: string, input = ofVolts ?? assert.fail()): ModelNode {
  return new ModelNode({ label, model: new MLP({ outputShape: [4], hidden: 8 }), input });
}

/** EncoderA and EncoderB → Both → Head, with the targets of A. */
function mergedGraph(): ModelGraph {
  const parts = [encode("EncoderA"), encode("EncoderB", ofTemps)];
  const both = new ConcatNode({
    label: "Both",
    inputs: parts,
    axis: -1,
    targets: "first",
  });
  const head = new ModelNode({ label: "Head", model: new MLP({ hidden: 8 }), input: both });
  return ModelGraph.of([...parts, both, head]);
}

/** A branch for each set, which learn apart. */
const branches = ModelGraph.of([
  new ModelNode({
    label: "BranchA",
    model: new MLP({ hidden: 8 }),
    input: ofVolts ?? assert.fail(),
  }),
  new ModelNode({
    label: "BranchB",
    model: new MLP({ hidden: 8 }),
    input: ofTemps ?? assert.fail(),
  }),
]);
const ofBranches = [mseOn("BranchA"), mseOn("BranchB")];
const sampler = new SimpleSampler({ batchSize: 16, shuffle: true });
const inputSources = [volts, temps].map((featureSet) =>
  InputBinding.forTraining({ featureSet, sampler })
);

function branchPhase(batchSchedule: BatchSchedule, epochs = 1): TrainPhase {
  const recording = { resultRecording: "all" } as const;
  return new TrainPhase("train", {
    inputSources,
    losses: ofBranches,
    batchSchedule,
    epochs,
    ...recording,
  });
}

for (
  const { schedule, steps, each, notices } of [
    { schedule: "zipStrict", steps: 4, each: [4, 4], notices: 1 },
    { schedule: "zipCycle", steps: 5, each: [5, 5], notices: 0 },
    { schedule: "alternateStrict", steps: 8, each: [4, 4], notices: 1 },
    { schedule: "alternateCycle", steps: 10, each: [5, 5], notices: 0 },
  ] as const
) {
  Deno.test(`tutorial 03: ${schedule} of 4 and 5 batches takes ${steps} steps`, async () => {
    const experiment = experimentOf(branches, {
      data: [volts, temps],
      phases: [branchPhase(schedule, 2)],
    });
    const run = await experiment.run(quiet);
    const train = run.results.train();
    assert.equal(train.batchCount, 2 * steps);
    const counts = (["BranchA", "BranchB"] as const).map((node) => train.losses(node).length);
    assert.deepEqual(counts, each.map((count) => 2 * count));
    assert.equal(run.notices.length, notices);
    assert.ok(run.notices.every((notice) => /drops 1 batch of temps/.test(notice)));
  });
}

Deno.test("upstream: Adam moves inactive branches of alternate schedules; ours are bit-identical", async () => {
  const states: (readonly unknown[])[] = [];
  const experiment = experimentOf(branches, {
    data: [volts, temps],
    phases: [branchPhase("alternateStrict", 2)],
    callbacks: [{
      label: "watch",
      order: 0,
      name: "custom",
      getConfig: () => ({}),
      start: () => ({
        onBatchEnd: ({ training, graph }) => {
          const { tensors } = training?.getState().training ?? assert.fail("nothing is trained");
          const state = graph.getState();
          states.push(["BranchA", "BranchB"].map((node) => {
            const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${node}/`));
            return [state[node], own];
          }));
        },
      }),
    }],
  });
  await experiment.run(quiet);
  assert.equal(states.length, 16);
  for (let step = 1; step < states.length; step++) {
    const [fed, other] = step % 2 === 0 ? [0, 1] : [1, 0];
    assert.deepEqual(states[step]?.[other], states[step - 1]?.[other], `step ${step}`);
    assert.notDeepEqual(states[step]?.[fed], states[step - 1]?.[fed], `step ${step}`);
  }
});

Deno.test("upstream: an alternate schedule logs 0 for branches that are not fed; ours logs nothing", async () => {
  const experiment = experimentOf(branches, {
    data: [volts, temps],
    phases: [branchPhase("alternateStrict")],
  });
  const train = (await experiment.run(quiet)).results.train();
  assert.deepEqual(train.losses("BranchA").axisValues("batch"), [0, 2, 4, 6]);
  assert.deepEqual(train.losses("BranchB").axisValues("batch"), [1, 3, 5, 7]);
  assert.ok(train.losses("BranchA").values().every((loss) => loss > 0));
});

Deno.test("tutorial 03: an aligned sampler deals out rows of the same cell and cycle, and they learn", async () => {
  const aligned = new AlignedSampler({ sampler, on: ["cell", "cycle"] });
  const binding = InputBinding.aligned({ volts: null, temps: null }, aligned);
  const test = new AlignedSampler({
    sampler: new SimpleSampler({ batchSize: 40 }),
    on: ["cell", "cycle"],
  });
  const losses = [mseOn("Head")];
  const experiment = experimentOf(mergedGraph(), {
    data: [volts, temps],
    phases: [
      new TrainPhase("train", {
        inputSources: [binding],
        losses,
        epochs: 30,
        resultRecording: "last",
      }),
      new EvalPhase("test", {
        inputSources: [InputBinding.aligned({ volts: null, temps: null }, test)],
        losses,
      }),
    ],
  });
  const { results } = await experiment.run(quiet);
  // Five cells are in both sets: 40 pairs, in 3 batches.
  assert.equal(results.train().batchCount, 30 * 3);
  const views = ["volts", "temps"].map((set) => results.train().sourceViews(set).values());
  const tags = views.map((own) => own.map((view) => view.getTags()));
  assert.deepEqual(tags[0], tags[1]);
  assert.equal(tags[0]?.flatMap(({ cell }) => cell ?? []).length, 40);
  const means = results.train().losses("Head").collapse("batch", "mean");
  assert.ok(means.last() < 0.5 * means.first(), `${means.first()} → ${means.last()}`);
  assert.equal(results.eval().stackedTensors("Head", { featureSet: "volts" }).sampleIds.length, 40);
});

Deno.test("InputBinding names the FeatureSet or the split that is not there", () => {
  const of = (featureSet: string, split: string) =>
    InputBinding.forEvaluation({ featureSet, split }).views([volts]);
  assert.throws(() => of("vots", "train"), /No FeatureSet "vots": did you mean "volts"\?/);
  assert.throws(() => of("volts", "train"), /"train"/);
});

Deno.test("a phase refuses two bindings of one FeatureSet, and none", () => {
  const [binding] = inputSources;
  const phase = (bindings: readonly InputBinding[]) =>
    new TrainPhase("train", { inputSources: bindings, losses: ofBranches });
  const own = binding ?? assert.fail();
  assert.throws(() => phase([own, own]), /"volts" is bound twice/);
  assert.throws(() => phase([]), /Cannot make the phase "train" without samples/);
});

Deno.test("TrainPhase refuses samples that no sampler deals out", () => {
  const split = { featureSet: "volts", split: "train", losses: ofBranches };
  const message =
    /Cannot train on "volts" without a sampler: give sampler, such as new SimpleSampler/;
  const refused = { name: "RangeError", message };
  assert.throws(() => TrainPhase.fromSplit("train", split as never), refused);
  const plain = { ...split, sampler: { batchSize: 32 } };
  assert.throws(() => TrainPhase.fromSplit("train", plain as never), refused);
  const inputSources = [InputBinding.forEvaluation({ featureSet: "volts" })];
  assert.throws(() => new TrainPhase("train", { inputSources, losses: ofBranches }), refused);
});

Deno.test("InputBinding refuses several FeatureSets that no sampler aligns", () => {
  const splits = { pulses: null, charges: null };
  const sampler = new SimpleSampler({ batchSize: 2 });
  assert.throws(() => new InputBinding({ splits, sampler }), /without an AlignedSampler/);
});
