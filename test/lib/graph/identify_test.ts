import assert from "node:assert/strict";
import {
  AlignedSampler,
  FeatureSet,
  merge,
  MergeNode,
  ModelGraph,
  type ModelGraph as Graph,
  ModelNode,
  Predictor,
  SimpleSampler,
} from "../../../lib/mod.ts";
import type { MergeOptions } from "../../../lib/graph/merge_strategy.ts";

/** Cells measured by one device; ids are given, so that those of two devices can be the same. */
function measured(label: string, ids: readonly string[]): FeatureSet {
  return FeatureSet.fromColumns(label, {
    value: ids.map((_, row) => row / 10),
    soh: ids.map((_, row) => row),
    device: ids.map(() => label),
  }, { features: ["value"], targets: ["soh"], tags: ["device"], ids });
}

const cells = ["c1", "c2", "c3", "c4"];
const volts = measured("volts", cells);
const temperatures = measured("temperatures", cells.toReversed());
const currents = measured("currents", cells);

function graphOf(sets: readonly FeatureSet[], options: MergeOptions = {}): Graph {
  const nodes = sets.map((set) =>
    new ModelNode({ label: `Of_${set.label}`, model: "mlp", input: set })
  );
  const both = new MergeNode({ label: "Merge", merge: merge.concat(options), inputs: nodes });
  const head = new ModelNode({ label: "Head", model: "mlp", input: both });
  return ModelGraph.of([...nodes, both, head]) as Graph;
}

Deno.test("identify() gives ids and tags of every node, row by row as predictions are", async () => {
  using built = graphOf([volts, currents], { tags: -1 }).build([volts, currents]);
  const samples = { volts: volts.toView(), currents: currents.toView() };
  const found = built.identify(samples);
  assert.deepEqual(Object.keys(found), built.graph.order);
  assert.deepEqual(found.Head?.ids, cells);
  assert.deepEqual(found.Head?.tags.device?.[0], ["volts", "currents"]);
  const { Head } = await new Predictor(built, { threads: 1 }).predict(samples, { nodes: ["Head"] });
  assert.deepEqual([...Head?.targets?.data ?? []], [0, 1, 2, 3]);
  assert.equal(Head?.outputs.output?.shape[0], found.Head?.ids.length);
});

Deno.test("identify() refuses to merge the samples of others, unless the merge says whose count", () => {
  const samples = { volts: volts.toView(), temperatures: temperatures.toView() };
  using strict = graphOf([volts, temperatures]).build([volts, temperatures]);
  assert.throws(() => strict.identify(samples), {
    name: "SampleMismatchError",
    message: /^Merge merges other samples: in row 0, 0 has "c1" and 1 has "c4"/,
  });
  assert.deepEqual(strict.identify(samples, { nodes: ["Of_volts"] }).Of_volts?.ids, cells);
  using first = graphOf([volts, temperatures], { ids: { from: "Of_temperatures" } })
    .build([volts, temperatures]);
  assert.deepEqual(first.identify(samples).Head?.ids, cells.toReversed());
});

Deno.test("identify() of aligned batches finds the same samples at all inputs", () => {
  using built = graphOf([volts, temperatures], { tags: "last" }).build([volts, temperatures]);
  const sampler = new AlignedSampler({ sampler: new SimpleSampler({ batchSize: 2 }) });
  const views = { volts: volts.toView(), temperatures: temperatures.toView() };
  const seen: string[] = [];
  for (const { streams } of sampler.batches(views)) {
    const { Merge } = built.identify({ ...streams });
    assert.deepEqual(Merge?.tags.device, ["temperatures", "temperatures"]);
    seen.push(...Merge?.ids ?? []);
  }
  assert.deepEqual(seen.toSorted(), cells);
});

Deno.test("identify() masks what any input lacks, whatever the input", () => {
  const sets = [volts, currents, temperatures];
  using built = graphOf(sets, { ids: "first" }).build(sets);
  for (const padded of sets) {
    const views = sets.map((set) => [
      set.label,
      set === padded ? set.take([0, 1]).padTo(4) : set.toView(),
    ]);
    const { Head } = built.identify(Object.fromEntries(views));
    assert.deepEqual([...Head?.mask ?? []], [1, 1, 0, 0]);
    assert.deepEqual(Head?.ids, ["c1", "c2", "N/A", "N/A"], padded.label);
  }
});

Deno.test("identify() of batches tells the roles apart, and says which samples are missing", () => {
  using built = graphOf([volts, currents]).build([volts, currents]);
  const [batch = assert.fail()] = new SimpleSampler({ batchSize: 3 }).batches(volts.toView());
  assert.deepEqual(built.identify({ volts: batch }).Of_volts?.ids, cells.slice(0, 3));
  assert.deepEqual(Object.keys(built.identify({ volts: batch })), ["Of_volts"]);
  assert.throws(
    () => built.identify({ volts: batch }, { nodes: ["Head"] }),
    /Cannot say which samples "Head" gives from volts alone/,
  );
  assert.throws(() => built.identify({ volts: batch }, { role: "anchor" }), /No role "anchor"/);
});
