import assert from "node:assert/strict";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import {
  PairedSampler,
  RoleSampler,
  TripletSampler,
} from "../../../../lib/data/sample/role_sampler.ts";
import { type Sampler, samplers } from "../../../../lib/data/sample/sampler.ts";
import { batteryPulses } from "../battery_pulses.ts";

const pulses = batteryPulses();
const view = pulses.take(Array.from({ length: 120 }, (_, at) => at));

Deno.test("pairs meet all conditions, and no sample is its own partner", () => {
  const sampler = new PairedSampler({
    conditions: { soh: { tolerance: 1 }, cell: { mode: "dissimilar" } },
    batchSize: 16,
  });
  let pairs = 0;
  for (const batch of sampler.batches(view)) {
    assert.deepEqual(batch.roles, ["anchor", "pair"]);
    const anchors = batch.view("anchor").records();
    for (const [at, pair] of batch.view("pair").records().entries()) {
      assert.ok(Math.abs(Number(pair.soh) - Number(anchors[at]?.soh)) <= 1);
      assert.notEqual(pair.cell, anchors[at]?.cell);
      pairs++;
    }
  }
  assert.ok(pairs > 200 && pairs <= 360);
});

Deno.test("all pairs within a tolerance are found, as comparing every two would find them", () => {
  const sampler = new PairedSampler({
    conditions: { soh: { tolerance: 0.7 } },
    maxPerAnchor: null,
    batchSize: 1e6,
  });
  const [batch] = sampler.batches(view);
  const found = new Set(
    Array.from(
      batch?.view("anchor").rows ?? [],
      (row, at) => `${row} ${batch?.view("pair").rows[at]}`,
    ),
  );
  const soh = view.column("soh").values;
  const wanted = new Set<string>();
  for (let a = 0; a < 120; a++) {
    for (let b = 0; b < 120; b++) {
      if (a !== b && Math.abs((soh[a] ?? 0) - (soh[b] ?? 0)) <= 0.7) wanted.add(`${a} ${b}`);
    }
  }
  assert.deepEqual(found, wanted);
});

Deno.test("triplets align roles of unequal numbers of partners", () => {
  const kind = ["a", "a", "b", "b", "b", "b"];
  const set = FeatureSet.fromColumns("k", { kind }, { features: [], tags: ["kind"] });
  const sampler = new TripletSampler({
    positive: { kind: {} },
    negative: { kind: { mode: "dissimilar" } },
    maxPerAnchor: null,
    batchSize: 100,
  });
  const [batch] = sampler.batches(set.toView());
  assert.ok(batch !== undefined);
  assert.equal(batch.size, 2 * 1 + 4 * 2);
  const kinds = batch.roles.map((role) => batch.view(role).getTags().kind);
  assert.deepEqual(kinds[0], kinds[1]);
  assert.ok(kinds[0]?.every((value, at) => value !== kinds[2]?.[at]));
});

Deno.test("partners follow seed and epoch, whatever the order of use; a config gives the same", () => {
  const options = { conditions: { group: {} }, batchSize: 8, shuffle: true, seed: 4 };
  const sampler = new PairedSampler(options);
  const rows = (epoch: number, from = 0, of: Sampler = sampler) =>
    Array.from(of.batches(view, { epoch, from }), (batch) => [...batch.view("pair").rows]);
  assert.notDeepEqual(rows(0), rows(1));
  assert.deepEqual(rows(1, 3), rows(1).slice(3));
  const config = JSON.parse(JSON.stringify(sampler.getConfig()));
  assert.deepEqual(rows(1, 0, samplers.get("paired")(config)), rows(1));
  assert.equal(rows(0).length, sampler.countBatches(view));
});

Deno.test("falling back takes full matches first, then partial ones, with their weights", () => {
  const columns = { x: [0, 0, 0, 9], kind: ["a", "a", "b", "b"] };
  const set = FeatureSet.fromColumns("f", columns, { features: ["x"], tags: ["kind"] });
  const soft = { allowFallback: true, minWeight: 0.1 };
  const sampler = new RoleSampler({
    conditions: { other: { x: soft, kind: soft } },
    maxPerAnchor: null,
    batchSize: 3,
  });
  const [batch] = sampler.batches(set.toView());
  assert.deepEqual([...batch?.view("other").rows ?? []], [1, 2, 3]);
  assert.deepEqual([...batch?.weights("other") ?? []], [...Float32Array.of(1, 0.55, 0.1)]);
});

Deno.test("RoleSampler refuses what it cannot do, and says how to mend it", () => {
  assert.throws(() => new RoleSampler({ conditions: {} }), /no role/);
  assert.throws(() => new RoleSampler({ conditions: { anchor: {} } }), /role "anchor"/);
  assert.throws(() => new PairedSampler({ conditions: {}, maxPerAnchor: 0 }), /maxPerAnchor is 0/);
  assert.throws(
    () => new PairedSampler({ conditions: { soh: { tolerance: -1 } } }),
    /Tolerance is -1/,
  );
  const far = new PairedSampler({ conditions: { soh: { tolerance: 1e3, mode: "dissimilar" } } });
  assert.throws(() => [...far.batches(view)], /None of 120 samples has partners in "pair"/);
  assert.throws(() => [...far.batches(view.take([1]))], /partners among 1 samples/);
});

Deno.test("batches of tuples are grouped or stratified by the samples of one role", () => {
  const conditions = { pair: { group: {}, cell: { mode: "dissimilar" as const } } };
  const grouped = new RoleSampler({ conditions, batchSize: 8, groupBy: "group", byRole: "pair" });
  const sizes = Array.from(grouped.batches(view), (batch) => {
    assert.equal(new Set(batch.view("pair").getTags().group).size, 1);
    return batch.size;
  });
  assert.equal(sizes.reduce((sum, size) => sum + size, 0), 360);
  const strata = new RoleSampler({ conditions, batchSize: 10, stratifyBy: "group", shuffle: true });
  for (const batch of strata.batches(view)) {
    const counts = Map.groupBy(batch.view("anchor").getTags().group, (group) => group);
    assert.deepEqual([...counts.values()].map((rows) => rows.length), [2, 2, 2, 2, 2]);
  }
  assert.throws(
    // @ts-expect-error there is no such role
    () => new RoleSampler({ conditions, byRole: "pairs" }),
    /No role "pairs": did you mean "pair"/,
  );
});

Deno.test("pairs and triplets are made again under their own names", () => {
  const paired = new PairedSampler({ conditions: { group: {} }, batchSize: 4 });
  const triplet = new TripletSampler({
    positive: { group: {} },
    negative: { group: { mode: "dissimilar" } },
    batchSize: 4,
  });
  for (const sampler of [paired, triplet]) {
    const again = samplers.get(sampler.name)(JSON.parse(JSON.stringify(sampler.getConfig())));
    assert.equal(again.name, sampler.name);
    const rows = (of: Sampler) => Array.from(of.batches(view), (batch) => batch.readRoles());
    assert.deepEqual(rows(again), rows(sampler));
  }
});
