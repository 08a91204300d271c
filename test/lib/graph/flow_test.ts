import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { type FeatureSetReference, reference } from "../../../lib/data/reference.ts";
import type { MergeStrategy } from "../../../lib/graph/merge_strategy.ts";
import { runFlow, type SampleTensors } from "../../../lib/graph/flow.ts";
import { ConcatNode } from "../../../lib/graph/merges/concat_node.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { sourceKey } from "../../../lib/graph/reference.ts";
import * as tf from "../../../lib/tf.ts";

/** Sets of two samples with one feature and one target each. */
const sets = ["one", "two", "three"].map((label, at) =>
  FeatureSet.fromColumns(label, { x: [at + 1, 10 * (at + 1)], y: [at + 5, at + 6] }, {
    features: ["x"],
    targets: ["y"],
  })
);
const sources = sets.map((set) => reference(set, { features: "x" }));
const first = sources[0] as FeatureSetReference;

function samplesOf(weights: readonly (readonly number[])[]): Record<string, SampleTensors> {
  return Object.fromEntries(sets.map((set, at) => [set.label, {
    feeds: {
      [sourceKey(sources[at] as FeatureSetReference)]: tf.tensor([[at + 1], [10 * (at + 1)]]),
    },
    targets: tf.tensor([[at + 5], [at + 6]]),
    weights: tf.tensor1d([...weights[at] ?? []]),
  }]));
}

function graphOf(targets: MergeStrategy) {
  const parts = sources.map((input, at) =>
    new ModelNode({ label: `Part${at}`, model: (x: tf.Tensor) => tf.mul(x, 2), input })
  );
  const all = new ConcatNode({ label: "All", inputs: parts, axis: -1, targets });
  const head = new ModelNode({ label: "Head", model: "mlp", input: all });
  return ModelGraph.of([...parts, all, head]);
}

const even = [[1, 1], [1, 1], [1, 1]];

Deno.test("runFlow() carries features, targets and weights of three inputs through a merge", () => {
  using built = graphOf("mean").build(sets);
  const { All, Head } = runFlow(built, samplesOf([[1, 1], [2, 0], [3, 1]]), { training: false });
  assert.deepEqual(All?.outputs.output?.arraySync(), [[2, 4, 6], [20, 40, 60]]);
  assert.deepEqual(All?.targets?.arraySync(), [[6], [7]]);
  assert.deepEqual(All?.weights.arraySync(), [2, 0]);
  assert.deepEqual([Head?.targets, Head?.weights], [All?.targets, All?.weights]);
});

for (
  const { targets, width } of [
    { targets: -1, width: 3 },
    { targets: "first", width: 1 },
    { targets: { from: "Part1" }, width: 1 },
  ] as const
) {
  Deno.test(`build() gives the head behind targets ${JSON.stringify(targets)} what flow gives`, () => {
    using built = graphOf(targets).build(sets);
    const { Head } = runFlow(built, samplesOf(even), { training: false });
    assert.deepEqual(Head?.targets?.shape, [2, width]);
    assert.deepEqual(Head?.outputs.output?.shape, [2, width]);
  });
}

Deno.test("build() tells of targets that cannot be merged, by node and input", () => {
  const wide = FeatureSet.fromColumns("three", { x: [1, 2], y: [[1, 2], [3, 4]] }, {
    features: ["x"],
    targets: ["y"],
  });
  const given = [...sets.slice(0, 2), wide];
  assert.throws(() => graphOf("mean").build(given), /All\.2: expected targets of shape \(1\)/);
  assert.throws(() => graphOf({ from: "Part9" }).build(sets), /"Part9".*"Part0"/);
});

Deno.test("runFlow() runs active nodes only, and says which one is missing", () => {
  using built = graphOf("first").build(sets);
  const active = new Set(["Part0"]);
  assert.deepEqual(Object.keys(runFlow(built, samplesOf(even), { training: false, active })), [
    "Part0",
  ]);
  const without = new Set(["All"]);
  assert.throws(
    () => runFlow(built, samplesOf(even), { training: false, active: without }),
    /Part0 is not active, and is needed/,
  );
  assert.throws(() => runFlow(built, {}, { training: false }), /no samples of "one"/);
});

Deno.test("runFlow() lets no gradient through between stages", () => {
  using built = graphOf("first").build(sets);
  const samples = samplesOf(even);
  const slopeOf = (stages?: ReadonlyMap<string, number>): number => {
    const key = sourceKey(first);
    const one = samples.one as SampleTensors;
    const slope = tf.grad((x: tf.Tensor) => {
      const changed = { ...samples, one: { ...one, feeds: { [key]: x } } };
      const { All } = runFlow(built, changed, { training: true, ...(stages && { stages }) });
      return tf.sum(All?.outputs.output as tf.Tensor);
    })(one.feeds[key] as tf.Tensor);
    return slope.dataSync()[0] ?? NaN;
  };
  assert.equal(slopeOf(), 2);
  const labels = [...built.graph.labels].map((label): [string, number] => [
    label,
    label.startsWith("Part") ? 0 : 1,
  ]);
  assert.equal(slopeOf(new Map(labels)), 0);
});

Deno.test("runFlow() refuses an estimator, which tensors cannot be recorded of", () => {
  const node = new ModelNode({ label: "Line", model: "linearRegression", input: first });
  using built = ModelGraph.of([node]).build(sets);
  assert.throws(
    () => runFlow(built, samplesOf(even), { training: true }),
    /Cannot record Line: it is an estimator/,
  );
});
