import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { PairedSampler } from "../../../../lib/data/sample/role_sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { WindowSampler } from "../../../../lib/data/sample/window_sampler.ts";

const set = FeatureSet.fromColumns("s", {
  u: Float32Array.of(1, 2, 3, 4),
  i: Float32Array.of(5, 6, 7, 8),
  signal: { values: Float32Array.from({ length: 8 }, (_, at) => at), shape: [2] },
  y: [10, 20, 30, 40],
  kind: ["a", "b", "a", "b"],
  weight: [1, 0.5, 2, 3],
}, { features: ["u", "i", "signal"], targets: ["y"], tags: ["kind", "weight"], ids: [..."pqrs"] });
const view = set.toView();

Deno.test("read() gives features, targets, tags, identifiers, weights and mask of a role", () => {
  const sampler = new SimpleSampler({ batchSize: 3, last: "pad", weightBy: "weight" });
  const [, batch] = sampler.batches(view);
  const data = batch?.read({ features: { keys: ["u", "i"] }, tags: { keys: "kind" } });
  assert.deepEqual(data, {
    features: { values: Float32Array.of(4, 8, 0, 0, 0, 0), shape: [3, 2], columns: ["u", "i"] },
    targets: { values: Float32Array.of(40, 0, 0), shape: [3, 1], columns: ["y"] },
    tags: { kind: ["b", null, null] },
    sampleIds: ["s", "N/A", "N/A"],
    weights: Float32Array.of(3, 0, 0),
    mask: Uint8Array.of(1, 0, 0),
  });
});

Deno.test("read() leaves out what is not wanted and domains that nothing is in", () => {
  const [batch] = new SimpleSampler({ batchSize: 2 }).batches(view.select({ features: "u" }));
  assert.deepEqual(Object.keys(batch?.read() ?? {}), ["features", "sampleIds", "weights", "mask"]);
  const bare = batch?.read({ features: false });
  assert.deepEqual(Object.keys(bare ?? {}), ["sampleIds", "weights", "mask"]);
});

Deno.test("readRoles() keeps tags, and weighs each role by its own samples", () => {
  const sampler = new PairedSampler({
    conditions: { kind: {} },
    batchSize: 4,
    weightBy: "weight",
  });
  const [batch] = sampler.batches(view);
  const { anchor, pair } = batch?.readRoles({ features: { keys: "u" } }) ?? {};
  assert.deepEqual(anchor?.tags, pair?.tags && { ...anchor?.tags, kind: pair.tags.kind });
  assert.deepEqual([...anchor?.sampleIds ?? []], [..."pqrs"]);
  assert.deepEqual([...pair?.sampleIds ?? []], [..."rspq"]);
  assert.deepEqual([...anchor?.weights ?? []], [1, 0.5, 2, 3]);
  assert.deepEqual([...pair?.weights ?? []], [2, 3, 1, 0.5]);
});

Deno.test("getColumn() reads one column into an array of its own, written in place on demand", () => {
  const [batch] = new SimpleSampler({ batchSize: 2 }).batches(view);
  const into = new Float32Array(4);
  const { values, shape } = batch?.getColumn("signal", { into }) ?? {};
  assert.deepEqual([values, shape], [Float32Array.of(0, 1, 2, 3), [2, 2]]);
  assert.equal(values, into);
  assert.deepEqual(batch?.getColumn("y", { dtype: "float64" }).shape, [2]);
});

Deno.test("weights of windows are those of their newest sample that is there", () => {
  const sampler = new WindowSampler({ length: 2, batchSize: 9, pad: "end", weightBy: "weight" });
  const [batch] = sampler.batches(view);
  assert.deepEqual([...batch?.weights() ?? []], [0.5, 2, 3, 3]);
});

Deno.test("a column of weights that is none, or holds one that is none, is named", () => {
  const bad = FeatureSet.fromColumns("b", { x: [1, 2], w: [1, -1], v: [1, null] }, {
    features: ["x"],
    tags: ["w", "v"],
  }).toView();
  const weigh = (weightBy: string, of = bad) =>
    [...new SimpleSampler({ batchSize: 4, weightBy }).batches(of)].map((batch) => batch.weights());
  assert.throws(() => weigh("w"), /Weight of row 1 in column "w" is -1/);
  assert.throws(() => weigh("v"), /Weight of row 1 in column "v" is null/);
  assert.throws(
    () => [...new SimpleSampler({ weightBy: "kind" }).batches(view)][0]?.weights(),
    /Cannot weigh samples by "kind"/,
  );
});

Deno.test("concat() puts the samples, weights and masks of another batch behind", () => {
  const sampler = new SimpleSampler({ batchSize: 3, last: "pad", weightBy: "weight" });
  const [first, second] = sampler.batches(view);
  assert.ok(first !== undefined && second !== undefined);
  const both = first.concat(second);
  assert.equal(both.size, 6);
  assert.deepEqual(both.getTargets().values, Float32Array.of(10, 20, 30, 40, 0, 0));
  assert.deepEqual(both.weights(), Float32Array.of(1, 0.5, 2, 3, 0, 0));
  assert.deepEqual(both.mask(), Uint8Array.of(1, 1, 1, 1, 0, 0));
  const windows = new WindowSampler({ length: 2, batchSize: 1 });
  const [one, two] = windows.batches(view);
  assert.ok(one !== undefined && two !== undefined);
  assert.deepEqual(one.concat(two).getTargets().shape, [2, 2, 1]);
  assert.throws(() => first.concat(one as never), /roles window behind one of default: both need/);
});

Deno.test("getStacked() reads columns of any domain side by side, and zeros for padding", () => {
  const [, batch] = new SimpleSampler({ batchSize: 3, last: "pad" }).batches(view);
  const { values, shape, columns } = batch?.getStacked({ tags: "weight", targets: "y" }) ?? {};
  assert.deepEqual([...values ?? []], [40, 3, 0, 0, 0, 0]);
  assert.deepEqual([shape, columns], [[3, 2], ["y", "weight"]]);
  const [pair] = new WindowSampler({ length: 2, batchSize: 9 }).batches(view);
  assert.deepEqual(pair?.getStacked({ tags: "weight" }).shape, [3, 2, 1]);
  assert.throws(() => batch?.getStacked({ tags: "kind" }), /holds texts/);
});
