import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { concat } from "../../../lib/graph/merges/concat.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { GraphError } from "../../../lib/graph/problems.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import * as tf from "../../../lib/tf.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import { adam, sgd } from "../../../lib/training/optimizer.ts";
import { type StepResult, Trainer, type TrainerOptions } from "../../../lib/training/trainer.ts";

const draws = SeedStream.from(7);

/** Signals whose mean is the target. */
function cells(label: string, count = 64): FeatureSet {
  const signal = Array.from(
    { length: count },
    () => Array.from({ length: 10 }, () => draws.uniform()),
  );
  const soh = signal.map((values) => values.reduce((sum, value) => sum + value, 0) / 10);
  return FeatureSet.fromColumns(label, { signal, soh }, {
    features: ["signal"],
    targets: ["soh"],
  }) as FeatureSet;
}

const A = cells("A");
const B = cells("B");
const mse = new AppliedLoss({ loss: "mse", on: "Head" });

function mlp<const L extends string>(label: L, outputShape: number[], input: unknown) {
  return new ModelNode({ label, model: new MLP({ outputShape }), input: input as never });
}

const encoder = mlp("Encoder", [1, 8], reference(A));
const chain = ModelGraph.of([encoder, mlp("Head", [1], encoder)]);
const branches = (() => {
  const [one, two] = [mlp("EncA", [1, 8], reference(A)), mlp("EncB", [1, 4], reference(A))];
  const both = new MergeNode({ label: "Both", merge: concat({ axis: -1 }), inputs: [one, two] });
  return ModelGraph.of([one, two, both, mlp("Head", [1], both)]);
})();

async function losses<L extends string>(
  built: BuiltGraph<L>,
  options: Partial<TrainerOptions<L>>,
  epochs = 15,
): Promise<number[]> {
  using trainer = new Trainer(built, {
    losses: [mse as AppliedLoss<L>],
    optimizer: adam({ learningRate: 0.01 }),
    threads: 1,
    ...options,
  });
  const sampler = new SimpleSampler({ batchSize: 16 });
  const found: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (
      const batch of sampler.batches(A.toView(), { epoch })
    ) {
      found.push((await trainer.step({ A: batch })).loss);
    }
  }
  return found;
}

Deno.test("Trainer trains a chain: the loss falls, and the graph has the new weights", async () => {
  using built = chain.build([A]);
  const before = built.getState();
  const found = await losses(built, {});
  assert.ok((found.at(-1) ?? 1) < 0.1 * (found[0] ?? 0), `${found[0]} → ${found.at(-1)}`);
  assert.notDeepEqual(built.getState().Encoder, before.Encoder);
});

Deno.test("Trainer trains through a merge node (upstream could not)", async () => {
  using built = branches.build([A]);
  const before = built.getState();
  const found = await losses(built, {});
  assert.ok((found.at(-1) ?? 1) < 0.1 * (found[0] ?? 0), `${found[0]} → ${found.at(-1)}`);
  for (const label of ["EncA", "EncB", "Head"] as const) {
    assert.notDeepEqual(built.getState()[label], before[label]);
  }
});

Deno.test("Trainer on onnx gives the losses of tfjs-cpu", async () => {
  using one = branches.build([A]);
  using other = branches.build([A]);
  const onnx = await losses(one, { engine: "onnx" }, 2);
  const cpu = await losses(other, { engine: "cpu" }, 2);
  onnx.forEach((loss, at) => assert.ok(Math.abs(loss - (cpu[at] ?? NaN)) < 1e-5));
});

Deno.test("Trainer leaves frozen weights bit-identical", async () => {
  using built = chain.withFrozen(["Encoder"]).build([A]);
  const before = built.getState();
  await losses(built, {}, 3);
  assert.deepEqual(built.getState().Encoder, before.Encoder);
  assert.notDeepEqual(built.getState().Head, before.Head);
});

