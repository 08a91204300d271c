import assert from "node:assert/strict";
import type { MergeStrategy } from "../../../lib/graph/merge_strategy.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import {
  mergedTargetInterface,
  mergeTargets,
  mergeWeights,
} from "../../../lib/graph/merge_samples.ts";
import { concat } from "../../../lib/graph/merges/concat.ts";
import { output } from "../../../lib/graph/reference.ts";
import type { Interface } from "../../../lib/models/interface.ts";
import * as tf from "../../../lib/tf.ts";

const inputs = { a: output("A"), b: output("B"), c: output("C") };

function node(targets?: MergeStrategy): MergeNode {
  return new MergeNode({
    label: "All",
    inputs,
    merge: concat(targets === undefined ? {} : { targets }),
  });
}

const arriving = [
  { port: "a", targets: tf.tensor([[1], [2]]) },
  { port: "b", targets: tf.tensor([[3], [4]]) },
  { port: "c", targets: tf.tensor([[8], [9]]) },
];

for (
  const { strategy, wanted } of [
    { strategy: undefined, wanted: [[1], [2]] },
    { strategy: "first", wanted: [[1], [2]] },
    { strategy: "last", wanted: [[8], [9]] },
    { strategy: "mean", wanted: [[4], [5]] },
    { strategy: -1, wanted: [[1, 3, 8], [2, 4, 9]] },
    { strategy: 0, wanted: [[1, 3, 8], [2, 4, 9]] },
    { strategy: { from: "b" }, wanted: [[3], [4]] },
    { strategy: { from: "C" }, wanted: [[8], [9]] },
  ] as const
) {
  const name = typeof strategy === "object" ? `from ${strategy.from}` : strategy;
  Deno.test(`mergeTargets() by ${name} gives what mergedTargetInterface() says`, () => {
    const found = mergeTargets(node(strategy), arriving);
    assert.deepEqual(found?.arraySync(), wanted);
    const port = { shape: [1], dtype: "float32" } as const;
    const told = mergedTargetInterface(
      node(strategy),
      arriving.map(({ port: name }) => ({ port: name, targets: port })),
    );
    assert.deepEqual(told?.shape, found?.shape.slice(1));
  });
}

Deno.test("mergeTargets() passes over inputs whose samples have none", () => {
  const some = arriving.map(({ port, targets }) => ({
    port,
    targets: port === "a" ? undefined : targets,
  }));
  assert.deepEqual(mergeTargets(node("first"), some)?.arraySync(), [[3], [4]]);
  assert.deepEqual(mergeTargets(node(-1), some)?.arraySync(), [[3, 8], [4, 9]]);
  assert.equal(mergeTargets(node({ from: "a" }), some), undefined);
  assert.equal(mergeTargets(node(), []), undefined);
  assert.equal(mergedTargetInterface(node("mean"), []), undefined);
});

Deno.test("mergedTargetInterface() names the input whose targets do not go with the others", () => {
  const of = (...shapes: number[][]) =>
    shapes.map((shape, at): { port: string; targets: Interface } => ({
      port: "abc"[at] ?? "",
      targets: { shape, dtype: "float32" },
    }));
  assert.deepEqual(mergedTargetInterface(node(-1), of([2, 1], [2, 4]))?.shape, [2, 5]);
  assert.throws(
    () => mergedTargetInterface(node("mean"), of([1], [1], [2])),
    /c: expected targets of shape \(1\), found \(2\).*"first"/,
  );
  assert.throws(() => mergedTargetInterface(node(0), of([1, 2], [1, 3])), /b: .*but for axis 0/);
  for (const axis of [1, -2]) {
    assert.throws(
      () => mergedTargetInterface(node(axis), of([1], [1])),
      /axis.*from -1 to 0, found/,
    );
  }
  assert.throws(
    () => mergedTargetInterface(node({ from: "D" }), of([1])),
    /No input of All "D".*"C"/,
  );
});

Deno.test("mergeWeights() of three inputs is their mean, and zero where any is padding", () => {
  const all = [[1, 1, 1, 0], [2, 0, 4, 0], [3, 1, 0.5, 6]].map((weights) => tf.tensor1d(weights));
  const found = mergeWeights(all);
  [2, 0, 5.5 / 3, 0].forEach((wanted, row) =>
    assert.ok(Math.abs((found.dataSync()[row] ?? NaN) - wanted) < 1e-6)
  );
  const [first, second] = all as [tf.Tensor, tf.Tensor];
  assert.deepEqual([...mergeWeights([first, second]).dataSync()], [1.5, 0, 2.5, 0]);
  assert.deepEqual([...mergeWeights([first, first, second]).dataSync()].slice(2, 3), [2]);
});

Deno.test("mergeWeights() passes on the weights that all inputs share", () => {
  const shared = tf.tensor1d([1, 0.5]);
  assert.equal(mergeWeights([shared, shared, shared]), shared);
});
