/** The scenarios of ModularML's tutorials 02, 03, 07 and 08, with what users import. */
import assert from "node:assert/strict";
import {
  adam,
  AlignedSampler,
  AppliedLoss,
  ConcatNode,
  FeatureSet,
  type FeatureSetReference,
  fitGraph,
  GraphError,
  LinearRegression,
  merge,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  Predictor,
  reference,
  SeedStream,
  SimpleSampler,
  Trainer,
} from "../../lib/mod.ts";
import { answer, assertFell, rmse, train } from "./graph/scenario.ts";
import { voltages } from "./graph/voltages.ts";

type From = FeatureSetReference | ModelNode | MergeNode;

function mlp<const L extends string>(label: L, outputShape: readonly number[], input: From) {
  return new ModelNode({ label, model: new MLP({ outputShape, hidden: 16 }), input });
}

const optimizer = adam({ learningRate: 0.01 });

// Tutorial 02: one encoder, two heads

const signals = voltages({ label: "signals", points: 20, count: 200 });
const all = { signals: signals.toView() };
const signal = reference(signals, { features: "voltage" });
const encoder = mlp("Encoder", [1, 8], signal);
const twoHeads = ModelGraph.of([
  encoder,
  mlp("Regressor", [1], encoder),
  mlp("Decoder", [1, 20], encoder),
]);
const regression = new AppliedLoss({ loss: "mse", on: "Regressor" as const, label: "health" });
const reconstruction = new AppliedLoss({
  loss: "mse",
  on: "Decoder" as const,
  inputs: ["outputs", signal],
  weight: 0.1,
  label: "signal",
});

Deno.test("tutorial 02: graph-wide, the loss is the weighted sum of both, and falls", async () => {
  using built = twoHeads.build([signals]);
  const found = await new Predictor(built).predict(all);
  const [{ loss, losses } = assert.fail(), ...rest] = await train(built, all, {
    losses: [regression, reconstruction],
    optimizer,
    steps: 40,
  });
  const squares = (values: ArrayLike<number>, wanted: ArrayLike<number>): number =>
    Array.from(values, (value, at) => (value - (wanted[at] ?? NaN)) ** 2)
      .reduce((sum, square) => sum + square, 0) / values.length;
  const health = squares(
    found.Regressor?.outputs.output?.data as Float32Array,
    signals.getTargets().values,
  );
  const shape = squares(
    found.Decoder?.outputs.output?.data as Float32Array,
    signals.getFeatures().values,
  );
  assert.ok(Math.abs((losses.health ?? NaN) - health) < 1e-5);
  assert.ok(Math.abs((losses.signal ?? NaN) - 0.1 * shape) < 1e-5);
  assert.ok(Math.abs(loss - (health + 0.1 * shape)) < 1e-5);
  assertFell(rest, 0.2);
  for (const { losses } of rest) assert.deepEqual(Object.keys(losses), ["health", "signal"]);
});

Deno.test("tutorial 02: stage by stage, the encoder learns from the loss of its stage only", async () => {
  using stages = twoHeads.build([signals]);
  const told = await train(stages, all, {
    losses: [regression, reconstruction],
    stages: [["Encoder", "Decoder"], ["Regressor"]],
    optimizer,
    steps: 40,
  });
  assertFell(told, 0.3);
  using alone = twoHeads.build([signals]);
  await train(alone, all, { losses: [reconstruction], optimizer, steps: 40 });
  const [one, other] = [stages, alone].map((built) => built.getState().Encoder?.tensors ?? {});
  for (const [name, { data }] of Object.entries(one ?? {})) {
    data.forEach((value, at) => {
      assert.ok(Math.abs(value - Number(other?.[name]?.data[at])) < 1e-5, `${name}[${at}]`);
    });
  }
});

Deno.test("tutorial 02: every stage may have an optimizer of its own", async () => {
  using built = twoHeads.build([signals]);
  const before = built.getState();
  await train(built, all, {
    losses: [regression, reconstruction],
    stages: [["Encoder", "Decoder"], ["Regressor"]],
    optimizer: {
      Encoder: "adam",
      Decoder: "rmsprop",
      Regressor: { name: "sgd", options: { learningRate: 0 } },
    },
    steps: 2,
  });
  const after = built.getState();
  assert.deepEqual(after.Regressor, before.Regressor);
  assert.notDeepEqual(after.Encoder, before.Encoder);
  assert.notDeepEqual(after.Decoder, before.Decoder);
});