Deno.test("Trainer in stages lets each node learn from its own loss only", async () => {
  const options = {
    stages: "each" as const,
    losses: [
      mse,
      new AppliedLoss({ loss: "mse", on: "Encoder", inputs: ["outputs", "outputs"], label: "own" }),
    ],
  };
  using built = chain.build([A]);
  const before = built.getState();
  await losses(built, options as never, 3);
  // Its own loss is always zero, so nothing may move it.
  assert.deepEqual(built.getState().Encoder, before.Encoder);
  assert.notDeepEqual(built.getState().Head, before.Head);
});

Deno.test("Trainer does not move a branch that is not fed, in weights or in optimizer state", async () => {
  const ofA = mlp("EncA", [1], reference(A));
  const ofB = mlp("EncB", [1], reference(B));
  const graph = ModelGraph.of([ofA, ofB]);
  const both = [
    new AppliedLoss({ loss: "mse", on: "EncA", label: "a" }),
    new AppliedLoss({ loss: "mse", on: "EncB", label: "b" }),
  ] as const;
  const options = { losses: both, optimizer: adam({ learningRate: 0.05 }), threads: 1 };
  using alternating = graph.build([A, B]);
  using alone = graph.build([A, B]);
  {
    using trainer = new Trainer(alternating, options);
    await trainer.step({ A: A.toView(), B: B.toView() });
    for (let count = 0; count < 3; count++) await trainer.step({ A: A.toView() });
    const told = await trainer.step({ B: B.toView() });
    assert.deepEqual(Object.keys(told.losses), ["b"]);
  }
  {
    using trainer = new Trainer(alone, options);
    await trainer.step({ A: A.toView(), B: B.toView() });
    await trainer.step({ B: B.toView() });
  }
  assert.deepEqual(alternating.getState().EncB, alone.getState().EncB);
  assert.notDeepEqual(alternating.getState().EncA, alone.getState().EncA);
});

Deno.test("Trainer tells each loss and the outputs that are asked for", async () => {
  const signal = reference(A, { features: "signal" });
  const decoder = mlp("Decoder", [1, 10], encoder);
  const graph = ModelGraph.of([encoder, mlp("Head", [1], encoder), decoder]);
  using built = graph.build([A]);
  using trainer = new Trainer(built, {
    losses: [
      mse,
      new AppliedLoss({
        loss: "mse",
        on: "Decoder",
        inputs: ["outputs", signal],
        weight: 0.1,
        label: "rebuild",
      }),
    ],
    optimizer: sgd({ learningRate: 0.1 }),
    tell: ["Decoder"],
  });
  const { loss, losses: each, outputs } = await trainer.step({ A: A.toView() });
  assert.deepEqual(Object.keys(each), ["mse", "rebuild"]);
  assert.ok(Math.abs(loss - (each.mse ?? 0) - (each.rebuild ?? 0)) < 1e-6);
  assert.deepEqual(outputs.Decoder?.shape, [64, 1, 10]);
});

Deno.test("Trainer limits slopes, pulls weights, and takes a learning rate for a step", async () => {
  using still = chain.build([A]);
  const before = still.getState();
  {
    using trainer = new Trainer(still, { losses: [mse], optimizer: "sgd" });
    await trainer.step({ A: A.toView() }, { learningRate: 0 });
  }
  assert.deepEqual(still.getState(), before);
  using clippedGraph = chain.build([A]);
  {
    using trainer = new Trainer(clippedGraph, {
      losses: [mse],
      optimizer: sgd({ learningRate: 1 }),
      clip: { norm: 1e-3 },
    });
    await trainer.step({ A: A.toView() });
  }
  const after = clippedGraph.getState();
  let moved = 0;
  for (const [label, { tensors }] of Object.entries(after)) {
    for (const [name, { data }] of Object.entries(tensors)) {
      const old = before[label]?.tensors[name]?.data ?? [];
      data.forEach((value, at) => moved += (value - (old[at] ?? NaN)) ** 2);
    }
  }
  assert.ok(Math.abs(Math.sqrt(moved) - 1e-3) < 1e-5, `moved by ${Math.sqrt(moved)}`);
});

