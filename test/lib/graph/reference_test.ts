import assert from "node:assert/strict";
import {
  describeSource,
  isNodeReference,
  output,
  sourceKey,
} from "../../../lib/graph/reference.ts";

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
