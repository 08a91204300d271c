import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import { sourceKey } from "../../../lib/graph/reference.ts";
import * as tf from "../../../lib/tf.ts";
import { BatchReader, disposeBatch, feedOf } from "../../../lib/training/feed.ts";

const set = FeatureSet.fromColumns("a", {
  x: [1, 2, 3, 4],
  y: [10, null, 30, 40],
  z: [1, 1, 1, 1],
}, { features: ["x"], targets: ["y", "z"] }) as FeatureSet;
const x = reference(set, { features: "x" });

Deno.test("BatchReader reads features, targets and weights of views and of batches alike", () => {
  const reader = new BatchReader([x]);
  const [batch] = new SimpleSampler({ batchSize: 4 }).batches(set.toView());
  assert.ok(batch);
  for (const samples of [set.toView(), batch]) {
    const read = reader.read({ a: samples });
    const { feeds, targets, weights } = read.default?.a ?? assert.fail("nothing read");
    assert.deepEqual([...feeds[sourceKey(x)]?.dataSync() ?? []], [1, 2, 3, 4]);
    assert.deepEqual(targets?.shape, [4, 2]);
    assert.deepEqual([...weights.dataSync()], [1, 1, 1, 1]);
    disposeBatch(read);
  }
});

Deno.test("BatchReader reads no targets that are not learned, and leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  const read = new BatchReader([x], { learned: new Set() }).read({ a: set.toView() });
  assert.equal(read.default?.a?.targets, undefined);
  disposeBatch(read);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("BatchReader refuses missing targets that are learned, by set and column", () => {
  const reader = new BatchReader([x], { learned: new Set(["a"]) });
  assert.throws(
    () => reader.read({ a: set.toView() }),
    /Cannot compare with the targets of a: numbers are missing in "y"; leave those samples out/,
  );
  disposeBatch(reader.read({ a: set.take([0, 2]) }));
});

Deno.test("BatchReader looks at each batch of a column that lacks some, and at views by their columns", () => {
  const gaps = FeatureSet.fromColumns("a", { x: [1, null, 3], y: [1, 2, 3] }, {
    features: ["x", "y"],
  }) as FeatureSet;
  const reader = new BatchReader([reference(gaps)]);
  assert.throws(() => reader.read({ a: gaps.toView() }), /numbers are missing in "x"; fill them/);
  disposeBatch(reader.read({ a: gaps.take([0, 2]) }));
  disposeBatch(reader.read({ a: gaps.select({ features: "y" }) }));
  assert.throws(() => reader.read({ a: gaps.take([1]) }), /numbers are missing in "x"/);
});

Deno.test("BatchReader takes samples of weight 0 as zeros, whatever they lack", () => {
  const reader = new BatchReader([x], { learned: new Set(["a"]) });
  const read = reader.read({ a: set.take([0, 2]).padTo(3) });
  assert.deepEqual([...read.default?.a?.weights.dataSync() ?? []], [1, 1, 0]);
  assert.deepEqual([...read.default?.a?.targets?.dataSync() ?? []], [10, 1, 30, 1, 0, 0]);
  disposeBatch(read);
});

Deno.test("feedOf() refuses samples outside of the split that a pointer names", () => {
  const split = set.splitRandom({ ratios: { train: 0.5, test: 0.5 } });
  const source = reference(split, { features: "x", split: "train" });
  disposeBatch(feedOf({ a: split.getSplit("train").padTo(3) }, [source]));
  assert.throws(
    () => feedOf({ a: split.toView() as never }, [source]),
    /Cannot feed 2 of 4 samples, such as ".*", to a node that takes from a\.train: they are not in that split; leave the split out/,
  );
  assert.throws(() => feedOf({ a: set.toView() }, [source]), /No split "train"/);
});

Deno.test("feedOf() says what is wanted when nothing of it is given", () => {
  assert.throws(() => feedOf({ b: set.toView() }, [x]), /it takes a, and got b/);
  assert.throws(() => feedOf({}, [x]), /it takes a, and got nothing/);
});