Deno.test("Trainer refuses what cannot be trained before any step", () => {
  using frozen = chain.withFrozen().build([A]);
  assert.throws(() => new Trainer(frozen, { losses: [mse] }), GraphError);
  using built = chain.build([A]);
  assert.throws(() => new Trainer(built, { losses: [] }), /no loss/);
  assert.throws(
    () => new Trainer(built, { losses: [mse], optimizer: { Head: "adam" } }),
    /"Encoder" has no optimizer/,
  );
  assert.throws(
    () => new Trainer(built, { losses: [mse], stages: [["Encoder"], ["Encoder"]] }),
    /two stages/,
  );
});

Deno.test("Trainer says which samples it needs", async () => {
  using built = chain.build([A]);
  using trainer = new Trainer(built, { losses: [mse] });
  await assert.rejects(trainer.step({ B: B.toView() }), /takes A, and got B/);
});

Deno.test("Trainer refuses samples of another shape than the graph was built for", async () => {
  using built = chain.build([A]);
  using trainer = new Trainer(built, { losses: [mse] });
  const longer = FeatureSet.fromColumns("A", {
    signal: Array.from({ length: 8 }, () => new Array(20).fill(0)),
    soh: new Array(8).fill(0),
  }, { features: ["signal"], targets: ["soh"] });
  await assert.rejects(
    trainer.step({ A: longer.toView() as never }),
    /Encoder\.input takes samples of shape \(1, 10\), and got \(1, 20\)/,
  );
});

Deno.test("Trainer refuses different numbers of samples where they meet", async () => {
  const one = mlp("One", [1, 2], reference(A));
  const two = mlp("Two", [1, 2], reference(B));
  const both = new MergeNode({ label: "Both", merge: concat(), inputs: [one, two] });
  using built = ModelGraph.of([one, two, both, mlp("Head", [1], both)]).build([A, B]);
  using trainer = new Trainer(built, { losses: [mse] });
  await assert.rejects(
    trainer.step({ A: A.toView(), B: B.take([0, 1, 2]) }),
    /Both got different numbers of samples \(0: 64, 1: 3\)/,
  );
});

Deno.test("Trainer refuses features that are missing instead of learning NaN", async () => {
  const gaps = FeatureSet.fromColumns("gaps", { x: [1, null, 3], y: [1, 2, 3] }, {
    features: ["x"],
    targets: ["y"],
  });
  using built = ModelGraph.of([mlp("Head", [1], reference(gaps))]).build([gaps as FeatureSet]);
  using trainer = new Trainer(built, { losses: [mse] });
  await assert.rejects(
    trainer.step({ gaps: gaps.toView() as never }),
    /Cannot compute from gaps: numbers are missing in "x"; fill them/,
  );
});

Deno.test("Trainer refuses options that are not there, with what was meant", () => {
  using built = chain.build([A]);
  const make = (options: object) => () => new Trainer(built, { losses: [mse], ...options });
  assert.throws(make({ optimiser: "sgd" }), /No option "optimiser": did you mean "optimizer"\?/);
  assert.throws(make({ clip: { nrom: 1 } }), /No option "nrom": did you mean "norm"\?/);
  assert.throws(
    () => new Trainer(built, {} as never),
    /Option "losses" of new Trainer\(\) is missing/,
  );
  assert.throws(
    () => new AppliedLoss({ loss: "mse", on: "Head", wieght: 2 } as never),
    /did you mean "weight"\?/,
  );
});

Deno.test("Trainer tells its only loss apart from the penalties of models", async () => {
  const one = await penalized(undefined);
  assert.equal(one.losses.mse, one.loss);
  const more = await penalized(tf.regularizers.l2({ l2: 0.5 }));
  assert.equal(more.losses.mse, one.losses.mse);
  assert.ok(more.loss > one.loss + 1e-4, `${more.loss} is no more than ${one.loss}`);
});