Deno.test("tutorial 02: a frozen encoder stays bit-identical while both heads learn", async () => {
  using built = twoHeads.withFrozen(["Encoder"]).build([signals]);
  const before = built.getState();
  assertFell(
    await train(built, all, { losses: [regression, reconstruction], optimizer, steps: 40 }),
    0.5,
  );
  assert.deepEqual(built.getState().Encoder, before.Encoder);
  assert.notDeepEqual(built.getState().Regressor, before.Regressor);
  assert.deepEqual(built.graph.frozen, ["Encoder"]);
});

// Tutorial 03: two FeatureSets

/** A voltage and a temperature for each cell and cycle; the temperatures in another order. */
function twoSensors() {
  const chance = SeedStream.from(3);
  const rows = Array.from({ length: 96 }, (_, at) => {
    const [volt, degree] = [chance.uniform(), chance.uniform()];
    return {
      cell: Math.floor(at / 8),
      cycle: at % 8,
      volts: [volt, chance.uniform(), chance.uniform()],
      degrees: [degree, chance.uniform()],
      soh: volt * degree,
      room: degree + 0.5,
    };
  });
  // The last two cells have no temperatures.
  const warm = chance.shuffle(rows.filter(({ cell }) => cell < 10));
  return {
    volts: FeatureSet.fromRecords("volts", rows, {
      features: ["volts"],
      targets: ["soh"],
      tags: ["cell", "cycle"],
    }),
    temps: FeatureSet.fromRecords("temps", warm, {
      features: ["degrees"],
      targets: ["room"],
      tags: ["cell", "cycle"],
    }),
  };
}

const { volts, temps } = twoSensors();
const encV = mlp("EncV", [1, 6], reference(volts, { features: "volts" }));
const encT = mlp("EncT", [1, 6], reference(temps, { features: "degrees" }));
const joined = new ConcatNode({
  label: "Joined",
  inputs: [encV, encT],
  axis: -1,
  targets: { from: "EncV" },
});
const twoSets = ModelGraph.of([encV, encT, joined, mlp("Head", [1], joined)]);
const aligned = new AlignedSampler({
  sampler: new SimpleSampler({ batchSize: 16, shuffle: true }),
  on: ["cell", "cycle"],
});
const views = { volts: volts.toView(), temps: temps.toView() };

Deno.test("tutorial 03: an aligned sampler feeds two sets row by row, and the graph learns", async () => {
  using built = twoSets.build([volts, temps]);
  using trainer = new Trainer(built, {
    losses: [new AppliedLoss({ loss: "mse", on: "Head" as const })],
    optimizer: adam({ learningRate: 0.02 }),
    threads: 1,
  });
  assert.equal(aligned.countBatches(views), 5);
  const means: number[] = [];
  for (let epoch = 0; epoch < 30; epoch++) {
    let sum = 0;
    for (const { streams } of aligned.batches(views, { epoch })) {
      const [one, other] = [streams.volts, streams.temps].map((batch) => batch.view().getTags());
      assert.deepEqual(one, other);
      sum += (await trainer.step(streams)).loss;
    }
    means.push(sum / 5);
  }
  assert.ok((means.at(-1) ?? 1) < 0.1 * (means[0] ?? 0), means.join(" "));
});

const branches = ModelGraph.of([
  mlp("OfVolts", [1], reference(volts, { features: "volts" })),
  mlp("OfTemps", [1], reference(temps, { features: "degrees" })),
]);
const branchLosses = [
  new AppliedLoss({ loss: "mse", on: "OfVolts" as const, label: "volts" }),
  new AppliedLoss({ loss: "mse", on: "OfTemps" as const, label: "temps" }),
];

Deno.test("tutorial 03: both sets in a step train both branches, one set its own branch only", async () => {
  using built = branches.build([volts, temps]);
  using trainer = new Trainer(built, { losses: branchLosses, optimizer, threads: 1 });
  const stored = () => (trainer.store(), built.getState());
  const start = built.getState();
  const zipped = await trainer.step(views);
  assert.deepEqual(Object.keys(zipped.losses), ["volts", "temps"]);
  const both = stored();
  assert.notDeepEqual(both.OfVolts, start.OfVolts);
  assert.notDeepEqual(both.OfTemps, start.OfTemps);
  // Adam would go on moving the other branch by its momentum, if it were not left out.
  for (const step of [1, 2, 3]) {
    const alternate = await trainer.step({ volts: views.volts });
    assert.deepEqual(Object.keys(alternate.losses), ["volts"], `step ${step}`);
  }
  const one = stored();
  assert.notDeepEqual(one.OfVolts, both.OfVolts);
  assert.deepEqual(one.OfTemps, both.OfTemps);
});

