/**
 * What graphs and their training must never do: the confirmed faults of ModularML at HEAD that concern
 * graphs, merges, losses, freezing and the order of computing, each with what must happen instead.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  adam,
  AppliedLoss,
  type BuiltGraph,
  ConcatNode,
  FeatureSet,
  type FeatureSetReference,
  fitGraph,
  LinearRegression,
  merge,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  PCA,
  Predictor,
  reference,
  SeedStream,
  SimpleSampler,
  Trainer,
} from "../../lib/mod.ts";
import * as tf from "../../lib/tf.ts";
import { answer, assertFell, train } from "./graph/scenario.ts";
import { voltages } from "./graph/voltages.ts";

const cells = voltages({ count: 64 });
const samples = { cells: cells.toView() };
const voltage = reference(cells, { features: "voltage" });
const optimizer = adam({ learningRate: 0.02 });

type From = FeatureSetReference | ModelNode | MergeNode;

function mlp<const L extends string>(
  label: L,
  { input = voltage, outputShape = [1] }: { input?: From; outputShape?: readonly number[] } = {},
): ModelNode<L> {
  return new ModelNode({ label, model: new MLP({ outputShape, hidden: 8 }), input });
}

function mse<const L extends string>(on: L, weight = 1): AppliedLoss<L> {
  return new AppliedLoss({ loss: "mse", on, label: on, weight });
}

const encoder = mlp("Encoder");
const chain = ModelGraph.of([encoder, mlp("Head", { input: encoder })]);

// Merges

const three = [mlp("One"), mlp("Two"), mlp("Three")] as const;

function ofThree(kind: "mean" | "concat") {
  const node = new MergeNode({ label: "Merge", merge: merge[kind]({ axis: -1 }), inputs: three });
  return ModelGraph.of([...three, node, mlp("Head", { input: node })]);
}

Deno.test("upstream: graphs with a merge cannot be trained, as identifiers double; ours learn", async () => {
  for (const kind of ["mean", "concat"] as const) {
    using built = ofThree(kind).build([cells]);
    assertFell(await train(built, samples, { losses: [mse("Head")], optimizer, steps: 40 }), 0.3);
    const [batch = assert.fail()] = new SimpleSampler({ batchSize: 8 }).batches(samples.cells);
    const { shape, targets } = await answer(built, "Head", { cells: batch });
    assert.deepEqual([shape, targets.length], [[8, 1], batch.view().sampleIds.length]);
  }
});

Deno.test("upstream: the third mask of a merge is taken for a buffer; ours counts as the others", async () => {
  const sets = ["a", "b", "c"].map((label) => voltages({ label, count: 3 }));
  const nodes = sets.map((set) => mlp(`Of_${set.label}`, { input: reference(set) }));
  const node = new MergeNode({ label: "Merge", merge: merge.sum(), inputs: nodes });
  using built = ModelGraph.of([...nodes, node]).build(sets);
  for (const padded of [0, 1, 2]) {
    const views = sets.map((set, at) => [
      set.label,
      at === padded ? set.take([0, 1]).padTo(3) : set.toView(),
    ]);
    assert.deepEqual(
      (await answer(built, "Merge", Object.fromEntries(views))).weights,
      [1, 1, 0],
      `padding in ${padded}`,
    );
  }
});

Deno.test("upstream: targets double in width where two inputs merge; ours are those of the first", async () => {
  using built = ofThree("concat").build([cells]);
  const { targets } = await answer(built, "Merge", samples);
  assert.deepEqual(targets, Array.from(cells.column("soh").values, Math.fround));
});

Deno.test("upstream: only constant padding works; ours reflects, repeats and goes around as well", async () => {
  const inputs = [mlp("Long", { outputShape: [1, 5] }), mlp("Short", { outputShape: [1, 3] })];
  const places = { reflect: [1, 0], replicate: [2, 2], circular: [0, 1] } as const;
  for (const pad of ["reflect", "replicate", "circular"] as const) {
    const node = new ConcatNode({ label: "Merge", inputs, axis: 0, pad });
    using built = ModelGraph.of([...inputs, node]).build([cells]);
    const { values } = await answer(built, "Merge", samples);
    const [x = 0, y = 0, z = 0, ...added] = values.slice(5, 10);
    assert.deepEqual(added, places[pad].map((place) => [x, y, z][place]));
  }
});

Deno.test("upstream: edits move inputs to the end, which changes what weights mean; ours keep them", () => {
  const graph = ofThree("concat");
  const sources = (edited: ModelGraph) =>
    Object.values(edited.node("Merge").inputs).map((source) => "node" in source && source.node);
  assert.deepEqual(sources(graph.withReplaced("One", mlp("New"))), ["New", "Two", "Three"]);
  const inserted = graph.withInserted(mlp("New"), { between: ["Two", "Merge"] });
  assert.deepEqual(sources(inserted), ["One", "New", "Three"]);
});

// Order and edits

Deno.test("upstream: the order of nodes depends on chance; ours on their insertion only", () => {
  const labels = ["a", "b", "c", "d", "e", "f"];
  fc.assert(fc.property(
    fc.shuffledSubarray(labels, { minLength: labels.length }),
    (order) => {
      const graph = ModelGraph.of(order.map((label) => mlp(label)));
      assert.deepEqual(graph.order, order);
    },
  ));
  fc.assert(fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
    const a = mlp("a");
    const b = mlp("b", { input: a });
    const all = [a, b, mlp("c", { input: b }), mlp("d", { input: a })];
    const graph = ModelGraph.of(order.flatMap((at) => all[at] ?? []));
    const place = (label: typeof graph.order[number]) => graph.order.indexOf(label);
    assert.ok(place("a") < place("b") && place("b") < place("c") && place("a") < place("d"));
  }));
});

Deno.test("upstream: first weights depend on the order of nodes; ours on seed and label only", () => {
  const [one, other] = [[0, 1], [1, 0]].map((order) => {
    const both = [mlp("One"), mlp("Two")];
    return ModelGraph.of(order.flatMap((at) => both[at] ?? [])).build([cells]);
  });
  assert.ok(one && other);
  assert.deepEqual(one.getState().One, other.getState().One);
  assert.notDeepEqual(one.getState().One, one.getState().Two);
});

Deno.test("upstream: a head cannot be removed; ours can, and its consumers take from the data", () => {
  using built = chain.withoutNode("Encoder").build([cells]);
  assert.deepEqual(built.node("Head").inputs.input?.shape, [1, 10]);
});

Deno.test("upstream: a node inserted behind another feeds nothing; ours intercepts all its edges", () => {
  const graph = chain.withInserted(mlp("Between"), { after: "Encoder" });
  assert.deepEqual(graph.order, ["Encoder", "Between", "Head"]);
  assert.deepEqual(graph.tails, ["Head"]);
});

Deno.test("upstream: invalid labels are accepted; ours are refused, with a valid one", () => {
  assert.throws(() => mlp("My node.v1"), /write "My_node_v1"/);
  assert.throws(
    () => new AppliedLoss({ loss: "mse", on: "Head", label: "my loss" }),
    /write "my_loss"/,
  );
});

Deno.test("upstream: there is one graph a context; ours share nodes, and each has its own weights", async () => {
  const other = ModelGraph.of(chain.nodes);
  using one = chain.build([cells]);
  using two = other.build([cells]);
  const before = two.getState();
  await train(one, samples, { losses: [mse("Head")], steps: 1 });
  assert.deepEqual(two.getState(), before);
  assert.notDeepEqual(one.getState(), before);
});

// Stages

Deno.test("upstream: a chain fails stage by stage; ours learns, each stage from its own loss", async () => {
  using built = chain.build([cells]);
  const told = await train(built, samples, {
    losses: [mse("Encoder"), mse("Head")],
    stages: "each",
    optimizer,
    steps: 40,
  });
  assertFell(told, 0.3);
});

Deno.test("upstream: a stage without a loss calls backward on a number; ours says so beforehand", () => {
  using built = chain.build([cells]);
  assert.throws(
    () => new Trainer(built, { losses: [mse("Head")], stages: "each" }),
    /"Encoder" learns nothing, as no loss is in its stage/,
  );
});

Deno.test("upstream: a frozen stage fails; ours computes and stays as it is", async () => {
  const wide = mlp("Encoder", { outputShape: [1, 8] });
  const graph = ModelGraph.of([wide, mlp("Head", { input: wide })], { frozen: ["Encoder"] });
  using built = graph.build([cells]);
  const before = built.getState();
  const told = await train(built, samples, {
    losses: [mse("Head")],
    stages: "each",
    optimizer,
    steps: 40,
  });
  assertFell(told, 0.5);
  assert.deepEqual(built.getState().Encoder, before.Encoder);
});

Deno.test("upstream: state cannot be set where each stage has its optimizer; ours can", async () => {
  using built = chain.build([cells]);
  const before = built.getState();
  await train(built, samples, {
    losses: [mse("Encoder"), mse("Head")],
    stages: "each",
    optimizer: { Encoder: "adam", Head: "sgd" },
    steps: 2,
  });
  built.setState(before);
  assert.deepEqual(built.getState(), before);
});

// Estimators

const mixed = (() => {
  const pca = new ModelNode({ label: "PCA", model: new PCA({ components: 3 }), input: voltage });
  const linear = new ModelNode({ label: "Linear", model: new LinearRegression(), input: pca });
  return ModelGraph.of([pca, linear, mlp("Net", { input: pca })]);
})();

Deno.test("upstream: fitting throws; ours fits in order, and downstream sees what upstream predicts", async () => {
  const built = mixed.build([cells]);
  const found = await fitGraph(built, samples);
  assert.deepEqual(found.PCA?.outputs.output?.shape, [64, 1, 3]);
  assert.deepEqual(found.Linear?.outputs.output?.shape, [64, 1]);
  const again = await new Predictor(built).predict(samples);
  assert.deepEqual(again.Linear?.outputs, found.Linear?.outputs);
});

Deno.test("upstream: partial fits demand an optimizer; ours take batches and nothing else", async () => {
  const built = mixed.subgraph(["PCA"]).build([cells]);
  for (const batch of new SimpleSampler({ batchSize: 16 }).batches(samples.cells)) {
    await fitGraph(built, { cells: batch }, { partial: true });
  }
  assert.deepEqual((await answer(built, "PCA", samples)).shape, [64, 1, 3]);
});

Deno.test("upstream: an estimator between two networks is not noticed; ours says what it cuts off", () => {
  const before = mlp("Before", { outputShape: [4] });
  const pca = new ModelNode({ label: "PCA", model: new PCA({ components: 2 }), input: before });
  using built = ModelGraph.of([before, pca, mlp("After", { input: pca })]).build([cells]);
  assert.throws(
    () => new Trainer(built, { losses: [mse("After")] }),
    /gradients end at "PCA" and never reach "Before": freeze "Before", or train it apart/,
  );
});

// Losses

/** A graph that gives zeros for zeros: what the loss is can be worked out by hand. */
function identity(targets: readonly (readonly number[] | number)[], weight?: readonly number[]) {
  const x = targets.map((target) => [target].flat().map(() => 0));
  const set = FeatureSet.fromColumns("rows", { x, y: targets, w: weight ?? targets.map(() => 1) }, {
    features: ["x"],
    targets: ["y"],
    tags: ["w"],
  }) as FeatureSet;
  const model = new ModelNode({
    label: "Zero",
    model: new MLP({ layers: 1 }),
    input: reference(set),
  });
  return { set, built: ModelGraph.of([model]).build([set]) as BuiltGraph<"Zero"> };
}

