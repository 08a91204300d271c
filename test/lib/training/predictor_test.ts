import assert from "node:assert/strict";
import {
  FeatureSet,
  merge,
  MergeNode,
  ModelGraph,
  Predictor,
  reference,
} from "../../../lib/mod.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import { cells, mlp, samples } from "../graph/cells.ts";
import { voltages } from "../graph/voltages.ts";

const head = mlp("Head");

Deno.test("Prediction.sampleIds says whose each row is, of views, batches and padding", async () => {
  using built = ModelGraph.of([head]).build([cells]);
  const predictor = new Predictor(built, { threads: 1 });
  const some = cells.take([5, 2, 9]).padTo(4);
  const { Head } = await predictor.predict({ cells: some });
  assert.deepEqual(Head?.sampleIds, some.sampleIds);
  assert.deepEqual(Head?.sampleIds.slice(0, 3), [5, 2, 9].map((row) => cells.sampleIds[row]));
  assert.equal(Head?.sampleIds[3], "N/A");
  assert.equal(Head?.sampleIds, Head?.sampleIds);
  const [batch] = new SimpleSampler({ batchSize: 8, shuffle: true, seed: 1 }).batches(
    cells.toView(),
  );
  assert.ok(batch);
  const ofBatch = await predictor.predict({ cells: batch });
  assert.deepEqual(ofBatch.Head?.sampleIds, batch.view().sampleIds);
  // The row of an identifier is the same sample as when all are predicted.
  const all = await predictor.predict(samples);
  ofBatch.Head?.sampleIds.forEach((id, row) => {
    const place = all.Head?.sampleIds.indexOf(id) ?? -1;
    const [one, other] = [ofBatch, all].map((found) => found.Head?.outputs.output?.data);
    assert.ok(Math.abs((one?.[row] ?? NaN) - (other?.[place] ?? NaN)) < 1e-6);
  });
});

Deno.test("Prediction.sampleIds of a merge is refused when it is asked for, where samples differ", async () => {
  const others = voltages({ label: "others", count: 64 });
  const beside = mlp("Beside", { input: reference(others, { features: "voltage" }) });
  const both = new MergeNode({ label: "Both", merge: merge.mean(), inputs: [head, beside] });
  using built = ModelGraph.of([head, beside, both]).build([cells, others]);
  const found = await new Predictor(built, { threads: 1 })
    .predict({ ...samples, others: others.toView() });
  assert.equal(found.Both?.outputs.output?.shape[0], 64);
  assert.throws(() => found.Both?.sampleIds, { name: "SampleMismatchError" });
  assert.deepEqual(found.Head?.sampleIds, cells.sampleIds);
});

Deno.test("Predictor predicts samples whose targets are missing, and refuses features that are", async () => {
  const unknown = FeatureSet.fromColumns("cells", {
    voltage: Array.from({ length: 2 }, () => new Array(10).fill(0.5)),
    soh: [null, 1],
  }, { features: ["voltage"], targets: ["soh"] });
  using built = ModelGraph.of([head]).build([cells]);
  const predictor = new Predictor(built, { threads: 1 });
  const { Head } = await predictor.predict({ cells: unknown.toView() as never });
  assert.deepEqual([...Head?.targets?.data ?? []], [NaN, 1]);
  const broken = FeatureSet.fromColumns("cells", {
    voltage: [new Array(10).fill(0.5), new Array(10).fill(NaN)],
    soh: [1, 1],
  }, { features: ["voltage"], targets: ["soh"] });
  await assert.rejects(
    predictor.predict({ cells: broken.toView() as never }),
    /numbers are missing in "voltage"/,
  );
});