Deno.test("tutorial 03: what needs both sets says so when it gets one", async () => {
  using built = twoSets.build([volts, temps]);
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
  using trainer = new Trainer(built, { losses, threads: 1 });
  await assert.rejects(trainer.step({ volts: views.volts }), /every loss needs other samples/);
  await assert.rejects(
    new Predictor(built).predict({ volts: views.volts }, { nodes: ["Head"] }),
    /Cannot compute "Head" from volts alone/,
  );
});

// Tutorial 07: transfer

const source = voltages({ label: "pulses", count: 1000 });
const target = voltages({ label: "pulses", count: 100, seed: 5, shift: 0.5 });
const pulse = reference(source, { features: "voltage" });
const backbone = mlp("Encoder", [1, 8], pulse);
const pretraining = ModelGraph.of([backbone, mlp("HeadA", [1], backbone)]);

Deno.test("tutorial 07: an encoder is pretrained, kept frozen under a new head, then tuned", async () => {
  using first = pretraining.build([source]);
  const learned = await train(first, { pulses: source.toView() }, {
    losses: [new AppliedLoss({ loss: "mse", on: "HeadA" as const })],
    optimizer,
    steps: 40,
  });
  assertFell(learned, 0.2);

  const samples = { pulses: target.toView() };
  const mse = new AppliedLoss({ loss: "mse", on: "HeadB" as const });
  const headOnly = pretraining.withReplaced("HeadA", mlp("HeadB", [1], backbone))
    .withFrozen(["Encoder"]);
  using second = headOnly.build([target], { from: first });
  assert.deepEqual(second.getState().Encoder, first.getState().Encoder);
  assertFell(await train(second, samples, { losses: [mse], optimizer, steps: 60 }), 0.2);
  assert.deepEqual(second.getState().Encoder, first.getState().Encoder);
  assert.deepEqual(second.graph.frozen, ["Encoder"]);
  const before = rmse(await answer(second, "HeadB", samples));

  const mae = new AppliedLoss({ loss: "mae", on: "HeadB" as const, weight: 0.1 });
  using third = headOnly.withUnfrozen().build([target], { from: second });
  const told = await train(third, samples, {
    losses: [mse, mae],
    optimizer: adam({ learningRate: 0.002 }),
    steps: 30,
  });
  assert.deepEqual(Object.keys(told[0]?.losses ?? {}), ["mse", "mae"]);
  assert.notDeepEqual(third.getState().Encoder, second.getState().Encoder);
  assert.ok(rmse(await answer(third, "HeadB", samples)) < before);
});

Deno.test("tutorial 07: data of another schema is refused before anything is trained", () => {
  const other = FeatureSet.fromColumns("pulses", { current: [1, 2], soh: [1, 2] }, {
    features: ["current"],
    targets: ["soh"],
  });
  using first = pretraining.build([source]);
  assert.throws(() => pretraining.build([other], { from: first }), (error: unknown) => {
    assert.ok(error instanceof GraphError);
    const [{ node, port, found } = assert.fail()] = error.problems;
    assert.deepEqual([node, port, found], ["Encoder", "input", "voltage"]);
    return true;
  });
});

// Tutorial 08: an ensemble

const split = voltages({ label: "cells", count: 300 })
  .splitRandom({ ratios: { train: 0.6, val: 0.2, test: 0.2 }, seed: 1 });
const curve = reference(split, { features: "voltage" });
const members = [
  mlp("A", [1], curve),
  mlp("B", [1], curve),
  mlp("C", [1], curve),
  new ModelNode({ label: "Linear", model: new LinearRegression(), input: curve }),
] as const;
const mean = new MergeNode({ label: "Mean", merge: merge.mean(), inputs: members });
const weighted = new MergeNode({
  label: "Weighted",
  merge: merge.weighted({ weights: [0.3, 0.3, 0.3, 0.1] }),
  inputs: members,
});
const ensemble = ModelGraph.of([...members, mean, weighted, mlp("Tail", [1], mean)]);

