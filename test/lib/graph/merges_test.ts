/** What merges must never do: the confirmed faults of ModularML at HEAD, and what happens instead. */
import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  ConcatNode,
  merge,
  MergeNode,
  ModelGraph,
  reference,
  SimpleSampler,
} from "../../../lib/mod.ts";
import { cells, mlp, samples } from "./cells.ts";
import { answer, assertFell, train } from "./scenario.ts";
import { voltages } from "./voltages.ts";

const three = [mlp("One"), mlp("Two"), mlp("Three")] as const;

function ofThree(kind: "mean" | "concat") {
  const how = kind === "mean" ? merge.mean() : merge.concat({ axis: -1 });
  const node = new MergeNode({ label: "Merge", merge: how, inputs: three });
  return ModelGraph.of([...three, node, mlp("Head", { input: node })]);
}

Deno.test("upstream: graphs with a merge cannot be trained, as identifiers double; ours learn", async () => {
  for (const kind of ["mean", "concat"] as const) {
    using built = ofThree(kind).build([cells]);
    const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
    const optimizer = adam({ learningRate: 0.02 });
    assertFell(await train(built, samples, { losses, optimizer, steps: 40 }), 0.3);
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

Deno.test("upstream: tags are lost where inputs merge; ours stay with the rows that are predicted", async () => {
  using built = ofThree("concat").build([cells]);
  const [batch = assert.fail()] = new SimpleSampler({ batchSize: 8, shuffle: true, seed: 3 })
    .batches(samples.cells);
  const { Head } = built.identify({ cells: batch });
  assert.deepEqual(Head?.ids, batch.view().sampleIds);
  assert.deepEqual(Head?.tags, batch.view().getTags());
  const { shape } = await answer(built, "Head", { cells: batch });
  assert.equal(shape[0], Head?.ids.length);
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
