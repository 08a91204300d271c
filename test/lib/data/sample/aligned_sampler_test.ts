import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { AlignedSampler } from "../../../../lib/data/sample/aligned_sampler.ts";
import { PairedSampler } from "../../../../lib/data/sample/role_sampler.ts";
import { SimpleSampler } from "../../../../lib/data/sample/simple_sampler.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses().take(Array.from({ length: 60 }, (_, at) => at));
/** A temperature for each cell but number 20. */
const cells = FeatureSet.fromColumns("cells", {
  cell: Array.from({ length: 19 }, (_, at) => 19 - at),
  temperature: Array.from({ length: 19 }, (_, at) => 100 + 19 - at),
}, { features: ["temperature"], tags: ["cell"] }).toView();
const views = { pulses, cells };
const options = { batchSize: 8, shuffle: true, seed: 2 } as const;

Deno.test("streams of two FeatureSets are aligned by a key, whose value may repeat in the first", () => {
  const sampler = new AlignedSampler({ sampler: new SimpleSampler(options), on: ["cell"] });
  let count = 0;
  for (const { streams, size } of sampler.batches(views)) {
    const { cell } = streams.pulses.view().getTags({ keys: "cell" });
    const { values } = streams.cells.getColumn("temperature");
    assert.deepEqual([...values], cell.map((number) => 100 + Number(number)));
    assert.equal(streams.pulses.size, size);
    count += size;
  }
  assert.equal(count, 57);
  assert.equal(sampler.countBatches(views), 8);
});

Deno.test('how: "left" keeps samples without a partner, with padding beside them', () => {
  const sampler = new AlignedSampler({
    sampler: new SimpleSampler({ batchSize: 60 }),
    on: ["cell"],
    how: "left",
  });
  const [batch] = sampler.batches(views);
  assert.equal(batch?.size, 60);
  const mask = batch?.streams.cells.mask();
  assert.deepEqual([...mask ?? []].filter((flag) => flag === 0).length, 3);
  assert.deepEqual(batch?.streams.cells.weights()[19], 0);
});

Deno.test("several streams of one FeatureSet are aligned by identifier", () => {
  const signal = pulses.select({ features: "voltage" });
  const health = pulses.take(Array.from({ length: 60 }, (_, at) => 59 - at)).select({
    targets: "soh",
  });
  const sampler = new AlignedSampler({ sampler: new SimpleSampler(options) });
  for (const { streams } of sampler.batches({ signal, health })) {
    assert.deepEqual(streams.signal.view().sampleIds, streams.health.view().sampleIds);
    assert.deepEqual(streams.health.view().columnNames, ["targets.soh.raw"]);
  }
});

Deno.test("FeatureSets of different files find each other by identifiers that were given", () => {
  const make = (label: string, ids: string[]) =>
    FeatureSet.fromColumns(label, { x: ids.map((id) => id.charCodeAt(0)) }, {
      features: ["x"],
      ids,
    }).toView();
  const [a, b] = [make("a", ["p", "q", "r"]), make("b", ["r", "s", "p"])];
  const sampler = new AlignedSampler({ sampler: new SimpleSampler({ batchSize: 9 }) });
  const [batch] = sampler.batches({ a, b });
  assert.deepEqual([...batch?.streams.a.getFeatures().values ?? []], [112, 114]);
  assert.deepEqual([...batch?.streams.b.getFeatures().values ?? []], [112, 114]);
});

Deno.test("roles are aligned in every stream, with their weights", () => {
  const sampler = new AlignedSampler({
    sampler: new PairedSampler({ conditions: { cell: {} }, batchSize: 16 }),
    on: ["cell"],
  });
  for (const { streams } of sampler.batches(views)) {
    assert.deepEqual(streams.cells.roles, ["anchor", "pair"]);
    assert.deepEqual(
      streams.cells.getColumn("temperature", { role: "pair" }).values,
      streams.cells.getColumn("temperature", { role: "anchor" }).values,
    );
    assert.deepEqual(streams.cells.weights("pair"), streams.pulses.weights("pair"));
  }
});

Deno.test("AlignedSampler is made again by its config, and says when nothing belongs together", () => {
  const sampler = new AlignedSampler({ sampler: new SimpleSampler(options), on: ["cell"] });
  const again = AlignedSampler.fromConfig(JSON.parse(JSON.stringify(sampler.getConfig())));
  const rows = (of: AlignedSampler) =>
    Array.from(of.batches(views), ({ streams }) => [...streams.cells.view().rows]);
  assert.deepEqual(rows(again), rows(sampler));
  const byId = new AlignedSampler({ sampler: new SimpleSampler() });
  assert.throws(
    () => [...byId.batches(views)],
    /No sample of "pulses" has a partner in "cells" by identifiers: align by columns/,
  );
  assert.throws(
    () => [...sampler.batches({ cells, pulses })],
    /is in "pulses" twice/,
  );
});