async function trainedEnsemble() {
  const built = ensemble.build([split], { seeds: SeedStream.from(8) });
  const samples = { cells: split.splits.train };
  await fitGraph(built, samples, { nodes: ["Linear"] });
  await train(built, samples, {
    losses: (["A", "B", "C", "Tail"] as const)
      .map((on) => new AppliedLoss({ loss: "mse", on, label: on })),
    stages: "each",
    optimizer,
    steps: 25,
  });
  return built;
}

Deno.test("tutorial 08: the mean of four members is no worse than they are on the mean", async () => {
  using built = await trainedEnsemble();
  const { A, B } = built.getState();
  assert.notDeepEqual(A, B);
  const samples = { cells: split.splits.test };
  const errors = await Promise.all(
    ensemble.labels.map(async (label) =>
      [label, rmse(await answer(built, label, samples))] as const
    ),
  );
  const of = Object.fromEntries(errors) as Record<typeof ensemble.labels[number], number>;
  const average = (of.A + of.B + of.C + of.Linear) / 4;
  assert.ok(of.Mean <= average, JSON.stringify(of));
  // Weights that add up to 1 are convex as well.
  assert.ok(of.Weighted <= 0.3 * (of.A + of.B + of.C) + 0.1 * of.Linear, JSON.stringify(of));
  assert.ok(of.Tail < 0.2, JSON.stringify(of));
});

Deno.test("tutorial 08: what four inputs merge to keeps samples, weights and padding", async () => {
  using built = await trainedEnsemble();
  const sampler = new SimpleSampler({ batchSize: 32, last: "pad" });
  const [, last = assert.fail()] = sampler.batches(split.splits.test);
  const parts = await Promise.all(
    (["A", "B", "C", "Linear", "Mean"] as const).map((node) =>
      answer(built, node, { cells: last })
    ),
  );
  const [merged, ...others] = parts.toReversed();
  assert.ok(merged);
  assert.deepEqual(merged.weights, [...new Array(28).fill(1), ...new Array(4).fill(0)]);
  const health = last.view().records({ targets: "soh" }).map(({ soh }) => Math.fround(Number(soh)));
  assert.deepEqual(merged.targets, health);
  assert.equal(last.view().sampleIds.length, merged.values.length);
  merged.values.forEach((value, at) => {
    const mean = others.reduce((sum, { values }) => sum + (values[at] ?? NaN), 0) / 4;
    assert.ok(Math.abs(value - mean) < 1e-6);
  });
});

// A table of numbers, truth values and texts, as files have them

Deno.test("a CSV of numbers, truth values and texts with gaps trains a graph", async () => {
  const line = (at: number) =>
    [
      at % 7 === 0 ? "" : 20 + at % 40,
      at % 2 === 0,
      at % 11 === 0 ? "" : ["Oslo", "Bergen"][at % 2],
    ]
      .join();
  const lines = Array.from({ length: 60 }, (_, at) => `${line(at)},${at % 2 === 0 ? "yes" : "no"}`);
  const text = ["age,married,city,label", ...lines].join("\n");
  const people = (await FeatureSet.fromFile("people", { text }, {
    format: "csv",
    features: ["age", "married", "city"],
    targets: ["label"],
  }))
    .splitRandom({ ratios: { train: 0.8, test: 0.2 }, stratifyBy: "label" })
    .fitTransform("simpleImputer", { domain: "features", keys: "age", fitTo: "train" })
    .fitTransform("standard", { domain: "features", keys: "age", fitTo: "train" })
    .fitTransform("simpleImputer", {
      domain: "features",
      keys: "city",
      config: { strategy: "constant", fillValue: "elsewhere" },
      fitTo: "train",
    })
    .fitTransform("oneHot", { domain: "features", keys: "city", fitTo: "train" })
    .fitTransform("oneHot", { domain: "targets", fitTo: "train" });
  const graph = ModelGraph.of([mlp("Classifier", [1, 2], reference(people))]);
  using built = graph.build([people]);
  assert.deepEqual(built.nodes[0]?.inputs.input?.shape, [5]);
  const losses = [new AppliedLoss({ loss: "mse", on: "Classifier" as const })];
  const samples = { people: people.splits.train };
  assertFell(await train(built, samples, { losses, optimizer, steps: 60 }), 0.2);
});
