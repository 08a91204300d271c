import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { Batch } from "../../../../lib/data/sample/batch.ts";
import { samplers } from "../../../../lib/data/sample/sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses();
const view = pulses.take(Array.from({ length: 100 }, (_, at) => at));

function rowsOf(batches: Iterable<Batch>): number[][] {
  return Array.from(batches, (batch) => [...batch.view().rows]);
}

Deno.test("an epoch holds each sample once, grouped or not, in any size of batch", () => {
  const arrangement = fc.record({
    batchSize: fc.integer({ min: 5, max: 40 }),
    shuffle: fc.boolean(),
    last: fc.constantFrom("keep" as const, "pad" as const),
    by: fc.constantFrom({}, { groupBy: "cell" }, { stratifyBy: "group", strict: false }),
    epoch: fc.nat(5),
  });
  fc.assert(fc.property(arrangement, ({ by, epoch, ...options }) => {
    const sampler = new SimpleSampler({ ...options, ...by });
    const batches = [...sampler.batches(view, { epoch })];
    const rows = batches.flatMap((batch) => [...batch.view().rows]).filter((row) => row >= 0);
    assert.deepEqual(rows.sort((a, b) => a - b), [...view.rows]);
    assert.equal(batches.length, sampler.countBatches(view));
  }));
});

Deno.test("every epoch has an order of its own, which the seed decides", () => {
  const sampler = new SimpleSampler({ batchSize: 30, shuffle: true, seed: 1 });
  const epochs = [0, 1, 2].map((epoch) => JSON.stringify(rowsOf(sampler.batches(view, { epoch }))));
  assert.equal(new Set(epochs).size, 3);
  const config = JSON.parse(JSON.stringify(sampler.getConfig()));
  const again = samplers.get("simple")(config);
  assert.equal(JSON.stringify(rowsOf(again.batches(view, { epoch: 2 }))), epochs[2]);
  const still = new SimpleSampler({ batchSize: 30 });
  assert.deepEqual(
    rowsOf(still.batches(view, { epoch: 0 })),
    rowsOf(still.batches(view, { epoch: 1 })),
  );
});

Deno.test("an epoch goes on in its middle as it would have gone on", () => {
  const sampler = new SimpleSampler({ batchSize: 7, shuffle: true });
  const whole = rowsOf(sampler.batches(view, { epoch: 3 }));
  assert.deepEqual(rowsOf(sampler.batches(view, { epoch: 3, from: 5 })), whole.slice(5));
});

Deno.test("groupBy keeps batches to one group; stratifyBy has every stratum in each", () => {
  const grouped = new SimpleSampler({ batchSize: 4, groupBy: "cell", shuffle: true });
  for (const batch of grouped.batches(view)) {
    assert.equal(new Set(batch.view().getTags({ keys: "cell" }).cell).size, 1);
  }
  const strata = new SimpleSampler({ batchSize: 10, stratifyBy: "group", shuffle: true });
  for (const batch of strata.batches(view)) {
    const counts = Map.groupBy(batch.view().getTags({ keys: "group" }).group, (group) => group);
    assert.deepEqual([...counts.values()].map((rows) => rows.length), [2, 2, 2, 2, 2]);
  }
  assert.throws(
    () => [...new SimpleSampler({ batchSize: 3, stratifyBy: "group" }).batches(view)],
    /Cannot have all of 5 strata in batches of 3/,
  );
});

Deno.test("strict strata end with the round in which one runs out; others go on", () => {
  const kind = ["a", "a", "a", "a", "b", "b"];
  const set = FeatureSet.fromColumns("k", { kind }, { features: [], tags: ["kind"] });
  const rows = (strict: boolean) =>
    rowsOf(new SimpleSampler({ batchSize: 2, stratifyBy: "kind", strict }).batches(set.toView()));
  assert.deepEqual(rows(true), [[0, 4], [1, 5]]);
  assert.deepEqual(rows(false), [[0, 4], [1, 5], [2, 3]]);
});

Deno.test("the last batch is kept, dropped, or padded with weight 0", () => {
  const sizes = (last: "keep" | "drop" | "pad") =>
    Array.from(new SimpleSampler({ batchSize: 30, last }).batches(view), ({ size }) => size);
  assert.deepEqual(sizes("keep"), [30, 30, 30, 10]);
  assert.deepEqual(sizes("drop"), [30, 30, 30]);
  assert.deepEqual(sizes("pad"), [30, 30, 30, 30]);
  const batch = [...new SimpleSampler({ batchSize: 30, last: "pad" }).batches(view)].at(-1);
  assert.ok(batch !== undefined);
  assert.deepEqual([...batch.weights()].slice(8, 12), [1, 1, 0, 0]);
  assert.deepEqual([...batch.mask()].slice(8, 12), [1, 1, 0, 0]);
  assert.deepEqual([...batch.getFeatures().values.slice(10 * 101)], new Array(20 * 101).fill(0));
});

Deno.test("a batch writes into an array that is reused", () => {
  const into = new Float32Array(32 * 101);
  const [batch] = new SimpleSampler({ batchSize: 32 }).batches(view);
  const { values, shape } = batch?.getFeatures({ into }) ?? {};
  assert.equal(values, into);
  assert.deepEqual(shape, [32, 1, 101]);
  assert.throws(() => batch?.getFeatures({ into: new Float32Array(3) }), /give a longer array/);
});

Deno.test("Batch refuses roles that differ in size and asks which of several is meant", () => {
  const rows = Int32Array.of(1, 2);
  const place = { epoch: 0, index: 0 };
  assert.throws(
    () => new Batch(view, { a: { rows }, b: { rows: Int32Array.of(1) } }, place),
    /differ in size: a 2, b 1/,
  );
  assert.throws(
    () => new Batch(view, { a: { rows, weights: new Float32Array(1) } }, place),
    /Role "a" has 2 samples and 1 weights/,
  );
  const pair = new Batch(view, { anchor: { rows }, pair: { rows: Int32Array.of(3, 4) } }, place);
  assert.throws(() => pair.getFeatures(), /several roles \(anchor, pair\)/);
  // @ts-expect-error a pair has no such role
  assert.throws(() => pair.getFeatures({ role: "positive" }), /No role "positive"/);
  assert.deepEqual(pair.getTargets({ role: "pair" }).shape, [2, 1]);
  assert.equal(pair.view("pair").getTags().cell.length, 2);
});

Deno.test("SimpleSampler refuses sizes that are none, and groups with strata", () => {
  assert.throws(() => new SimpleSampler({ batchSize: 0 }), /batches of 0 samples/);
  assert.throws(() => new SimpleSampler({ groupBy: "a", stratifyBy: "b" }), /Cannot both group/);
});