Deno.test("Trainer refuses what it cannot be made of, as cells are not type-checked", () => {
  using built = chain.build([A]);
  const make = (options: object, graph: unknown = built) => () =>
    new Trainer(graph as typeof built, { losses: [mse], ...options });
  assert.throws(make({}, chain), /Cannot train what has no weights: give what graph.build\(data\)/);
  assert.throws(make({ losses: mse }), /option "losses": give a list such as/);
  assert.throws(make({ losses: ["mse"] }), /option "losses": give a list such as/);
  assert.throws(make({ optimizer: 0.1 }), /option "optimizer": give a name such as "adam"/);
  assert.throws(make({ optimizer: adam }), /option "optimizer"/);
  assert.throws(make({ optimizer: null }), /option "optimizer"/);
  for (const name of ["activeNodes", "tell"]) {
    const said = new RegExp(`option "${name}": give a list of labels, such as .*not "Head"`);
    assert.throws(make({ [name]: "Head" }), said);
  }
  for (const stages of ["eech", ["Encoder", "Head"], 2]) {
    assert.throws(make({ stages }), /option "stages": give "each", or lists of labels such as/);
  }
  assert.throws(make({ clip: { norm: "1" } }), /by a norm of "1": give a number above 0/);
  assert.throws(make({ weightDecay: "0.1" }), /weightDecay = "0.1": give a number from 0/);
  assert.throws(make({ weightDecay: null }), /weightDecay = null: give a number from 0/);
  assert.throws(make({ average: "0.9" }), /a decay of "0.9": give 0.999 or the like/);
  assert.equal(new AppliedLoss({ loss: "mse", on: encoder }).on, "Encoder");
});

Deno.test("Trainer refuses steps without samples or name, rates, observations and states that are none", async () => {
  using built = chain.build([A]);
  using trainer = new Trainer(built, { losses: [mse], threads: 1 });
  const before = built.getState();
  await assert.rejects(
    trainer.step(A.toView() as never),
    /samples of no name: write \{ A: samples \}/,
  );
  await assert.rejects(trainer.step({ A: A.take([]) }), /Cannot compute from no samples of A/);
  await assert.rejects(trainer.step({ A: A.toView() }, { learningRate: -1 }), /learningRate = -1/);
  await assert.rejects(
    trainer.step({ A: A.toView() }, { learningRate: NaN }),
    /learningRate = NaN/,
  );
  for (const samples of [null, 3, {}]) {
    await assert.rejects(
      trainer.step({ A: samples } as never),
      /Cannot read the samples of "A": give a view or a batch of them/,
    );
  }
  await assert.rejects(
    trainer.step({ A: A.toView() }, { learninRate: 1 } as object),
    /did you mean "learningRate"/,
  );
  assert.throws(() => trainer.observe(NaN), /Cannot observe NaN/);
  for (const state of [{}, null, { tensors: {} }, { tensors: {}, values: { batches: 1 } }]) {
    assert.throws(() => trainer.setState(state as never), { name: "StateError" });
  }
  assert.deepEqual([built.getState(), trainer.progress.batches], [before, 0]);
});

/** The first step of a graph of one dense layer. */
async function penalized(
  kernelRegularizer: ReturnType<typeof tf.regularizers.l2> | undefined,
): Promise<StepResult> {
  const kernelInitializer = tf.initializers.constant({ value: 0.1 });
  const layers = [
    tf.layers.flatten({ inputShape: [1, 10] }),
    tf.layers.dense({ units: 1, kernelInitializer, ...kernelRegularizer && { kernelRegularizer } }),
  ];
  const model = tf.sequential({ layers });
  const head = new ModelNode({ label: "Head", model, input: reference(A) });
  using built = ModelGraph.of([head]).build([A]);
  using trainer = new Trainer(built, { losses: [mse], threads: 1 });
  const told = await trainer.step({ A: A.toView() });
  model.dispose();
  return told;
}
