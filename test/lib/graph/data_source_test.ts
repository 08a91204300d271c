import assert from "node:assert/strict";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { type FeatureSetReference, reference } from "../../../lib/data/reference.ts";
import { SimpleSampler } from "../../../lib/data/sample/simple_sampler.ts";
import { WindowSampler } from "../../../lib/data/sample/window_sampler.ts";
import {
  columnsMeant,
  dataInterface,
  readSource,
  targetOffer,
} from "../../../lib/graph/data_source.ts";
import { ShapeError } from "../../../lib/models/model.ts";

const set = FeatureSet.fromColumns("set", {
  u: [1, 2, 3],
  v: [4, 5, 6],
  y: [7, 8, 9],
  age: [30, 40, 50],
  name: ["a", "b", "c"],
  fails: [true, false, true],
}, { features: ["u", "v"], targets: ["y"], tags: ["age", "name", "fails"] });
const view = set.toView();

/** Every way to say which columns, and the first sample that is read. */
const READ: readonly (readonly [FeatureSetReference, readonly number[]])[] = [
  [reference(set), [1, 4]],
  [reference(set, { features: "v" }), [4]],
  [reference(set, { targets: "y" }), [7]],
  [reference(set, { tags: "age" }), [30]],
  [reference(set, { tags: ["age", "fails"] }), [30, 1]],
  [reference(set, { columns: "tags.age" }), [30]],
  [reference(set, { columns: ["age", "u"] }), [1, 30]],
  [reference(set, { features: "u", targets: "y" }), [1, 7]],
];

Deno.test("readSource() reads the columns that dataInterface() speaks of, of any domain", () => {
  const [batch] = new SimpleSampler({ batchSize: 2 }).batches(view);
  for (const [source, first] of READ) {
    const said = JSON.stringify(source.selection);
    assert.deepEqual(dataInterface(source, [set]).shape, [first.length], said);
    assert.equal(columnsMeant(view, source).length, first.length, said);
    const { data, shape } = readSource(view, { source });
    assert.deepEqual([shape, [...data.slice(0, first.length)]], [[3, first.length], first], said);
    assert.ok(batch);
    assert.deepEqual(readSource(batch, { source }).data, data.slice(0, 2 * first.length), said);
  }
});

Deno.test("readSource() reads tags of windows step by step", () => {
  const [batch] = new WindowSampler({ length: 2, batchSize: 9 }).batches(view);
  assert.ok(batch);
  const { data, shape } = readSource(batch, { source: reference(set, { tags: "age" }) });
  assert.deepEqual([shape, [...data]], [[2, 2, 1], [30, 40, 40, 50]]);
});

Deno.test("dataInterface() refuses texts and takes truth values, as targets too", () => {
  assert.throws(
    () => dataInterface(reference(set, { tags: "name" }), [set]),
    (error) => error instanceof ShapeError && /found "tags.name.raw" of utf8/.test(error.message),
  );
  const labelled = FeatureSet.fromColumns("l", { x: [1, 2], fails: [true, false] }, {
    features: ["x"],
    targets: ["fails"],
  }) as FeatureSet;
  assert.deepEqual(targetOffer(reference(labelled), [labelled]).targets?.shape, [1]);
  const named = FeatureSet.fromColumns("n", { x: [1], kind: ["a"] }, {
    features: ["x"],
    targets: ["kind"],
  }) as FeatureSet;
  assert.match(
    targetOffer(reference(named), [named]).untaken ?? "",
    /found "targets.kind.raw" of utf8; encode it first/,
  );
});