async function firstLoss(
  { set, built }: ReturnType<typeof identity>,
  loss: ConstructorParameters<typeof AppliedLoss<"Zero">>[0]["loss"] = "mse",
): Promise<number> {
  const batches = new SimpleSampler({ batchSize: 8, last: "pad", weightBy: "w" })
    .batches(set.toView());
  const [batch = assert.fail()] = batches;
  const losses = [new AppliedLoss({ loss, on: "Zero" as const })];
  using trainer = new Trainer(built, { losses, optimizer: "sgd", threads: 1 });
  return (await trainer.step({ rows: batch })).loss;
}

/** Losses are float32. */
function assertNear(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) <= 1e-6 * wanted, `${found} is not ${wanted}`);
}

Deno.test("upstream: targets of several numbers break the loss; ours are averaged over all", async () => {
  assertNear(await firstLoss(identity([[1, 2, 3], [3, 0, 0]])), (1 + 4 + 9 + 9) / 6);
});

Deno.test("upstream: a loss that takes the mean itself grows with the batch; ours does not", async () => {
  function mean(...[outputs, targets]: readonly tf.Tensor[]): tf.Tensor {
    const rows = [outputs, targets].map((one) => tf.reshape(one as tf.Tensor, [-1]));
    return tf.mean(tf.square(tf.sub(rows[0] as tf.Tensor, rows[1] as tf.Tensor)));
  }
  const rows = [1, 2, 3, 1, 2, 3, 4, 5];
  const byHand = rows.reduce((sum, value) => sum + value ** 2, 0) / rows.length;
  assertNear(await firstLoss(identity(rows), mean), byHand);
  assertNear(await firstLoss(identity(rows)), byHand);
});

