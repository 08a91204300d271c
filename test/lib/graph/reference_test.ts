import assert from "node:assert/strict";
import {
  describeSource,
  isNodeReference,
  output,
  sourceKey,
  type SourceLike,
  sourceOf,
} from "../../../lib/graph/reference.ts";

import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { cells } from "./fixtures.ts";

const data = { featureSet: "a", split: null, selection: { features: ["x", "y"] } };

Deno.test("describeSource() reads as people write: nodes, ports, splits and columns", () => {
  assert.equal(describeSource(output("Encoder")), "Encoder");
  assert.equal(describeSource(output("Encoder", "code")), "Encoder.code");
  assert.equal(describeSource(data), "a (features: x, y)");
  assert.equal(describeSource({ ...data, split: "train", selection: {} }), "a.train");
});

Deno.test("sourceKey() is the same for equal sources, whatever the order of their parts", () => {
  const { featureSet, split, selection } = data;
  assert.equal(sourceKey({ selection, split, featureSet }), sourceKey(data));
  assert.notEqual(sourceKey({ ...data, split: "train" }), sourceKey(data));
  assert.deepEqual([isNodeReference(data), isNodeReference(output("a"))], [false, true]);
});

Deno.test("sourceOf() refuses what is no source, and says how to refer to samples", () => {
  const take = (given: unknown) => () => sourceOf(given as SourceLike);
  assert.throws(take(cells.take([0, 1])), {
    name: "TypeError",
    message: /samples "cells" of "cells" \(refer to a split by its name, as in reference\(set, {/,
  });
  assert.throws(take([data, data]), /a list \(inputs takes several, by the names of their ports\)/);
  assert.throws(take({ voltage: [1] }), /Cannot take {"voltage":\[1\]} as the source of an input/);
  assert.throws(take(undefined), /Cannot take nothing/);
  const [one, many] = [data as unknown as SourceLike[], [data, data] as unknown as SourceLike];
  assert.throws(() => new MergeNode({ label: "Both", merge: "sum", inputs: one }), TypeError);
  assert.throws(() => new ModelNode({ label: "Head", model: "mlp", input: many }), TypeError);
  const nothing = null as unknown as SourceLike;
  assert.throws(() => new ModelNode({ label: "Head", model: "mlp", input: nothing }), /take null/);
});