Deno.test("upstream: the loss is divided by all rows; ours by the sum of weights, padding left out", async () => {
  assertNear(await firstLoss(identity([1, 2, 3])), (1 + 4 + 9) / 3);
  assertNear(await firstLoss(identity([1, 2, 3], [2, 1, 0])), (2 * 1 + 4) / 3);
});

Deno.test("upstream: two losses of one name clash in the middle of a phase; ours before any step", () => {
  using built = chain.build([cells]);
  const losses = [0, 1].map(() => new AppliedLoss({ loss: "mse", on: "Head" as const }));
  assert.throws(() => new Trainer(built, { losses }), /2 losses have the label "mse": give each/);
});

// Freezing and branches

Deno.test("upstream: training undoes a freeze, evaluation freezes all; ours change neither", async () => {
  using built = chain.withFrozen(["Encoder"]).build([cells]);
  await train(built, samples, { losses: [mse("Head")], steps: 1 });
  await new Predictor(built).predict(samples);
  assert.deepEqual(built.graph.frozen, ["Encoder"]);
  assert.deepEqual(built.summary().map(({ frozen }) => frozen), [true, false]);
});

Deno.test("upstream: Adam moves a branch that is not fed; ours leaves it bit-identical", async () => {
  const other = voltages({ label: "others", count: 64, seed: 1 });
  const graph = ModelGraph.of([mlp("Ours"), mlp("Theirs", { input: reference(other) })]);
  using built = graph.build([cells, other], { seeds: SeedStream.from(2) });
  using trainer = new Trainer(built, { losses: [mse("Ours"), mse("Theirs")], threads: 1 });
  await trainer.step({ ...samples, others: other.toView() });
  trainer.store();
  const before = built.getState();
  for (let step = 0; step < 3; step++) {
    assert.deepEqual(Object.keys((await trainer.step(samples)).losses), ["Ours"]);
  }
  trainer.store();
  assert.deepEqual(built.getState().Theirs, before.Theirs);
  assert.notDeepEqual(built.getState().Ours, before.Ours);
});
